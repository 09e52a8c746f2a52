/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what devices with an address of their own over another interface can be told:
 * macvlan, macvtap, ipvlan, ipvtap. See netdevkind.h. */
#include <linux/if_link.h>

#include "netdevkinds.h"

static const struct hp_net_word macvlan_modes[] = {
	{"private", MACVLAN_MODE_PRIVATE}, {"vepa", MACVLAN_MODE_VEPA},
	{"bridge", MACVLAN_MODE_BRIDGE},   {"passthru", MACVLAN_MODE_PASSTHRU},
	{"source", MACVLAN_MODE_SOURCE},   {NULL},
};
static const struct hp_net_word ipvlan_modes[] = {
	{"L2", IPVLAN_MODE_L2}, {"L3", IPVLAN_MODE_L3}, {"L3S", IPVLAN_MODE_L3S}, {NULL}};
static const struct hp_net_word ipvlan_flags[] = {
	{"bridge", 0}, {"private", IPVLAN_F_PRIVATE}, {"vepa", IPVLAN_F_VEPA}, {NULL}};

/* clang-format off */
#define MACVLAN(section)                                                                 \
	{section, "Mode", IFLA_MACVLAN_MODE, &hp_net_form_word, .width = 4,              \
		.words = macvlan_modes},                                                 \
	{section, "SourceMACAddress", IFLA_MACVLAN_MACADDR_DATA, &hp_net_form_mac_list}, \
	{section, "SourceMACAddress", IFLA_MACVLAN_MACADDR_MODE, &hp_net_form_if_given,  \
		.width = 4, .bit = MACVLAN_MACADDR_SET},                                 \
	{section, "BroadcastMulticastQueueLength", IFLA_MACVLAN_BC_QUEUE_LEN,            \
		&hp_net_form_number, .width = 4, .max = UINT32_MAX - 1}
#define IPVLAN(section)                                                                  \
	{section, "Mode", IFLA_IPVLAN_MODE, &hp_net_form_word, .width = 2,               \
		.words = ipvlan_modes},                                                  \
	{section, "Flags", IFLA_IPVLAN_FLAGS, &hp_net_form_word, .width = 2,             \
		.words = ipvlan_flags}

static const struct hp_net_attr_row macvlan_rows[] = {MACVLAN("MACVLAN")};
static const struct hp_net_attr_row macvtap_rows[] = {MACVLAN("MACVTAP")};
static const struct hp_net_attr_row ipvlan_rows[] = {IPVLAN("IPVLAN")};
static const struct hp_net_attr_row ipvtap_rows[] = {IPVLAN("IPVTAP")};

#define KIND(kind, key)                                                                  \
	const struct hp_netdev_kind hp_netdev_##kind = {                                 \
		.name = #kind,                                                           \
		.rows = kind##_rows,                                                     \
		.n_rows = ARRAY_SIZE(kind##_rows),                                       \
		.uppers = 1u << key,                                                     \
		.is_stacked = true,                                                      \
	}
/* clang-format on */

KIND(macvlan, HP_NET_UPPER_MACVLAN);
KIND(macvtap, HP_NET_UPPER_MACVTAP);
KIND(ipvlan, HP_NET_UPPER_IPVLAN);
KIND(ipvtap, HP_NET_UPPER_IPVTAP);
