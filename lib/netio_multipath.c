/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the ways of routes in rtnetlink's messages. See netio.h. */
#include <errno.h>

#include "netio.h"
#include "number.h"

bool hp_net_read_gateway(struct hp_prefix *ret, int family, const struct nlattr *gateway,
			 const struct nlattr *via)
{
	const struct rtvia *other = via ? nla_data(via) : NULL;
	int size = other && nla_len(via) >= (int)sizeof(*other)
			   ? nla_len(via) - (int)sizeof(*other)
			   : 0;

	*ret = (struct hp_prefix){0};
	if (gateway)
		return hp_net_read_ip(ret, family, hp_family_bits(family), gateway);
	if (!via)
		return true;
	if (other->rtvia_family != AF_INET6 || size != 16)
		return false;
	*ret = (struct hp_prefix){.family = AF_INET6, .length = 128};
	memcpy(ret->bytes, other->rtvia_addr, 16);
	return true;
}

int hp_net_put_gateway(struct nl_msg *msg, const struct hp_prefix *gateway, int family)
{
	struct {
		struct rtvia via;
		uint8_t bytes[16];
	} other = {.via.rtvia_family = gateway->family};

	if (!gateway->family)
		return 0;
	if (gateway->family == family)
		return hp_net_put_ip(msg, RTA_GATEWAY, gateway);
	memcpy(other.bytes, gateway->bytes, sizeof(other.bytes));
	return nla_put(msg, RTA_VIA, sizeof(other), &other);
}

/* A file may have its name, an alternative one, or its number. 0: there is none. */
static unsigned int find_device(const char *ifname)
{
	uint64_t ifindex;

	if (hp_number_parse(ifname, 10, INT32_MAX, &ifindex) == 0)
		return ifindex;
	return if_nametoindex(ifname);
}

/* The name by which a file's route there knows the device; "": by none. */
static void name_device(struct hp_net_hop *hop, const struct hp_net_file *file,
			const struct hp_prefix *destination)
{
	for (size_t i = 0; i < file->n_objects; i++) {
		const struct hp_net_route *route = &file->objects[i].object.route;

		if (file->objects[i].object.kind != HP_NET_ROUTE ||
		    !hp_prefix_equal(&route->destination, destination))
			continue;
		for (size_t k = 0; k < route->n_hops; k++)
			if (hp_net_hop_is_elsewhere(&route->hops[k]) &&
			    find_device(route->hops[k].ifname) == hop->ifindex)
				strcpy(hop->ifname, route->hops[k].ifname);
	}
}

static bool read_hop(struct hp_net_hop *ret, const struct rtnexthop *from, int family)
{
	const struct nlattr *attrs = (const struct nlattr *)RTNH_DATA(from);
	int len = from->rtnh_len - sizeof(*from);

	*ret = (struct hp_net_hop){
		.weight = from->rtnh_hops,
		.ifindex = from->rtnh_ifindex,
	};
	return hp_net_read_gateway(&ret->gateway, family,
				   nla_find(attrs, len, RTA_GATEWAY),
				   nla_find(attrs, len, RTA_VIA));
}

static bool wants_any(const struct hp_net_file *file)
{
	for (size_t i = 0; i < file->n_objects; i++)
		if (file->objects[i].object.kind == HP_NET_ROUTE &&
		    file->objects[i].object.route.n_hops)
			return true;
	return false;
}

bool hp_net_multipath_read(struct hp_net_route *route, const struct nlattr *multipath,
			   const struct hp_net_state *state,
			   const struct hp_net_file *file)
{
	const struct rtnexthop *from = NULL;

	route->is_elsewhere = true;
	while (wants_any(file) && (from = hp_net_next_hop(multipath, from))) {
		struct hp_net_hop *hop = &route->hops[route->n_hops];

		if (route->n_hops == HP_NET_HOPS_MAX ||
		    !read_hop(hop, from, route->destination.family))
			return false;
		hop->is_own = hop->ifindex == state->link.ifindex;
		name_device(hop, file, &route->destination);
		route->is_elsewhere &= !hop->is_own;
		route->onlink = from->rtnh_flags & RTNH_F_ONLINK;
		route->n_hops++;
	}
	return route->n_hops;
}

static int put_hop(struct nl_msg *msg, unsigned int ifindex, const struct hp_net_hop *hop,
		   const struct hp_net_route *route)
{
	struct rtnexthop *to = nlmsg_reserve(msg, sizeof(*to), NLMSG_ALIGNTO);
	unsigned int device = hop->ifindex;
	char *start = (char *)to;

	if (!device)
		device =
			hp_net_hop_is_elsewhere(hop) ? find_device(hop->ifname) : ifindex;
	if (!device)
		return -ENODEV;
	if (!to || hp_net_put_gateway(msg, &hop->gateway, route->destination.family) < 0)
		return -ENOMEM;
	*to = (struct rtnexthop){
		.rtnh_len = (char *)nlmsg_tail(nlmsg_hdr(msg)) - start,
		.rtnh_flags = route->onlink ? RTNH_F_ONLINK : 0,
		.rtnh_hops = hop->weight,
		.rtnh_ifindex = (int)device,
	};
	return 0;
}

int hp_net_multipath_put(struct nl_msg *msg, unsigned int ifindex,
			 const struct hp_net_route *route)
{
	struct nlattr *nest = nla_nest_start(msg, RTA_MULTIPATH);
	int r = nest ? 0 : -ENOMEM;

	for (size_t i = 0; r == 0 && i < route->n_hops; i++)
		r = put_hop(msg, ifindex, &route->hops[i], route);
	if (r == 0)
		nla_nest_end(msg, nest);
	return r;
}
