/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: rtnetlink's messages about routes. See netio.h. */
#include <errno.h>

#include "netio.h"

static void note_wanted(const struct hp_net_route *route, uint32_t *table, bool *unbound)
{
	*unbound |= route->nexthop || hp_net_route_is_unbound(route) || route->n_hops;
	if (*table == RT_TABLE_UNSPEC)
		*table = route->table;
	else if (*table != route->table)
		*table = RT_TABLE_MAX;
}

/* Those over the interface, and of one table where the file asks for no more than that.
 * Routes of no interface, as those by a nexthop object can be, are told only where there
 * is no such filter. */
static int ask(struct nl_msg *msg, const struct hp_net_state *state,
	       const struct hp_net_file *file)
{
	struct rtmsg info = {0};
	uint32_t table = RT_TABLE_UNSPEC;
	bool unbound = false;

	for (size_t i = 0; file && i < file->n_objects; i++)
		if (file->objects[i].object.kind == HP_NET_ROUTE)
			note_wanted(&file->objects[i].object.route, &table, &unbound);
	if (nlmsg_append(msg, &info, sizeof(info), NLMSG_ALIGNTO) < 0)
		return -ENOMEM;
	if (table != RT_TABLE_MAX && nla_put_u32(msg, RTA_TABLE, table) < 0)
		return -ENOMEM;
	if (!unbound && nla_put_u32(msg, RTA_OIF, state->link.ifindex) < 0)
		return -ENOMEM;
	return 0;
}

/* Those that concern nothing in the file may be the whole Internet's. */
static int keep(struct hp_net_state *state, const struct hp_net_file *file,
		const struct hp_net_object *object)
{
	for (size_t i = 0; i < file->n_objects; i++) {
		const struct hp_net_object *wanted = &file->objects[i].object;

		if (wanted->kind == HP_NET_ROUTE &&
		    hp_net_object_relate(wanted, object) != HP_NET_APART)
			return hp_net_objects_add(&state->objects, object);
	}
	return 0;
}

/* Each member of a multipath route that goes over our interface. IPv6 tells the members
 * one by one or together; IPv4 together. */
static int keep_multipath(struct hp_net_state *state, const struct hp_net_file *file,
			  struct hp_net_object object, const struct nlattr *multipath)
{
	const struct rtnexthop *hop = NULL;
	struct hp_net_object whole = object;
	int r = 0;

	if (hp_net_multipath_read(&whole.route, multipath, state, file))
		r = keep(state, file, &whole);
	if (r < 0)
		return r;
	object.route.is_member = true;
	while ((hop = hp_net_next_hop(multipath, hop))) {
		const struct nlattr *attrs = (const struct nlattr *)RTNH_DATA(hop);
		int len = hop->rtnh_len - sizeof(*hop);

		if ((unsigned int)hop->rtnh_ifindex != state->link.ifindex ||
		    !hp_net_read_gateway(&object.route.gateway,
					 object.route.destination.family,
					 nla_find(attrs, len, RTA_GATEWAY),
					 nla_find(attrs, len, RTA_VIA)))
			continue;
		object.route.onlink = hop->rtnh_flags & RTNH_F_ONLINK;
		r = keep(state, file, &object);
		if (r < 0)
			return r;
	}
	return 0;
}

/* The ways of a nexthop object are told beside it. */
static bool leads_elsewhere(struct nlattr *const attrs[], unsigned int ifindex)
{
	const struct nlattr *multipath = attrs[RTA_MULTIPATH];
	const struct rtnexthop *hop = NULL;

	if (!multipath)
		return hp_net_read_u32(attrs[RTA_OIF]) != ifindex;
	while ((hop = hp_net_next_hop(multipath, hop)))
		if ((unsigned int)hop->rtnh_ifindex != ifindex)
			return true;
	return false;
}

static void read_metrics(struct hp_net_route *route, struct nlattr *nested)
{
	struct nlattr *attrs[RTAX_MAX + 1];

	if (!nested || nla_parse_nested(attrs, RTAX_MAX, nested, NULL) < 0)
		return;
	if (attrs[RTAX_CC_ALGO])
		nla_strlcpy(route->congestion, attrs[RTAX_CC_ALGO],
			    sizeof(route->congestion));
	for (size_t i = 0; i < HP_NET_ROUTE_METRICS; i++)
		if (i != RTAX_CC_ALGO && attrs[i] &&
		    nla_len(attrs[i]) == sizeof(uint32_t))
			route->metrics[i] = nla_get_u32(attrs[i]);
}

static bool read_ends(struct hp_net_route *route, const struct rtmsg *info,
		      struct nlattr *const attrs[])
{
	int family = info->rtm_family;

	if (!hp_net_read_ip(&route->destination, family, info->rtm_dst_len,
			    attrs[RTA_DST]) &&
	    info->rtm_dst_len)
		return false;
	if (info->rtm_src_len &&
	    !hp_net_read_ip(&route->source, family, info->rtm_src_len, attrs[RTA_SRC]))
		return false;
	return !attrs[RTA_PREFSRC] ||
	       hp_net_read_ip(&route->preferred, family, hp_family_bits(family),
			      attrs[RTA_PREFSRC]);
}

static void read_rest(struct hp_net_route *route, const struct rtmsg *info,
		      struct nlattr *const attrs[])
{
	route->given = ~(unsigned int)HP_NET_ROUTE_TTL;
	route->metrics_given = UINT32_MAX;
	route->protocol = info->rtm_protocol;
	route->type = info->rtm_type;
	route->scope = info->rtm_scope;
	route->onlink = info->rtm_flags & RTNH_F_ONLINK;
	route->table =
		attrs[RTA_TABLE] ? hp_net_read_u32(attrs[RTA_TABLE]) : info->rtm_table;
	route->metric = hp_net_read_u32(attrs[RTA_PRIORITY]);
	route->nexthop = hp_net_read_u32(attrs[RTA_NH_ID]);
	if (attrs[RTA_PREF] && nla_len(attrs[RTA_PREF]) == 1)
		route->preference = nla_get_u8(attrs[RTA_PREF]);
	read_metrics(route, attrs[RTA_METRICS]);
}

static int read_answer(struct nlmsghdr *hdr, const struct hp_net_file *file,
		       struct hp_net_state *state)
{
	const struct rtmsg *info = nlmsg_data(hdr);
	struct nlattr *attrs[RTA_MAX + 1];
	struct hp_net_object object = {.kind = HP_NET_ROUTE};
	struct hp_net_route *route = &object.route;
	bool is_bound;

	if (nlmsg_parse(hdr, sizeof(*info), attrs, RTA_MAX, NULL) < 0)
		return -EBADMSG;
	if (info->rtm_tos || info->rtm_flags & RTM_F_CLONED ||
	    !hp_net_family_is_known(info->rtm_family) || !read_ends(route, info, attrs))
		return 0;
	read_rest(route, info, attrs);
	is_bound = !route->nexthop && !hp_net_route_is_unbound(route);
	if (is_bound && attrs[RTA_MULTIPATH])
		return keep_multipath(state, file, object, attrs[RTA_MULTIPATH]);
	route->is_elsewhere = leads_elsewhere(attrs, state->link.ifindex);
	if (is_bound && (route->is_elsewhere ||
			 !hp_net_read_gateway(&route->gateway, info->rtm_family,
					      attrs[RTA_GATEWAY], attrs[RTA_VIA])))
		return 0;
	return keep(state, file, &object);
}

static int put_metrics(struct nl_msg *msg, const struct hp_net_route *route)
{
	struct nlattr *nest = nla_nest_start(msg, RTA_METRICS);

	if (!nest)
		return -ENOMEM;
	for (size_t i = 0; i < HP_NET_ROUTE_METRICS; i++)
		if (hp_net_put_u32(msg, i, route->metrics[i]) < 0)
			return -ENOMEM;
	if (*route->congestion &&
	    nla_put_string(msg, RTAX_CC_ALGO, route->congestion) < 0)
		return -ENOMEM;
	/* One without any is taken out of the message again. */
	nla_nest_end(msg, nest);
	return 0;
}

static int put_way(struct nl_msg *msg, unsigned int ifindex,
		   const struct hp_net_route *route)
{
	if (route->nexthop)
		return nla_put_u32(msg, RTA_NH_ID, route->nexthop) < 0 ? -ENOMEM : 0;
	if (hp_net_route_is_unbound(route))
		return 0;
	if (route->n_hops)
		return hp_net_multipath_put(msg, ifindex, route);
	if (hp_net_put_gateway(msg, &route->gateway, route->destination.family) < 0)
		return -ENOMEM;
	return nla_put_u32(msg, RTA_OIF, ifindex) < 0 ? -ENOMEM : 0;
}

static int put(struct nl_msg *msg, unsigned int ifindex,
	       const struct hp_net_object *object)
{
	const struct hp_net_route *route = &object->route;
	struct rtmsg info = {
		.rtm_family = route->destination.family,
		.rtm_dst_len = route->destination.length,
		.rtm_src_len = route->source.length,
		.rtm_protocol = route->protocol,
		.rtm_type = route->type,
		.rtm_scope = route->scope,
		.rtm_flags = route->onlink ? RTNH_F_ONLINK : 0,
	};

	if (nlmsg_append(msg, &info, sizeof(info), NLMSG_ALIGNTO) < 0 ||
	    hp_net_put_prefix(msg, RTA_DST, &route->destination) < 0 ||
	    hp_net_put_prefix(msg, RTA_SRC, &route->source) < 0 ||
	    hp_net_put_prefix(msg, RTA_PREFSRC, &route->preferred) < 0 ||
	    hp_net_put_u32(msg, RTA_TABLE, route->table) < 0 ||
	    hp_net_put_u32(msg, RTA_PRIORITY, route->metric) < 0 ||
	    put_metrics(msg, route) < 0)
		return -ENOMEM;
	if (route->preference && nla_put_u8(msg, RTA_PREF, route->preference) < 0)
		return -ENOMEM;
	if (route->given & HP_NET_ROUTE_TTL &&
	    nla_put_u8(msg, RTA_TTL_PROPAGATE, route->ttl_propagate) < 0)
		return -ENOMEM;
	return put_way(msg, ifindex, route);
}

/* Added beside others to the same destination. */
const struct hp_net_io hp_net_route_io = {
	.get = RTM_GETROUTE,
	.add = RTM_NEWROUTE,
	.drop = RTM_DELROUTE,
	.add_flags = NLM_F_CREATE | NLM_F_APPEND,
	.gone = ESRCH,
	.ask = ask,
	.read = read_answer,
	.put = put,
};
