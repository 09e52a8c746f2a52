/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: how two nexthop objects stand to one another. See netobject.h. */
#include "netobject.h"

static bool same(const struct hp_net_object *a, const struct hp_net_object *b)
{
	return a->nexthop.id == b->nexthop.id;
}

static bool same_group(const struct hp_net_nexthop *a, const struct hp_net_nexthop *b)
{
	if (a->n_group != b->n_group)
		return false;
	for (size_t i = 0; i < a->n_group; i++)
		if (a->group[i].id != b->group[i].id ||
		    a->group[i].weight != b->group[i].weight)
			return false;
	return true;
}

static bool same_way(const struct hp_net_nexthop *a, const struct hp_net_nexthop *b)
{
	if (a->family != b->family || a->onlink != b->onlink ||
	    a->blackhole != b->blackhole || a->ifindex != b->ifindex ||
	    a->gateway.family != b->gateway.family)
		return false;
	return !a->gateway.family || hp_ip_equal(&a->gateway, &b->gateway);
}

/* One number is one object of all interfaces. */
static enum hp_net_relation relate(const struct hp_net_object *wanted,
				   const struct hp_net_object *there)
{
	const struct hp_net_nexthop *a = &wanted->nexthop, *b = &there->nexthop;

	if (!same(wanted, there))
		return HP_NET_APART;
	return same_group(a, b) && (a->n_group || same_way(a, b)) ? HP_NET_EQUAL
								  : HP_NET_BESIDE;
}

static void describe(const struct hp_net_object *object, char *ret)
{
	const struct hp_net_nexthop *nexthop = &object->nexthop;

	ret[0] = '\0';
	hp_net_text_add_number(ret, "nexthop ", nexthop->id);
	if (nexthop->gateway.family)
		hp_net_text_add_ip(ret, " via ", &nexthop->gateway);
	if (nexthop->blackhole)
		hp_net_text_add(ret, " ", "blackhole");
	for (size_t i = 0; i < nexthop->n_group; i++) {
		hp_net_text_add_number(ret, i ? "/" : " group ", nexthop->group[i].id);
		if (nexthop->group[i].weight)
			hp_net_text_add_number(ret, ",", nexthop->group[i].weight + 1);
	}
}

const struct hp_net_object_type hp_net_nexthop_type = {same, relate, describe};
