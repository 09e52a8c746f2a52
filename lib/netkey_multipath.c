/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: MultiPathRoute= in [Route]. See netkey.h. */
#include <errno.h>

#include "netkey.h"
#include "number.h"

#define BLANKS	   " \t"
#define WEIGHT_MAX 256

/* ADDRESS[@DEVICE], which it cuts in two. */
static int parse_way(struct hp_net_hop *ret, char *way)
{
	char *device = strchr(way, '@');

	if (device)
		*device++ = '\0';
	if (hp_ip_parse(&ret->gateway, way) < 0 || hp_ip_is_zero(&ret->gateway) ||
	    hp_ip_is_multicast(&ret->gateway) || (device && !hp_ifname_is_valid(device)))
		return -EINVAL;
	if (device)
		strcpy(ret->ifname, device);
	return 0;
}

static int parse_hop(struct hp_net_hop *ret, const char *value)
{
	char way[INET6_ADDRSTRLEN + IFNAMSIZ];
	size_t n = strcspn(value, BLANKS);
	const char *weight = value + n + strspn(value + n, BLANKS);
	uint64_t number = 1;

	*ret = (struct hp_net_hop){0};
	if (n >= sizeof(way) ||
	    (*weight &&
	     (hp_number_parse(weight, 10, WEIGHT_MAX, &number) < 0 || !number)))
		return -EINVAL;
	memcpy(way, value, n);
	way[n] = '\0';
	ret->weight = number - 1;
	return parse_way(ret, way);
}

int hp_net_key_multipath(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			 int arg)
{
	struct hp_net_route *route = &r->current.object.route;

	if (!*entry->value) {
		route->n_hops = 0;
		return 0;
	}
	if (route->n_hops == HP_NET_HOPS_MAX)
		return hp_net_reader_spoil(r, entry, "way: there are 8 already");
	if (parse_hop(&route->hops[route->n_hops], entry->value) < 0)
		return hp_net_reader_spoil(r, entry,
					   "ADDRESS, ADDRESS@INTERFACE or either with a "
					   "weight (1 to 256) behind it");
	route->n_hops++;
	return 0;
}

const char *hp_net_multipath_contradiction(const struct hp_net_route *route, int family)
{
	if (route->n_hops == 1 && hp_net_hop_is_elsewhere(&route->hops[0]))
		return "with one way alone, by another interface";
	if (route->n_hops && (route->gateway.family || route->nexthop))
		return "with MultiPathRoute= and another way";
	for (size_t i = 0; i < route->n_hops; i++)
		if (family == AF_INET6 && route->hops[i].gateway.family != family)
			return "with a Destination= of one family and a way of another";
	return NULL;
}

/* The kernel tells one way as a gateway. */
void hp_net_multipath_settle(struct hp_net_route *route)
{
	if (route->n_hops != 1)
		return;
	route->gateway = route->hops[0].gateway;
	route->n_hops = 0;
}
