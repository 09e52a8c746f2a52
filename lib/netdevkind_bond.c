/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what a bond can be told. See netdevkind.h; the words and ranges are those of
 * the kernel's drivers/net/bonding/bond_options.c. */
#include <linux/if_link.h>

#include "netdevkinds.h"

/* BOND_MODE_*, BOND_XMIT_POLICY_*, AD_LACP_*, ... in their order. */
static const struct hp_net_word modes[] = {
	{"balance-rr", 0}, {"active-backup", 1}, {"balance-xor", 2}, {"broadcast", 3},
	{"802.3ad", 4},	   {"balance-tlb", 5},	 {"balance-alb", 6}, {NULL},
};
static const struct hp_net_word hashes[] = {
	{"layer2", 0},	 {"layer3+4", 1},    {"layer2+3", 2}, {"encap2+3", 3},
	{"encap3+4", 4}, {"vlan+srcmac", 5}, {NULL},
};
static const struct hp_net_word rates[] = {{"slow", 0}, {"fast", 1}, {NULL}};
static const struct hp_net_word selections[] = {
	{"stable", 0}, {"bandwidth", 1}, {"count", 2}, {NULL}};
static const struct hp_net_word mac_policies[] = {
	{"none", 0}, {"active", 1}, {"follow", 2}, {NULL}};
static const struct hp_net_word validations[] = {
	{"none", 0}, {"active", 1}, {"backup", 2}, {"all", 3}, {NULL}};
static const struct hp_net_word targets[] = {{"any", 0}, {"all", 1}, {NULL}};
static const struct hp_net_word reselections[] = {
	{"always", 0}, {"better", 1}, {"failure", 2}, {NULL}};

#define NUMBER(key, type, bytes, at_least, at_most)                                      \
	{                                                                                \
		"Bond", key, type, &hp_net_form_number, .width = bytes, .min = at_least, \
							.max = at_most                   \
	}
#define WORD(key, type, bytes, list)                                                     \
	{                                                                                \
		"Bond", key, type, &hp_net_form_word, .width = bytes, .words = list      \
	}
#define TIME(key, type, us)                                                              \
	{                                                                                \
		"Bond", key, type, &hp_net_form_time, .width = 4, .unit = us,            \
						      .max = INT32_MAX                   \
	}

/* clang-format off */
static const struct hp_net_attr_row rows[] = {
	WORD("Mode", IFLA_BOND_MODE, 1, modes),
	WORD("TransmitHashPolicy", IFLA_BOND_XMIT_HASH_POLICY, 1, hashes),
	WORD("LACPTransmitRate", IFLA_BOND_AD_LACP_RATE, 1, rates),
	TIME("MIIMonitorSec", IFLA_BOND_MIIMON, 1000),
	TIME("UpDelaySec", IFLA_BOND_UPDELAY, 1000),
	TIME("DownDelaySec", IFLA_BOND_DOWNDELAY, 1000),
	{"Bond", "LearnPacketIntervalSec", IFLA_BOND_LP_INTERVAL, &hp_net_form_time, .width = 4,
		.unit = 1000000, .min = 1, .max = INT32_MAX},
	WORD("AdSelect", IFLA_BOND_AD_SELECT, 1, selections),
	NUMBER("AdActorSystemPriority", IFLA_BOND_AD_ACTOR_SYS_PRIO, 2, 1, UINT16_MAX),
	NUMBER("AdUserPortKey", IFLA_BOND_AD_USER_PORT_KEY, 2, 0, 1023),
	{"Bond", "AdActorSystem", IFLA_BOND_AD_ACTOR_SYSTEM, &hp_net_form_mac},
	WORD("FailOverMACPolicy", IFLA_BOND_FAIL_OVER_MAC, 1, mac_policies),
	WORD("ARPValidate", IFLA_BOND_ARP_VALIDATE, 4, validations),
	TIME("ARPIntervalSec", IFLA_BOND_ARP_INTERVAL, 1000),
	{"Bond", "ARPIPTargets", IFLA_BOND_ARP_IP_TARGET, &hp_net_form_ip4_list},
	WORD("ARPAllTargets", IFLA_BOND_ARP_ALL_TARGETS, 4, targets),
	WORD("PrimaryReselectPolicy", IFLA_BOND_PRIMARY_RESELECT, 1, reselections),
	NUMBER("ResendIGMP", IFLA_BOND_RESEND_IGMP, 4, 0, 255),
	NUMBER("PacketsPerSlave", IFLA_BOND_PACKETS_PER_SLAVE, 4, 0, UINT16_MAX),
	NUMBER("GratuitousARP", IFLA_BOND_NUM_PEER_NOTIF, 1, 0, 255),
	{"Bond", "AllSlavesActive", IFLA_BOND_ALL_SLAVES_ACTIVE, &hp_net_form_boolean, .width = 1},
	{"Bond", "DynamicTransmitLoadBalancing", IFLA_BOND_TLB_DYNAMIC_LB, &hp_net_form_boolean,
		.width = 1},
	NUMBER("MinLinks", IFLA_BOND_MIN_LINKS, 4, 0, INT32_MAX),
};
/* clang-format on */

const struct hp_netdev_kind hp_netdev_bond = {
	.name = "bond",
	.rows = rows,
	.n_rows = ARRAY_SIZE(rows),
	.uppers = 1u << HP_NET_UPPER_BOND,
};
