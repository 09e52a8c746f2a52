/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: routes to what the peers of a WireGuard device are allowed. See wgroutes.h. */
#include <linux/wireguard.h>

#include "netlink.h"
#include "wgroutes.h"

/* The peer's own, else the device's; 0: neither says. */
static uint32_t number_of(const struct hp_netdev *netdev,
			  const struct hp_netdev_part *peer, uint16_t type)
{
	const struct hp_net_attr *attr = hp_net_attrs_find_type(&peer->attrs, type);

	if (!attr)
		attr = hp_net_attrs_find_type(&netdev->attrs, type);
	return attr ? hp_net_attr_get_number(attr, attr->row) : RT_TABLE_UNSPEC;
}

static struct hp_prefix destination_of(struct nlattr *allowed)
{
	struct nlattr *attrs[WGALLOWEDIP_A_MAX + 1] = {0};
	struct hp_prefix prefix = {0};

	if (nla_parse_nested(attrs, WGALLOWEDIP_A_MAX, allowed, NULL) < 0)
		return prefix;
	prefix.family = nla_get_u16(attrs[WGALLOWEDIP_A_FAMILY]);
	prefix.length = nla_get_u8(attrs[WGALLOWEDIP_A_CIDR_MASK]);
	nla_memcpy(prefix.bytes, attrs[WGALLOWEDIP_A_IPADDR], sizeof(prefix.bytes));
	hp_prefix_mask(&prefix);
	return prefix;
}

/* Of global scope, as systemd-networkd has them. */
static int add_route(struct hp_net_file *file, const struct hp_net_where *where,
		     const struct hp_prefix *destination, uint32_t table, uint32_t metric)
{
	bool v6 = destination->family == AF_INET6;
	const struct hp_net_conf_object route = {
		.where = *where,
		.object.kind = HP_NET_ROUTE,
		.object.route =
			{
				.destination = *destination,
				.protocol = RTPROT_STATIC,
				.type = RTN_UNICAST,
				.scope = RT_SCOPE_UNIVERSE,
				.table = table,
				.metric =
					metric || !v6 ? metric : HP_NET_METRIC_DEFAULT_V6,
				.given = HP_NET_ROUTE_TABLE |
					 (v6 ? 0 : HP_NET_ROUTE_SCOPE),
			},
	};

	return hp_net_file_add(file, &route);
}

static int add_routes(struct hp_net_file *file, const struct hp_netdev *netdev,
		      const struct hp_netdev_part *peer)
{
	const struct hp_net_attr *attr =
		hp_net_attrs_find_type(&peer->attrs, WGPEER_A_ALLOWEDIPS);
	uint32_t table = number_of(netdev, peer, HP_NETDEV_ROUTE_TABLE);
	uint32_t metric = number_of(netdev, peer, HP_NETDEV_ROUTE_METRIC);
	struct nlattr *allowed;
	int left, r = 0;

	if (!attr || table == RT_TABLE_UNSPEC)
		return 0;
	nla_for_each_attr(allowed, (struct nlattr *)attr->bytes, attr->len, left) {
		struct hp_prefix destination = destination_of(allowed);

		if (r == 0)
			r = add_route(file, &attr->where, &destination, table, metric);
	}
	return r;
}

bool hp_wgroutes_are_wanted(const struct hp_netdev *netdev)
{
	for (size_t i = 0; i < netdev->n_parts; i++)
		if (number_of(netdev, &netdev->parts[i], HP_NETDEV_ROUTE_TABLE))
			return true;
	return false;
}

int hp_wgroutes_add(struct hp_net_file *ret, const struct hp_net_file *network,
		    const struct hp_netdev *netdev)
{
	int r = 0;

	*ret = *network;
	ret->objects = NULL;
	ret->n_objects = 0;
	for (size_t i = 0; r == 0 && i < network->n_objects; i++)
		r = hp_net_file_add(ret, &network->objects[i]);
	for (size_t i = 0; r == 0 && i < netdev->n_parts; i++)
		r = add_routes(ret, netdev, &netdev->parts[i]);
	return r;
}
