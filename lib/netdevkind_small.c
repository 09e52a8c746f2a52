/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the kinds of virtual devices that can be told little. See netdevkind.h. */
#include <errno.h>
#include <linux/can/vxcan.h>
#include <linux/if_ether.h>
#include <linux/if_link.h>
#include <linux/veth.h>

#include "netdevkinds.h"

#define KIND(kind, ...)                                                                  \
	const struct hp_netdev_kind hp_netdev_##kind = {                                 \
		.name = #kind,                                                           \
		.rows = kind##_rows,                                                     \
		.n_rows = ARRAY_SIZE(kind##_rows),                                       \
		__VA_ARGS__,                                                             \
	}

const struct hp_netdev_kind hp_netdev_dummy = {.name = "dummy"};
const struct hp_netdev_kind hp_netdev_ifb = {.name = "ifb"};
const struct hp_netdev_kind hp_netdev_nlmon = {.name = "nlmon"};
const struct hp_netdev_kind hp_netdev_vcan = {.name = "vcan"};

static const struct hp_net_attr_row veth_rows[] = {
	{"Peer", "Name", IFLA_IFNAME, &hp_net_form_name},
	{"Peer", "MACAddress", IFLA_ADDRESS, &hp_net_form_mac},
};
KIND(veth, .needs = {{"Name"}}, .peer = VETH_INFO_PEER);

static const struct hp_net_attr_row vxcan_rows[] = {
	{"VXCAN", "Peer", IFLA_IFNAME, &hp_net_form_name},
};
KIND(vxcan, .needs = {{"Peer"}}, .peer = VXCAN_INFO_PEER);

static const struct hp_net_attr_row vrf_rows[] = {
	{"VRF", "Table", IFLA_VRF_TABLE, &hp_net_form_number, .width = 4, .min = 1,
	 .max = UINT32_MAX},
};
KIND(vrf, .needs = {{"Table"}}, .uppers = 1u << HP_NET_UPPER_VRF);

/* As systemd-networkd has it, one that is made over no interface is made over lo. */
static const struct hp_net_attr_row xfrm_rows[] = {
	{"Xfrm", "InterfaceId", IFLA_XFRM_IF_ID, &hp_net_form_number, .width = 4,
	 .min = 1, .max = UINT32_MAX},
	{"Xfrm", "Independent", HP_NETDEV_INDEPENDENT, &hp_net_form_bit, .width = 1,
	 .bit = HP_NETDEV_ON_LOOPBACK},
};
KIND(xfrm, .needs = {{"InterfaceId"}}, .uppers = 1u << HP_NET_UPPER_XFRM,
     .is_stacked = true, .lower = IFLA_XFRM_LINK);

static const struct hp_net_word l3_protocols[] = {
	{"ipv4", ETH_P_IP},
	{"ipv6", ETH_P_IPV6},
	{"mpls-uc", ETH_P_MPLS_UC},
	{"mpls-mc", ETH_P_MPLS_MC},
	{NULL},
};
static const struct hp_net_attr_row bareudp_rows[] = {
	{"BareUDP", "DestinationPort", IFLA_BAREUDP_PORT, &hp_net_form_number, .width = 2,
	 .is_big_endian = true, .min = 1, .max = UINT16_MAX},
	{"BareUDP", "EtherType", IFLA_BAREUDP_ETHERTYPE, &hp_net_form_word, .width = 2,
	 .is_big_endian = true, .words = l3_protocols},
};
KIND(bareudp, .needs = {{"DestinationPort"}, {"EtherType"}});

/* drivers/infiniband/ulp/ipoib/ipoib_netlink.c has no partition 0x8000. */
static int parse_partition(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
			   const char *value)
{
	int r = hp_net_form_number.parse(attr, row, value);

	return r == 0 && hp_net_attr_get_number(attr, row) == 0x8000 ? -EINVAL : r;
}

static const struct hp_net_attr_form form_partition = {parse_partition,
						       "1 to 0xffff, but not 0x8000"};
static const struct hp_net_word ipoib_modes[] = {
	{"datagram", IPOIB_MODE_DATAGRAM}, {"connected", IPOIB_MODE_CONNECTED}, {NULL}};
static const struct hp_net_attr_row ipoib_rows[] = {
	{"IPoIB", "PartitionKey", IFLA_IPOIB_PKEY, &form_partition, .width = 2, .min = 1,
	 .max = UINT16_MAX},
	{"IPoIB", "Mode", IFLA_IPOIB_MODE, &hp_net_form_word, .width = 2,
	 .words = ipoib_modes},
	{"IPoIB", "IgnoreUserspaceMulticastGroup", IFLA_IPOIB_UMCAST,
	 &hp_net_form_boolean, .width = 2},
};
KIND(ipoib, .uppers = 1u << HP_NET_UPPER_IPOIB, .is_stacked = true);
