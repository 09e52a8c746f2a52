/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the keys of [Route]. See netkey.h. */
#include <linux/rtnetlink.h>

#include "netkey.h"
#include "number.h"

int hp_net_begin_route(struct hp_net_reader *r, const struct hp_ini_entry *entry)
{
	r->current.object.kind = HP_NET_ROUTE;
	r->current.object.route.protocol = RTPROT_STATIC;
	return 0;
}

/* A wrong key makes the whole [Route] section wrong: half a route leads elsewhere. */
int hp_net_key_gateway(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	struct hp_prefix *gateway = &r->current.object.route.gateway;

	*gateway = (struct hp_prefix){0};
	if (!*entry->value || (hp_ip_parse(gateway, entry->value) == 0 &&
			       !hp_ip_is_zero(gateway) && !hp_ip_is_multicast(gateway)))
		return 0;
	hp_ini_warn(entry, "'%s' is no gateway's address; the route is left out",
		    entry->value);
	r->spoilt = true;
	return 0;
}

static int take_destination(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			    int arg)
{
	struct hp_prefix *destination = &r->current.object.route.destination;

	*destination = (struct hp_prefix){0};
	if (!*entry->value || hp_prefix_parse(destination, entry->value) == 0)
		return 0;
	hp_ini_warn(entry, "'%s' is no ADDRESS/LENGTH; the route is left out",
		    entry->value);
	r->spoilt = true;
	return 0;
}

static int take_metric(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	uint64_t metric = 0;

	if (*entry->value && hp_number_parse(entry->value, 10, UINT32_MAX, &metric) < 0) {
		hp_ini_warn(entry,
			    "'%s' is no metric (0 to 4294967295); the route is left "
			    "out",
			    entry->value);
		r->spoilt = true;
	}
	r->current.object.route.metric = metric;
	return 0;
}

/* What the route does not say. */
static void fill_in(struct hp_net_route *route)
{
	if (!route->destination.family)
		route->destination.family = route->gateway.family;
	hp_prefix_mask(&route->destination);
	/* IPv6 knows no metric 0: the kernel takes it for its default. */
	if (route->destination.family == AF_INET6 && !route->metric)
		route->metric = HP_NET_METRIC_DEFAULT_V6;
}

int hp_net_end_route(struct hp_net_reader *r)
{
	struct hp_net_route *route = &r->current.object.route;
	int to = route->destination.family, by = route->gateway.family;

	if (r->spoilt)
		return 0;
	if (!to && !by) {
		hp_ini_warn(&r->start,
			    "[Route] without Destination= or Gateway=; it is left out");
		return 0;
	}
	if (to && by && to != by) {
		hp_ini_warn(&r->start, "[Route] with a Destination= of one family and a "
				       "Gateway= of another; it is left out");
		return 0;
	}
	fill_in(route);
	return hp_net_reader_add(r);
}

const struct hp_net_key hp_net_route_keys[] = {
	{"Route", "Destination", HP_NET_IN_NETWORK, take_destination},
	{"Route", "Gateway", HP_NET_IN_NETWORK, hp_net_key_gateway},
	{"Route", "Metric", HP_NET_IN_NETWORK, take_metric},
	{0},
};
