/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the ways of multipath routes. See netobject.h. */
#include "netobject.h"

bool hp_net_hop_is_elsewhere(const struct hp_net_hop *hop)
{
	return *hop->ifname;
}

static bool same_device(const struct hp_net_hop *wanted, const struct hp_net_hop *there)
{
	if (!hp_net_hop_is_elsewhere(wanted))
		return there->is_own || (!there->ifindex && !*there->ifname);
	return streq(wanted->ifname, there->ifname);
}

static bool hop_equal(const struct hp_net_hop *wanted, const struct hp_net_hop *there)
{
	return wanted->weight == there->weight &&
	       hp_prefix_equal(&there->gateway, &wanted->gateway) &&
	       same_device(wanted, there);
}

/* How many of them are wanted. */
static size_t count(const struct hp_net_route *route, const struct hp_net_hop *wanted)
{
	size_t n = 0;

	for (size_t i = 0; i < route->n_hops; i++)
		n += hop_equal(wanted, &route->hops[i]);
	return n;
}

bool hp_net_hops_equal(const struct hp_net_route *wanted,
		       const struct hp_net_route *there)
{
	for (size_t i = 0; i < wanted->n_hops; i++)
		if (count(there, &wanted->hops[i]) != count(wanted, &wanted->hops[i]))
			return false;
	return wanted->n_hops == there->n_hops;
}

void hp_net_hops_describe(const struct hp_net_route *route, char *ret)
{
	for (size_t i = 0; i < route->n_hops; i++) {
		const struct hp_net_hop *hop = &route->hops[i];

		hp_net_text_add_ip(ret, " nexthop via ", &hop->gateway);
		if (*hop->ifname)
			hp_net_text_add(ret, " dev ", hop->ifname);
		if (hop->weight)
			hp_net_text_add_number(ret, " weight ", hop->weight + 1);
	}
}
