/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what a mesh of batman-adv can be told. See netdevkind.h; source of the
 * contract: linux/batman_adv.h. */
#include <errno.h>
#include <linux/batman_adv.h>

#include "netdev.h"
#include "netdevkinds.h"

#define SECTION "BatmanAdvanced"

/* The kernel's names of the words, in the order of these. */
static const struct hp_net_word algorithms[] = {
	{"batman-v", 0}, {"batman-iv", 1}, {NULL}};
static const char *const algorithm_names[] = {"BATMAN_V", "BATMAN_IV"};

static int parse_algorithm(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
			   const char *value)
{
	const struct hp_net_word *word = hp_net_attr_word(row, value);
	const char *name = word ? algorithm_names[word->value] : NULL;

	return name ? hp_net_attr_set(attr, name, strlen(name) + 1) : -EINVAL;
}

/* The kernel counts in 100 kbit/s. */
static int parse_bandwidth(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
			   const char *value)
{
	uint64_t bits;

	if (hp_rate_parse(&bits, value) < 0 || bits / 100000 > UINT32_MAX)
		return -EINVAL;
	return hp_net_attr_set_number(attr, row, bits / 100000);
}

static const struct hp_net_attr_form form_algorithm = {
	parse_algorithm, "batman-v or batman-iv", .is_vital = true};
static const struct hp_net_attr_form form_bandwidth = {parse_bandwidth,
						       "bits per second, with K, M or G"};

static const struct hp_net_word gateway_modes[] = {{"off", BATADV_GW_MODE_OFF},
						   {"client", BATADV_GW_MODE_CLIENT},
						   {"server", BATADV_GW_MODE_SERVER},
						   {NULL}};

/* clang-format off */
#define BOOLEAN(key, type) {SECTION, key, type, &hp_net_form_boolean, .width = 1}
#define BANDWIDTH(key, type) {SECTION, key, type, &form_bandwidth, .width = 4}

static const struct hp_net_attr_row rows[] = {
	{SECTION, "RoutingAlgorithm", IFLA_BATADV_ALGO_NAME, &form_algorithm,
		.words = algorithms},
	{SECTION, "GatewayMode", BATADV_ATTR_GW_MODE, &hp_net_form_word, .width = 1,
		.words = gateway_modes},
	BOOLEAN("Aggregation", BATADV_ATTR_AGGREGATED_OGMS_ENABLED),
	BOOLEAN("BridgeLoopAvoidance", BATADV_ATTR_BRIDGE_LOOP_AVOIDANCE_ENABLED),
	BOOLEAN("DistributedArpTable", BATADV_ATTR_DISTRIBUTED_ARP_TABLE_ENABLED),
	BOOLEAN("Fragmentation", BATADV_ATTR_FRAGMENTATION_ENABLED),
	{SECTION, "HopPenalty", BATADV_ATTR_HOP_PENALTY, &hp_net_form_number, .width = 1,
		.max = UINT8_MAX},
	{SECTION, "OriginatorIntervalSec", BATADV_ATTR_ORIG_INTERVAL, &hp_net_form_time,
		.width = 4, .unit = 1000, .min = 1, .max = UINT32_MAX},
	BANDWIDTH("GatewayBandwidthDown", BATADV_ATTR_GW_BANDWIDTH_DOWN),
	BANDWIDTH("GatewayBandwidthUp", BATADV_ATTR_GW_BANDWIDTH_UP),
};
/* clang-format on */

/* The kernel's own choice would be the other one. */
static int finish(struct hp_netdev *netdev)
{
	if (hp_net_attrs_find_type(&netdev->attrs, IFLA_BATADV_ALGO_NAME))
		return 0;
	return hp_net_attrs_take(&netdev->attrs, &rows[0], "batman-v",
				 netdev->kind_where);
}

const struct hp_netdev_kind hp_netdev_batadv = {
	.name = "batadv",
	.rows = rows,
	.n_rows = ARRAY_SIZE(rows),
	.uppers = 1u << HP_NET_UPPER_BATADV,
	.told = BATADV_ATTR_VERSION + 1,
	.finish = finish,
};
