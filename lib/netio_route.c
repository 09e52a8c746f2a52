/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: rtnetlink's messages about routes. See netio.h. */
#include <errno.h>

#include "netio.h"

static int ask(struct nl_msg *msg, const struct hp_net_state *state,
	       const struct hp_net_file *file)
{
	struct rtmsg info = {.rtm_table = RT_TABLE_MAIN};

	if (nlmsg_append(msg, &info, sizeof(info), NLMSG_ALIGNTO) < 0 ||
	    nla_put_u32(msg, RTA_OIF, state->link.ifindex) < 0)
		return -ENOMEM;
	return 0;
}

/* A route with one nexthop over our interface, as net.agent writes them. IPv6 tells the
 * members of a multipath route one by one or together; IPv4 together. */
static bool read_nexthop(struct hp_net_route *route, const struct rtmsg *info,
			 struct nlattr *const attrs[], unsigned int ifindex)
{
	if (!attrs[RTA_OIF] || nla_get_u32(attrs[RTA_OIF]) != ifindex)
		return false;
	if (attrs[RTA_GATEWAY])
		return hp_net_read_ip(&route->gateway, info->rtm_family,
				      hp_family_bits(info->rtm_family),
				      attrs[RTA_GATEWAY]);
	return true;
}

/* Each member of a multipath route that goes over our interface. */
static int add_multipath(struct hp_net_state *state, struct hp_net_object object,
			 const struct nlattr *multipath)
{
	const struct rtnexthop *hop = nla_data(multipath);
	int left = nla_len(multipath), r;

	for (; RTNH_OK(hop, left);
	     left -= RTNH_ALIGN(hop->rtnh_len), hop = RTNH_NEXT(hop)) {
		const struct nlattr *gateway =
			nla_find((const struct nlattr *)RTNH_DATA(hop),
				 hop->rtnh_len - sizeof(*hop), RTA_GATEWAY);

		if ((unsigned int)hop->rtnh_ifindex != state->link.ifindex)
			continue;
		object.route.gateway = (struct hp_prefix){0};
		if (gateway &&
		    !hp_net_read_ip(
			    &object.route.gateway, object.route.destination.family,
			    hp_family_bits(object.route.destination.family), gateway))
			continue;
		r = hp_net_objects_add(&state->objects, &object);
		if (r < 0)
			return r;
	}
	return 0;
}

static int read_answer(struct nlmsghdr *hdr, struct hp_net_state *state)
{
	const struct rtmsg *info = nlmsg_data(hdr);
	struct nlattr *attrs[RTA_MAX + 1];
	struct hp_net_object object = {.kind = HP_NET_ROUTE};
	struct hp_net_route *route = &object.route;
	uint32_t table;

	if (nlmsg_parse(hdr, sizeof(*info), attrs, RTA_MAX, NULL) < 0)
		return -EBADMSG;
	table = attrs[RTA_TABLE] ? nla_get_u32(attrs[RTA_TABLE]) : info->rtm_table;
	if (table != RT_TABLE_MAIN || info->rtm_type != RTN_UNICAST || info->rtm_tos ||
	    info->rtm_src_len || info->rtm_flags & RTM_F_CLONED ||
	    !hp_net_family_is_known(info->rtm_family))
		return 0;
	if (!hp_net_read_ip(&route->destination, info->rtm_family, info->rtm_dst_len,
			    attrs[RTA_DST]) &&
	    info->rtm_dst_len)
		return 0;
	route->protocol = info->rtm_protocol;
	if (attrs[RTA_PRIORITY])
		route->metric = nla_get_u32(attrs[RTA_PRIORITY]);
	if (attrs[RTA_MULTIPATH])
		return add_multipath(state, object, attrs[RTA_MULTIPATH]);
	if (!read_nexthop(route, info, attrs, state->link.ifindex))
		return 0;
	return hp_net_objects_add(&state->objects, &object);
}

static int put_destination(struct nl_msg *msg, const struct hp_prefix *destination)
{
	return destination->length ? hp_net_put_ip(msg, RTA_DST, destination) : 0;
}

static int put_gateway(struct nl_msg *msg, const struct hp_prefix *gateway)
{
	return gateway->family ? hp_net_put_ip(msg, RTA_GATEWAY, gateway) : 0;
}

static int put_metric(struct nl_msg *msg, uint32_t metric)
{
	return metric ? nla_put_u32(msg, RTA_PRIORITY, metric) : 0;
}

static int put(struct nl_msg *msg, unsigned int ifindex,
	       const struct hp_net_object *object)
{
	const struct hp_net_route *route = &object->route;
	struct rtmsg info = {
		.rtm_family = route->destination.family,
		.rtm_dst_len = route->destination.length,
		.rtm_table = RT_TABLE_MAIN,
		.rtm_protocol = route->protocol,
		.rtm_type = RTN_UNICAST,
		.rtm_scope = RT_SCOPE_UNIVERSE,
	};

	if (!route->gateway.family && info.rtm_family == AF_INET)
		info.rtm_scope = RT_SCOPE_LINK;
	if (nlmsg_append(msg, &info, sizeof(info), NLMSG_ALIGNTO) < 0 ||
	    put_destination(msg, &route->destination) < 0 ||
	    put_gateway(msg, &route->gateway) < 0 ||
	    nla_put_u32(msg, RTA_OIF, ifindex) < 0 || put_metric(msg, route->metric) < 0)
		return -ENOMEM;
	return 0;
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
