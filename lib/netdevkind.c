/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the kinds of virtual devices. See netdevkind.h. */
#include <linux/if_link.h>
#include <linux/veth.h>

#include "netdevkinds.h"

static const struct hp_net_attr_row veth_rows[] = {
	{"Peer", "Name", IFLA_IFNAME, &hp_net_form_name},
	{"Peer", "MACAddress", IFLA_ADDRESS, &hp_net_form_mac},
};

static const struct hp_netdev_kind dummy = {.name = "dummy"};
static const struct hp_netdev_kind ifb = {.name = "ifb"};
static const struct hp_netdev_kind veth = {
	.name = "veth",
	.rows = veth_rows,
	.n_rows = ARRAY_SIZE(veth_rows),
	.needs = "Name",
	.peer = VETH_INFO_PEER,
};

static const struct hp_net_attr_row vrf_rows[] = {
	{"VRF", "Table", IFLA_VRF_TABLE, &hp_net_form_number, .width = 4, .min = 1,
	 .max = UINT32_MAX},
};

static const struct hp_netdev_kind vrf = {
	.name = "vrf",
	.rows = vrf_rows,
	.n_rows = ARRAY_SIZE(vrf_rows),
	.uppers = 1u << HP_NET_UPPER_VRF,
	.needs = "Table",
};

const struct hp_net_word hp_netdev_inherit[] = {{"inherit", 0}, {NULL}};

/* clang-format off */
static const struct hp_netdev_kind *const kinds[] = {
	&hp_netdev_bond,
	&hp_netdev_bridge,
	&dummy,
	&hp_netdev_geneve,
	&hp_netdev_gre,
	&hp_netdev_gretap,
	&ifb,
	&hp_netdev_ip6gre,
	&hp_netdev_ip6gretap,
	&hp_netdev_ip6tnl,
	&hp_netdev_ipip,
	&hp_netdev_ipvlan,
	&hp_netdev_ipvtap,
	&hp_netdev_macvlan,
	&hp_netdev_macvtap,
	&hp_netdev_plugnet,
	&hp_netdev_sit,
	&hp_netdev_tap,
	&hp_netdev_tun,
	&veth,
	&hp_netdev_vlan,
	&vrf,
	&hp_netdev_vti,
	&hp_netdev_vti6,
	&hp_netdev_vxlan,
	&hp_netdev_wireguard,
};
/* clang-format on */

const struct hp_netdev_kind *hp_netdev_kind_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (streq(kinds[i]->name, name))
			return kinds[i];
	return NULL;
}

const char *hp_netdev_kind_driver(const struct hp_netdev_kind *kind)
{
	return kind->driver ?: kind->name;
}

const struct hp_net_attr_row *hp_netdev_kind_row(const struct hp_netdev_kind *kind,
						 const char *section, const char *key,
						 const struct hp_net_attr_row *behind)
{
	for (size_t i = behind ? behind - kind->rows + 1 : 0; i < kind->n_rows; i++)
		if (streq(kind->rows[i].section, section) &&
		    streq(kind->rows[i].key, key))
			return &kind->rows[i];
	return NULL;
}

static bool has_section(const struct hp_netdev_kind *kind, const char *section)
{
	for (size_t i = 0; i < kind->n_rows; i++)
		if (streq(kind->rows[i].section, section))
			return true;
	return false;
}

bool hp_netdev_kind_has_section(const struct hp_netdev_kind *kind, const char *section)
{
	if (kind)
		return has_section(kind, section);
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (has_section(kinds[i], section))
			return true;
	return false;
}
