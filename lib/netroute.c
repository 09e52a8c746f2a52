/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: how two routes over an interface stand to one another. See netobject.h. */
#include <linux/rtnetlink.h>

#include "netobject.h"

/* The same to the kernel, but for the gateway. */
static bool same_destination(const struct hp_net_route *a, const struct hp_net_route *b)
{
	return a->metric == b->metric &&
	       hp_prefix_equal(&a->destination, &b->destination);
}

static bool same(const struct hp_net_object *a, const struct hp_net_object *b)
{
	const struct hp_prefix *gateway = &a->route.gateway;

	if (!same_destination(&a->route, &b->route) ||
	    gateway->family != b->route.gateway.family)
		return false;
	return gateway->family == AF_UNSPEC || hp_ip_equal(gateway, &b->route.gateway);
}

/* A static route to a wanted destination by a way that is not wanted is what an earlier
 * version of the file asked for. */
static enum hp_net_relation relate(const struct hp_net_object *wanted,
				   const struct hp_net_object *there)
{
	if (same(wanted, there))
		return HP_NET_EQUAL;
	return there->route.protocol == RTPROT_STATIC &&
			       same_destination(&wanted->route, &there->route)
		       ? HP_NET_OUTDATED
		       : HP_NET_APART;
}

static void describe(const struct hp_net_object *object, char *ret)
{
	const struct hp_net_route *route = &object->route;
	char to[HP_PREFIX_TEXT] = "default", via[HP_PREFIX_TEXT] = "", metric[24] = "";
	uint32_t usual =
		route->destination.family == AF_INET6 ? HP_NET_METRIC_DEFAULT_V6 : 0;

	if (route->destination.length)
		hp_prefix_format(&route->destination, to);
	if (route->gateway.family)
		hp_prefix_format(&route->gateway, via);
	if (route->metric != usual)
		snprintf(metric, sizeof(metric), " metric %u", route->metric);
	snprintf(ret, HP_NET_OBJECT_TEXT, "route %s%s%s%s", to, *via ? " via " : "", via,
		 metric);
}

const struct hp_net_object_type hp_net_route_type = {same, relate, describe};
