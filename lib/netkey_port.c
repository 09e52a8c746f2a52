/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the keys of [Bridge] in *.network files: what a bridge is told of its port.
 * See netkey.h. */
#include <errno.h>
#include <linux/if_link.h>

#include "netkey.h"
#include "netstack.h"

#define YES(key, type)                                                                   \
	{                                                                                \
		"Bridge", key, type, &hp_net_form_boolean, .width = 1                    \
	}
#define NO(key, type)                                                                    \
	{                                                                                \
		"Bridge", key, type, &hp_net_form_not, .width = 1                        \
	}

/* MDB_RTR_TYPE_* of linux/if_bridge.h. */
static const struct hp_net_word routers[] = {
	{"no", 0}, {"query", 1}, {"permanent", 2}, {"temporary", 3}, {NULL}};

/* clang-format off */
static const struct hp_net_attr_row rows[] = {
	YES("UnicastFlood", IFLA_BRPORT_UNICAST_FLOOD),
	YES("MulticastFlood", IFLA_BRPORT_MCAST_FLOOD),
	YES("MulticastToUnicast", IFLA_BRPORT_MCAST_TO_UCAST),
	YES("NeighborSuppression", IFLA_BRPORT_NEIGH_SUPPRESS),
	YES("Learning", IFLA_BRPORT_LEARNING),
	YES("HairPin", IFLA_BRPORT_MODE),
	YES("Isolated", IFLA_BRPORT_ISOLATED),
	NO("UseBPDU", IFLA_BRPORT_GUARD),
	YES("FastLeave", IFLA_BRPORT_FAST_LEAVE),
	NO("AllowPortToBeRoot", IFLA_BRPORT_PROTECT),
	YES("ProxyARP", IFLA_BRPORT_PROXYARP),
	YES("ProxyARPWiFi", IFLA_BRPORT_PROXYARP_WIFI),
	{"Bridge", "MulticastRouter", IFLA_BRPORT_MULTICAST_ROUTER, &hp_net_form_word, .width = 1,
		.words = routers},
	{"Bridge", "Cost", IFLA_BRPORT_COST, &hp_net_form_number, .width = 4, .min = 1,
		.max = UINT16_MAX},
	{"Bridge", "Priority", IFLA_BRPORT_PRIORITY, &hp_net_form_number, .width = 2, .max = 63},
};
/* clang-format on */

static const struct hp_net_attr_row *find_row(const char *key)
{
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (streq(rows[i].key, key))
			return &rows[i];
	return NULL;
}

int hp_net_key_of_port(struct hp_net_reader *r, const struct hp_ini_entry *entry)
{
	struct hp_net_uppers *uppers = hp_net_uppers_of(r->file);
	const struct hp_net_attr_row *row = find_row(entry->key);
	char expects[HP_NET_EXPECTS_MAX];
	int result;

	if (!row)
		return -ENOENT;
	if (!uppers)
		return -ENOMEM;
	result = hp_net_attrs_take(&uppers->port, row, entry->value,
				   hp_net_where_of(r, entry));
	if (result != -EINVAL)
		return result;
	hp_ini_warn(entry, "'%s' is no %s= (%s); it is left out", entry->value,
		    entry->key, hp_net_attr_expects(row, expects));
	return 0;
}
