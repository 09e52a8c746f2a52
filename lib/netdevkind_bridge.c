/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what a bridge can be told. See netdevkind.h. */
#include <linux/if_link.h>

#include "netdevkinds.h"

#define BOOLEAN(key, type)                                                               \
	{                                                                                \
		"Bridge", key, type, &hp_net_form_boolean, .width = 1                    \
	}

/* The kernel counts in hundredths of a second, clock_t, and has ranges of its own
 * (include/uapi/linux/if_bridge.h: BR_MIN_HELLO_TIME and so on). */
#define TIME(key, type, at_least, at_most)                                               \
	{                                                                                \
		"Bridge", key, type, &hp_net_form_time, .width = 4, .unit = 10000,       \
							.min = at_least, .max = at_most  \
	}

static const struct hp_net_word none[] = {{"none", 0}, {NULL}};

/* clang-format off */
static const struct hp_net_attr_row rows[] = {
	TIME("HelloTimeSec", IFLA_BR_HELLO_TIME, 100, 1000),
	TIME("MaxAgeSec", IFLA_BR_MAX_AGE, 600, 4000),
	TIME("ForwardDelaySec", IFLA_BR_FORWARD_DELAY, 0, 3000),
	TIME("AgeingTimeSec", IFLA_BR_AGEING_TIME, 0, UINT32_MAX),
	{"Bridge", "Priority", IFLA_BR_PRIORITY, &hp_net_form_number, .width = 2,
		.max = UINT16_MAX},
	{"Bridge", "GroupForwardMask", IFLA_BR_GROUP_FWD_MASK, &hp_net_form_number, .width = 2,
		.max = UINT16_MAX},
	{"Bridge", "DefaultPVID", IFLA_BR_VLAN_DEFAULT_PVID, &hp_net_form_number, .width = 2,
		.min = 1, .max = 4094, .words = none},
	BOOLEAN("MulticastQuerier", IFLA_BR_MCAST_QUERIER),
	BOOLEAN("MulticastSnooping", IFLA_BR_MCAST_SNOOPING),
	BOOLEAN("VLANFiltering", IFLA_BR_VLAN_FILTERING),
	{"Bridge", "VLANProtocol", IFLA_BR_VLAN_PROTOCOL, &hp_net_form_word, .width = 2,
		.is_big_endian = true, .words = hp_netdev_vlan_protocols},
	{"Bridge", "STP", IFLA_BR_STP_STATE, &hp_net_form_boolean, .width = 4},
	{"Bridge", "MulticastIGMPVersion", IFLA_BR_MCAST_IGMP_VERSION, &hp_net_form_number,
		.width = 1, .min = 2, .max = 3},
};
/* clang-format on */

const struct hp_netdev_kind hp_netdev_bridge = {
	.name = "bridge",
	.rows = rows,
	.n_rows = ARRAY_SIZE(rows),
	.uppers = 1u << HP_NET_UPPER_BRIDGE,
};
