/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what a VLAN can be told. See netdevkind.h. */
#include <linux/if_ether.h>
#include <linux/if_link.h>
#include <linux/if_vlan.h>

#include "netdevkinds.h"

const struct hp_net_word hp_netdev_vlan_protocols[] = {
	{"802.1q", ETH_P_8021Q},
	{"802.1Q", ETH_P_8021Q},
	{"802.1ad", ETH_P_8021AD},
	{NULL},
};

#define FLAG(key, flag)                                                                  \
	{                                                                                \
		"VLAN", key, IFLA_VLAN_FLAGS, &hp_net_form_flag, .bit = flag             \
	}

/* clang-format off */
static const struct hp_net_attr_row rows[] = {
	{"VLAN", "Id", IFLA_VLAN_ID, &hp_net_form_number, .width = 2, .max = 4094},
	{"VLAN", "Protocol", IFLA_VLAN_PROTOCOL, &hp_net_form_word, .width = 2,
		.is_big_endian = true, .words = hp_netdev_vlan_protocols},
	FLAG("GVRP", VLAN_FLAG_GVRP),
	FLAG("MVRP", VLAN_FLAG_MVRP),
	FLAG("LooseBinding", VLAN_FLAG_LOOSE_BINDING),
	FLAG("ReorderHeader", VLAN_FLAG_REORDER_HDR),
	{"VLAN", "EgressQOSMaps", IFLA_VLAN_EGRESS_QOS, &hp_net_form_qos_map},
	{"VLAN", "IngressQOSMaps", IFLA_VLAN_INGRESS_QOS, &hp_net_form_qos_map},
};
/* clang-format on */

const struct hp_netdev_kind hp_netdev_vlan = {
	.name = "vlan",
	.rows = rows,
	.n_rows = ARRAY_SIZE(rows),
	.uppers = 1u << HP_NET_UPPER_VLAN,
	.is_stacked = true,
	.needs = {{"Id"}},
};
