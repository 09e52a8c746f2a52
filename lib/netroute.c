/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: how two routes over an interface stand to one another. See netobject.h. */
#include "netobject.h"

const struct hp_word hp_net_route_types[] = {
	{"unicast", RTN_UNICAST},
	{"local", RTN_LOCAL},
	{"broadcast", RTN_BROADCAST},
	{"anycast", RTN_ANYCAST},
	{"multicast", RTN_MULTICAST},
	{"blackhole", RTN_BLACKHOLE},
	{"unreachable", RTN_UNREACHABLE},
	{"prohibit", RTN_PROHIBIT},
	{"throw", RTN_THROW},
	{NULL},
};

const struct hp_word hp_net_tables[] = {
	{"default", RT_TABLE_DEFAULT},
	{"main", RT_TABLE_MAIN},
	{"local", RT_TABLE_LOCAL},
	{NULL},
};

bool hp_net_route_is_unbound(const struct hp_net_route *route)
{
	return route->type == RTN_BLACKHOLE || route->type == RTN_UNREACHABLE ||
	       route->type == RTN_PROHIBIT || route->type == RTN_THROW;
}

uint8_t hp_net_route_usual_scope(const struct hp_net_route *route)
{
	if (route->destination.family != AF_INET || hp_net_route_is_unbound(route))
		return RT_SCOPE_UNIVERSE;
	if (route->type == RTN_LOCAL)
		return RT_SCOPE_HOST;
	return route->type == RTN_UNICAST &&
			       (route->gateway.family || route->nexthop || route->n_hops)
		       ? RT_SCOPE_UNIVERSE
		       : RT_SCOPE_LINK;
}

static bool same_source(const struct hp_prefix *a, const struct hp_prefix *b)
{
	return a->length == b->length && (!a->length || hp_ip_equal(a, b));
}

/* The same to the kernel, but for the way. */
static bool same_destination(const struct hp_net_route *a, const struct hp_net_route *b)
{
	return a->metric == b->metric && a->table == b->table &&
	       hp_prefix_equal(&a->destination, &b->destination) &&
	       same_source(&a->source, &b->source);
}

static bool same_ip(const struct hp_prefix *a, const struct hp_prefix *b)
{
	return a->family == b->family && (!a->family || hp_ip_equal(a, b));
}

static bool same(const struct hp_net_object *a, const struct hp_net_object *b)
{
	const struct hp_net_route *x = &a->route, *y = &b->route;

	if (!same_destination(x, y) || x->nexthop != y->nexthop ||
	    !hp_net_hops_equal(x, y))
		return false;
	/* A nexthop object has the rest in it: also what the kernel tells as a type. */
	return x->nexthop || (x->type == y->type && same_ip(&x->gateway, &y->gateway));
}

static bool same_details(const struct hp_net_route *wanted,
			 const struct hp_net_route *there)
{
	unsigned int given = wanted->given;

	for (size_t i = 0; i < HP_NET_ROUTE_METRICS; i++)
		if (wanted->metrics_given & 1u << i &&
		    wanted->metrics[i] != there->metrics[i])
			return false;
	return !(given & HP_NET_ROUTE_PREFERRED &&
		 !same_ip(&wanted->preferred, &there->preferred)) &&
	       !(given & HP_NET_ROUTE_SCOPE && wanted->scope != there->scope) &&
	       !(given & HP_NET_ROUTE_ONLINK && wanted->onlink != there->onlink) &&
	       !(given & HP_NET_ROUTE_CONGESTION &&
		 !streq(wanted->congestion, there->congestion)) &&
	       !(given & HP_NET_ROUTE_PREFERENCE &&
		 wanted->preference != there->preference);
}

/* A multipath route is told as a whole, for those who want one, and way by way, for those
 * who want a way. One cannot be beside another of its destination. */
static enum hp_net_relation relate_multipath(const struct hp_net_route *there)
{
	return there->is_member || there->is_elsewhere ? HP_NET_APART : HP_NET_IN_WAY;
}

/* Of several to one destination that lead nowhere the kernel takes the first. What goes
 * by another interface, or by none, may be somebody else's. */
static enum hp_net_relation relate_ways(const struct hp_net_route *wanted,
					const struct hp_net_route *there)
{
	if (wanted->n_hops)
		return relate_multipath(there);
	if (hp_net_route_is_unbound(wanted) && hp_net_route_is_unbound(there) &&
	    !there->nexthop)
		return HP_NET_IN_WAY;
	return there->is_elsewhere ? HP_NET_APART : HP_NET_OUTDATED;
}

/* A route of the file's protocol (static) to a wanted destination by a way that is not
 * wanted is what an earlier version of the file asked for. */
static enum hp_net_relation relate(const struct hp_net_object *wanted,
				   const struct hp_net_object *there)
{
	uint8_t protocol = wanted->route.protocol;

	if (!wanted->route.n_hops && there->route.n_hops)
		return HP_NET_APART;
	if (same(wanted, there))
		return same_details(&wanted->route, &there->route) ? HP_NET_EQUAL
								   : HP_NET_IN_WAY;
	return protocol != RTPROT_KERNEL && there->route.protocol == protocol &&
			       same_destination(&wanted->route, &there->route)
		       ? relate_ways(&wanted->route, &there->route)
		       : HP_NET_APART;
}

static const char *type_name(uint8_t type)
{
	for (const struct hp_word *word = hp_net_route_types; word->name; word++)
		if (word->value == type)
			return word->name;
	return "?";
}

static void describe(const struct hp_net_object *object, char *ret)
{
	const struct hp_net_route *route = &object->route;
	bool v6 = route->destination.family == AF_INET6;

	strcpy(ret, "route");
	if (route->type != RTN_UNICAST)
		hp_net_text_add(ret, " ", type_name(route->type));
	if (route->destination.length)
		hp_net_text_add_ip(ret, " ", &route->destination);
	else
		hp_net_text_add(ret, " ", "default");
	if (route->source.length)
		hp_net_text_add_ip(ret, " from ", &route->source);
	if (route->nexthop)
		hp_net_text_add_number(ret, " nhid ", route->nexthop);
	else if (route->gateway.family)
		hp_net_text_add_ip(ret, " via ", &route->gateway);
	hp_net_hops_describe(route, ret);
	if (route->metric != (v6 ? HP_NET_METRIC_DEFAULT_V6 : 0))
		hp_net_text_add_number(ret, " metric ", route->metric);
	if (route->table != RT_TABLE_MAIN)
		hp_net_text_add_number(ret, " table ", route->table);
}

const struct hp_net_object_type hp_net_route_type = {same, relate, describe};
