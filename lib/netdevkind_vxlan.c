/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what the devices that carry Ethernet over UDP can be told: vxlan, geneve. See
 * netdevkind.h. */
#include <linux/if_link.h>

#include "netdevkinds.h"

static const struct hp_net_word fragment[] = {
	{"no", 0},   {"false", 0}, {"0", 0},	   {"yes", 1},
	{"true", 1}, {"1", 1},	   {"inherit", 2}, {NULL},
};

#define VNI_MAX	  ((1u << 24) - 1)
#define LABEL_MAX ((1u << 20) - 1)

/* clang-format off */
#define BOOLEAN(section, key, type) {section, key, type, &hp_net_form_boolean, .width = 1}
#define BYTE(section, key, type, ...)                                                    \
	{section, key, type, &hp_net_form_number, .width = 1, .max = UINT8_MAX, __VA_ARGS__}
#define IP4(section, key, type) {section, key, type, &hp_net_form_ip_if, .width = 4}
#define IP6(section, key, type) {section, key, type, &hp_net_form_ip_if, .width = 16}
#define PORT(section, key, type)                                                         \
	{section, key, type, &hp_net_form_number, .width = 2, .is_big_endian = true,     \
		.min = 1, .max = UINT16_MAX}
#define LABEL(section, key, type)                                                        \
	{section, key, type, &hp_net_form_number, .width = 4, .is_big_endian = true,     \
		.max = LABEL_MAX}
#define FRAGMENT(section, key, type)                                                     \
	{section, key, type, &hp_net_form_word, .width = 1, .words = fragment}

static const struct hp_net_attr_row vxlan_rows[] = {
	{"VXLAN", "VNI", IFLA_VXLAN_ID, &hp_net_form_number, .width = 4, .min = 1,
		.max = VNI_MAX},
	IP4("VXLAN", "Remote", IFLA_VXLAN_GROUP),
	IP6("VXLAN", "Remote", IFLA_VXLAN_GROUP6),
	IP4("VXLAN", "Group", IFLA_VXLAN_GROUP),
	IP6("VXLAN", "Group", IFLA_VXLAN_GROUP6),
	IP4("VXLAN", "Local", IFLA_VXLAN_LOCAL),
	IP6("VXLAN", "Local", IFLA_VXLAN_LOCAL6),
	BYTE("VXLAN", "TOS", IFLA_VXLAN_TOS),
	BYTE("VXLAN", "TTL", IFLA_VXLAN_TTL, .words = hp_netdev_inherit),
	{"VXLAN", "TTL", IFLA_VXLAN_TTL_INHERIT, &hp_net_form_present,
		.words = hp_netdev_inherit},
	BOOLEAN("VXLAN", "MacLearning", IFLA_VXLAN_LEARNING),
	{"VXLAN", "FDBAgeingSec", IFLA_VXLAN_AGEING, &hp_net_form_time, .width = 4,
		.unit = 1000000, .max = UINT32_MAX},
	{"VXLAN", "MaximumFDBEntries", IFLA_VXLAN_LIMIT, &hp_net_form_number, .width = 4,
		.max = UINT32_MAX},
	BOOLEAN("VXLAN", "ReduceARPProxy", IFLA_VXLAN_PROXY),
	BOOLEAN("VXLAN", "L2MissNotification", IFLA_VXLAN_L2MISS),
	BOOLEAN("VXLAN", "L3MissNotification", IFLA_VXLAN_L3MISS),
	BOOLEAN("VXLAN", "RouteShortCircuit", IFLA_VXLAN_RSC),
	BOOLEAN("VXLAN", "UDPChecksum", IFLA_VXLAN_UDP_CSUM),
	BOOLEAN("VXLAN", "UDP6ZeroChecksumTx", IFLA_VXLAN_UDP_ZERO_CSUM6_TX),
	BOOLEAN("VXLAN", "UDP6ZeroChecksumRx", IFLA_VXLAN_UDP_ZERO_CSUM6_RX),
	BOOLEAN("VXLAN", "RemoteChecksumTx", IFLA_VXLAN_REMCSUM_TX),
	BOOLEAN("VXLAN", "RemoteChecksumRx", IFLA_VXLAN_REMCSUM_RX),
	{"VXLAN", "GroupPolicyExtension", IFLA_VXLAN_GBP, &hp_net_form_present},
	{"VXLAN", "GenericProtocolExtension", IFLA_VXLAN_GPE, &hp_net_form_present},
	PORT("VXLAN", "DestinationPort", IFLA_VXLAN_PORT),
	{"VXLAN", "PortRange", IFLA_VXLAN_PORT_RANGE, &hp_net_form_port_range},
	LABEL("VXLAN", "FlowLabel", IFLA_VXLAN_LABEL),
	FRAGMENT("VXLAN", "IPDoNotFragment", IFLA_VXLAN_DF),
	{"VXLAN", "Independent", HP_NETDEV_INDEPENDENT, &hp_net_form_boolean, .width = 1},
};

static const struct hp_net_attr_row geneve_rows[] = {
	{"GENEVE", "Id", IFLA_GENEVE_ID, &hp_net_form_number, .width = 4, .max = VNI_MAX},
	IP4("GENEVE", "Remote", IFLA_GENEVE_REMOTE),
	IP6("GENEVE", "Remote", IFLA_GENEVE_REMOTE6),
	BYTE("GENEVE", "TOS", IFLA_GENEVE_TOS),
	BYTE("GENEVE", "TTL", IFLA_GENEVE_TTL, .words = hp_netdev_inherit),
	{"GENEVE", "TTL", IFLA_GENEVE_TTL_INHERIT, &hp_net_form_on,
		.words = hp_netdev_inherit},
	BOOLEAN("GENEVE", "UDPChecksum", IFLA_GENEVE_UDP_CSUM),
	BOOLEAN("GENEVE", "UDP6ZeroChecksumTx", IFLA_GENEVE_UDP_ZERO_CSUM6_TX),
	BOOLEAN("GENEVE", "UDP6ZeroChecksumRx", IFLA_GENEVE_UDP_ZERO_CSUM6_RX),
	PORT("GENEVE", "DestinationPort", IFLA_GENEVE_PORT),
	LABEL("GENEVE", "FlowLabel", IFLA_GENEVE_LABEL),
	FRAGMENT("GENEVE", "IPDoNotFragment", IFLA_GENEVE_DF),
};
/* clang-format on */

const struct hp_netdev_kind hp_netdev_vxlan = {
	.name = "vxlan",
	.rows = vxlan_rows,
	.n_rows = ARRAY_SIZE(vxlan_rows),
	.uppers = 1u << HP_NET_UPPER_VXLAN,
	.is_stacked = true,
	.lower = IFLA_VXLAN_LINK,
	.needs = {{"VNI"}},
};

const struct hp_netdev_kind hp_netdev_geneve = {
	.name = "geneve",
	.rows = geneve_rows,
	.n_rows = ARRAY_SIZE(geneve_rows),
	.needs = {{"Id"}},
};
