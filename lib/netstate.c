/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what the kernel says about an interface, its addresses and its routes. See
 * netstate.h. */
#include <errno.h>

#include "netlink.h"
#include "netstate.h"

/* How often a dump that changed while it was read is asked for anew. */
#define DUMP_TRIES 5

static void read_hwaddr(struct hp_hwaddr *ret, const struct nlattr *attr)
{
	*ret = (struct hp_hwaddr){0};
	if (!attr || nla_len(attr) > HP_HWADDR_MAX)
		return;
	ret->len = nla_len(attr);
	memcpy(ret->bytes, nla_data(attr), ret->len);
}

static int read_link(struct nlmsghdr *hdr, void *data)
{
	const struct ifinfomsg *info = nlmsg_data(hdr);
	struct nlattr *attrs[IFLA_MAX + 1];
	struct hp_net_link *link = data;

	if (hdr->nlmsg_type != RTM_NEWLINK)
		return 0;
	if (nlmsg_parse(hdr, sizeof(*info), attrs, IFLA_MAX, NULL) < 0 ||
	    !attrs[IFLA_IFNAME])
		return -EBADMSG;
	link->ifindex = info->ifi_index;
	link->type = info->ifi_type;
	link->flags = info->ifi_flags;
	nla_strlcpy(link->name, attrs[IFLA_IFNAME], sizeof(link->name));
	if (attrs[IFLA_MTU])
		link->mtu = nla_get_u32(attrs[IFLA_MTU]);
	read_hwaddr(&link->mac, attrs[IFLA_ADDRESS]);
	return 0;
}

int hp_net_link_get(struct hp_netlink *nl, unsigned int ifindex, const char *name,
		    struct hp_net_link *ret)
{
	struct ifinfomsg info = {.ifi_index = ifindex};
	_cleanup_msg_ struct nl_msg *msg = hp_netlink_message(RTM_GETLINK, 0);
	struct hp_net_link link = {0};
	int r;

	if (!msg || nlmsg_append(msg, &info, sizeof(info), NLMSG_ALIGNTO) < 0)
		return -ENOMEM;
	if (!ifindex && nla_put_string(msg, IFLA_IFNAME, name) < 0)
		return -ENOMEM;
	r = hp_netlink_query(nl, msg, read_link, &link);
	if (r < 0)
		return r;
	if (!link.ifindex)
		return -ENODEV;
	*ret = link;
	return 0;
}

static bool read_ip(struct hp_prefix *p, int family, uint8_t length,
		    const struct nlattr *attr)
{
	*p = (struct hp_prefix){.family = family, .length = length};
	if (!attr)
		return false;
	if (nla_len(attr) != hp_family_bits(family) / 8)
		return false;
	memcpy(p->bytes, nla_data(attr), nla_len(attr));
	return true;
}

static bool known_family(int family)
{
	return family == AF_INET || family == AF_INET6;
}

static int read_address(struct nlmsghdr *hdr, void *data)
{
	const struct ifaddrmsg *info = nlmsg_data(hdr);
	struct nlattr *attrs[IFA_MAX + 1];
	struct hp_net_address address = {0};
	struct hp_net_state *state = data;
	void *p;

	if (hdr->nlmsg_type != RTM_NEWADDR)
		return 0;
	if (nlmsg_parse(hdr, sizeof(*info), attrs, IFA_MAX, NULL) < 0)
		return -EBADMSG;
	if (info->ifa_index != state->link.ifindex || !known_family(info->ifa_family))
		return 0;
	/* IFA_LOCAL is the address; where it is missing (IPv6), IFA_ADDRESS is. */
	if (!read_ip(&address.prefix, info->ifa_family, info->ifa_prefixlen,
		     attrs[IFA_LOCAL] ? attrs[IFA_LOCAL] : attrs[IFA_ADDRESS]))
		return 0;
	address.flags =
		attrs[IFA_FLAGS] ? nla_get_u32(attrs[IFA_FLAGS]) : info->ifa_flags;
	p = reallocarray(state->addresses, state->n_addresses + 1, sizeof(address));
	if (!p)
		return -ENOMEM;
	state->addresses = p;
	state->addresses[state->n_addresses++] = address;
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
		return read_ip(&route->gateway, info->rtm_family,
			       hp_family_bits(info->rtm_family), attrs[RTA_GATEWAY]);
	return true;
}

static int add_route(struct hp_net_state *state, const struct hp_net_route *route)
{
	void *p = reallocarray(state->routes, state->n_routes + 1, sizeof(*route));

	if (!p)
		return -ENOMEM;
	state->routes = p;
	state->routes[state->n_routes++] = *route;
	return 0;
}

/* Each member of a multipath route that goes over our interface. */
static int add_multipath(struct hp_net_state *state, struct hp_net_route route,
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
		route.gateway = (struct hp_prefix){0};
		if (gateway &&
		    !read_ip(&route.gateway, route.destination.family,
			     hp_family_bits(route.destination.family), gateway))
			continue;
		r = add_route(state, &route);
		if (r < 0)
			return r;
	}
	return 0;
}

static int read_route(struct nlmsghdr *hdr, void *data)
{
	const struct rtmsg *info = nlmsg_data(hdr);
	struct nlattr *attrs[RTA_MAX + 1];
	struct hp_net_route route = {0};
	struct hp_net_state *state = data;
	uint32_t table;

	if (hdr->nlmsg_type != RTM_NEWROUTE)
		return 0;
	if (nlmsg_parse(hdr, sizeof(*info), attrs, RTA_MAX, NULL) < 0)
		return -EBADMSG;
	table = attrs[RTA_TABLE] ? nla_get_u32(attrs[RTA_TABLE]) : info->rtm_table;
	if (table != RT_TABLE_MAIN || info->rtm_type != RTN_UNICAST || info->rtm_tos ||
	    info->rtm_src_len || info->rtm_flags & RTM_F_CLONED ||
	    !known_family(info->rtm_family))
		return 0;
	if (!read_ip(&route.destination, info->rtm_family, info->rtm_dst_len,
		     attrs[RTA_DST]) &&
	    info->rtm_dst_len)
		return 0;
	route.protocol = info->rtm_protocol;
	if (attrs[RTA_PRIORITY])
		route.metric = nla_get_u32(attrs[RTA_PRIORITY]);
	if (attrs[RTA_MULTIPATH])
		return add_multipath(state, route, attrs[RTA_MULTIPATH]);
	if (!read_nexthop(&route, info, attrs, state->link.ifindex))
		return 0;
	return add_route(state, &route);
}

/* The kernel filters by interface where it checks requests strictly (4.20 and later);
 * the readers filter in any case. */
static int dump_addresses(struct hp_netlink *nl, struct hp_net_state *state)
{
	struct ifaddrmsg info = {.ifa_index = state->link.ifindex};
	_cleanup_msg_ struct nl_msg *msg = hp_netlink_message(RTM_GETADDR, NLM_F_DUMP);

	if (!msg || nlmsg_append(msg, &info, sizeof(info), NLMSG_ALIGNTO) < 0)
		return -ENOMEM;
	state->n_addresses = 0;
	return hp_netlink_query(nl, msg, read_address, state);
}

static int dump_routes(struct hp_netlink *nl, struct hp_net_state *state)
{
	struct rtmsg info = {.rtm_table = RT_TABLE_MAIN};
	_cleanup_msg_ struct nl_msg *msg = hp_netlink_message(RTM_GETROUTE, NLM_F_DUMP);

	if (!msg || nlmsg_append(msg, &info, sizeof(info), NLMSG_ALIGNTO) < 0 ||
	    nla_put_u32(msg, RTA_OIF, state->link.ifindex) < 0)
		return -ENOMEM;
	state->n_routes = 0;
	return hp_netlink_query(nl, msg, read_route, state);
}

static int dump(struct hp_netlink *nl, struct hp_net_state *state,
		int (*ask)(struct hp_netlink *nl, struct hp_net_state *state))
{
	int r = -EINTR;

	for (int i = 0; i < DUMP_TRIES && r == -EINTR; i++)
		r = ask(nl, state);
	return r;
}

int hp_net_state_get(struct hp_netlink *nl, unsigned int ifindex,
		     struct hp_net_state *ret)
{
	_cleanup_(hp_net_state_free) struct hp_net_state state = {0};
	int r;

	r = hp_net_link_get(nl, ifindex, NULL, &state.link);
	if (r < 0)
		return r;
	r = dump(nl, &state, dump_addresses);
	if (r < 0)
		return r;
	r = dump(nl, &state, dump_routes);
	if (r < 0)
		return r;
	*ret = state;
	state = (struct hp_net_state){0};
	return 0;
}

void hp_net_state_free(struct hp_net_state *state)
{
	free(state->addresses);
	free(state->routes);
	*state = (struct hp_net_state){0};
}
