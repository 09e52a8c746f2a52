/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what a plugnet device can be told: one of a pair, or one over others. See
 * netdevkind.h; source of the contract: module/uapi/plugnet.h. */
#include <linux/if_link.h>

#include "module/uapi/plugnet.h"
#include "netdevkinds.h"

static const struct hp_net_word policies[] = {
	{"active-backup", PLUGNET_ACTIVE_BACKUP},
	{"round-robin", PLUGNET_ROUND_ROBIN},
	{"hash", PLUGNET_HASH},
	{"broadcast", PLUGNET_BROADCAST},
	{NULL},
};

static const struct hp_net_attr_row rows[] = {
	{"Peer", "Name", IFLA_IFNAME, &hp_net_form_name},
	{"Peer", "MACAddress", IFLA_ADDRESS, &hp_net_form_mac},
	{"Plugnet", "Policy", IFLA_PLUGNET_POLICY, &hp_net_form_word, .width = 1,
	 .words = policies},
	{"Plugnet", "Lower", HP_NETDEV_LOWER, &hp_net_form_names},
};

const struct hp_netdev_kind hp_netdev_plugnet = {
	.name = PLUGNET_KIND,
	.rows = rows,
	.n_rows = ARRAY_SIZE(rows),
	.uppers = 1u << HP_NET_UPPER_PLUGNET,
	.needs = {{"Name", "Policy"}},
	.peer = IFLA_PLUGNET_PEER,
};
