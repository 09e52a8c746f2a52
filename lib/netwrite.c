/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the changes that rtnetlink is asked for. See netwrite.h. */
#include <errno.h>

#include "netlink.h"
#include "netwrite.h"

static struct nl_msg *link_message(unsigned int ifindex, unsigned int flags,
				   unsigned int change)
{
	struct ifinfomsg info = {
		.ifi_index = ifindex,
		.ifi_flags = flags,
		.ifi_change = change,
	};
	struct nl_msg *msg = hp_netlink_message(RTM_NEWLINK, 0);

	if (msg && nlmsg_append(msg, &info, sizeof(info), NLMSG_ALIGNTO) < 0) {
		nlmsg_free(msg);
		msg = NULL;
	}
	return msg;
}

int hp_net_write_name(struct hp_netlink *nl, unsigned int ifindex, const char *name)
{
	_cleanup_msg_ struct nl_msg *msg = link_message(ifindex, 0, 0);

	if (!msg || nla_put_string(msg, IFLA_IFNAME, name) < 0)
		return -ENOMEM;
	return hp_netlink_request(nl, msg);
}

int hp_net_write_mac(struct hp_netlink *nl, unsigned int ifindex,
		     const struct hp_hwaddr *mac)
{
	_cleanup_msg_ struct nl_msg *msg = link_message(ifindex, 0, 0);

	if (!msg || nla_put(msg, IFLA_ADDRESS, mac->len, mac->bytes) < 0)
		return -ENOMEM;
	return hp_netlink_request(nl, msg);
}

int hp_net_write_mtu(struct hp_netlink *nl, unsigned int ifindex, uint32_t mtu)
{
	_cleanup_msg_ struct nl_msg *msg = link_message(ifindex, 0, 0);

	if (!msg || nla_put_u32(msg, IFLA_MTU, mtu) < 0)
		return -ENOMEM;
	return hp_netlink_request(nl, msg);
}

int hp_net_write_up(struct hp_netlink *nl, unsigned int ifindex, bool up)
{
	_cleanup_msg_ struct nl_msg *msg = link_message(ifindex, up ? IFF_UP : 0, IFF_UP);

	return msg ? hp_netlink_request(nl, msg) : -ENOMEM;
}

static int put_ip(struct nl_msg *msg, int attr, const struct hp_prefix *p)
{
	return nla_put(msg, attr, hp_family_bits(p->family) / 8, p->bytes);
}

static int put_broadcast(struct nl_msg *msg, const struct hp_prefix *p)
{
	struct in_addr broadcast = p->v4;

	if (p->family != AF_INET || p->length > 30)
		return 0;
	broadcast.s_addr |= htonl(UINT32_MAX >> p->length);
	return nla_put(msg, IFA_BROADCAST, sizeof(broadcast), &broadcast);
}

static struct nl_msg *address_message(int type, int flags, unsigned int ifindex,
				      const struct hp_prefix *p)
{
	struct ifaddrmsg info = {
		.ifa_family = p->family,
		.ifa_prefixlen = p->length,
		.ifa_flags = IFA_F_PERMANENT,
		.ifa_scope = RT_SCOPE_UNIVERSE,
		.ifa_index = ifindex,
	};
	_cleanup_msg_ struct nl_msg *msg = hp_netlink_message(type, flags);

	/* As systemd-networkd: what is for this host or this link is not of all scopes.
	 */
	if (p->family == AF_INET && p->bytes[0] == 127)
		info.ifa_scope = RT_SCOPE_HOST;
	if (!msg || nlmsg_append(msg, &info, sizeof(info), NLMSG_ALIGNTO) < 0 ||
	    put_ip(msg, IFA_LOCAL, p) < 0 || put_ip(msg, IFA_ADDRESS, p) < 0)
		return NULL;
	return TAKE_PTR(msg);
}

int hp_net_write_address(struct hp_netlink *nl, unsigned int ifindex,
			 const struct hp_net_address *address)
{
	_cleanup_msg_ struct nl_msg *msg = address_message(
		RTM_NEWADDR, NLM_F_CREATE | NLM_F_REPLACE, ifindex, &address->prefix);

	if (!msg || put_broadcast(msg, &address->prefix) < 0)
		return -ENOMEM;
	return hp_netlink_request(nl, msg);
}

int hp_net_drop_address(struct hp_netlink *nl, unsigned int ifindex,
			const struct hp_net_address *address)
{
	_cleanup_msg_ struct nl_msg *msg =
		address_message(RTM_DELADDR, 0, ifindex, &address->prefix);

	return msg ? hp_netlink_request(nl, msg) : -ENOMEM;
}

static int put_destination(struct nl_msg *msg, const struct hp_prefix *destination)
{
	return destination->length ? put_ip(msg, RTA_DST, destination) : 0;
}

static int put_gateway(struct nl_msg *msg, const struct hp_prefix *gateway)
{
	return gateway->family ? put_ip(msg, RTA_GATEWAY, gateway) : 0;
}

static int put_metric(struct nl_msg *msg, uint32_t metric)
{
	return metric ? nla_put_u32(msg, RTA_PRIORITY, metric) : 0;
}

static int change_route(struct hp_netlink *nl, int type, int flags, unsigned int ifindex,
			const struct hp_net_route *route)
{
	struct rtmsg info = {
		.rtm_family = route->destination.family,
		.rtm_dst_len = route->destination.length,
		.rtm_table = RT_TABLE_MAIN,
		.rtm_protocol = route->protocol,
		.rtm_type = RTN_UNICAST,
		.rtm_scope = RT_SCOPE_UNIVERSE,
	};
	_cleanup_msg_ struct nl_msg *msg = hp_netlink_message(type, flags);

	if (!route->gateway.family && info.rtm_family == AF_INET)
		info.rtm_scope = RT_SCOPE_LINK;
	if (!msg || nlmsg_append(msg, &info, sizeof(info), NLMSG_ALIGNTO) < 0 ||
	    put_destination(msg, &route->destination) < 0 ||
	    put_gateway(msg, &route->gateway) < 0 ||
	    nla_put_u32(msg, RTA_OIF, ifindex) < 0 || put_metric(msg, route->metric) < 0)
		return -ENOMEM;
	return hp_netlink_request(nl, msg);
}

int hp_net_write_route(struct hp_netlink *nl, unsigned int ifindex,
		       const struct hp_net_route *route)
{
	return change_route(nl, RTM_NEWROUTE, NLM_F_CREATE | NLM_F_APPEND, ifindex,
			    route);
}

int hp_net_drop_route(struct hp_netlink *nl, unsigned int ifindex,
		      const struct hp_net_route *route)
{
	return change_route(nl, RTM_DELROUTE, 0, ifindex, route);
}

const char *hp_netlink_why(const struct hp_netlink *nl)
{
	return nl->why;
}
