/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what is kept of an interface, by its kind. See netrestore_kind.h. */
#include <errno.h>
#include <linux/if_addr.h>
#include <linux/neighbour.h>
#include <linux/nexthop.h>

#include "netio.h"
#include "netrestore_kind.h"

#define BIT(attribute) (UINT64_C(1) << (attribute))
/* Of linux/if_addr.h 5.18, as the three of IFAPROT_KERNEL_*; older headers lack them. */
#define ADDRESS_PROTO  11
#define KERNEL_FIRST   1
#define KERNEL_LAST    3
/* USER_HZ, of the times that the kernel tells in ticks. */
#define TICKS	       100

bool hp_net_restore_has(const struct hp_net_restore_links *links, unsigned int ifindex)
{
	for (size_t i = 0; i < links->n; i++)
		if (links->link[i].ifindex == ifindex)
			return true;
	return false;
}

static struct nlattr *find(struct nlmsghdr *hdr, size_t header, int attribute)
{
	return nlmsg_find_attr(hdr, header, attribute);
}

static uint32_t number_of(struct nlmsghdr *hdr, size_t header, int attribute)
{
	return hp_net_read_u32(find(hdr, header, attribute));
}

/* Temporary ones are made from others. */
static int keeps_address(struct hp_net_restore_links *links, struct nlmsghdr *hdr)
{
	const struct ifaddrmsg *info = nlmsg_data(hdr);
	const struct nlattr *proto = find(hdr, sizeof(*info), ADDRESS_PROTO);
	uint8_t by = proto && nla_len(proto) == 1 ? nla_get_u8(proto) : 0;

	if (!hp_net_family_is_known(info->ifa_family) ||
	    info->ifa_prefixlen > hp_family_bits(info->ifa_family) ||
	    !hp_net_restore_has(links, info->ifa_index))
		return 0;
	return (by < KERNEL_FIRST || by > KERNEL_LAST) &&
	       !(info->ifa_family == AF_INET6 && info->ifa_flags & IFA_F_TEMPORARY);
}

static int keeps_neighbor(struct hp_net_restore_links *links, struct nlmsghdr *hdr)
{
	const struct ndmsg *info = nlmsg_data(hdr);

	return hp_net_restore_has(links, info->ndm_ifindex) &&
	       (info->ndm_state & NUD_PERMANENT || info->ndm_flags & NTF_PROXY);
}

static int keeps_nexthop(struct hp_net_restore_links *links, struct nlmsghdr *hdr)
{
	uint32_t *ids;

	if (!hp_net_restore_has(links, number_of(hdr, sizeof(struct nhmsg), NHA_OIF)))
		return 0;
	ids = reallocarray(links->nexthop, links->n_nexthops + 1, sizeof(*ids));
	if (!ids)
		return -ENOMEM;
	links->nexthop = ids;
	ids[links->n_nexthops++] = number_of(hdr, sizeof(struct nhmsg), NHA_ID);
	return 1;
}

static bool has_nexthop(const struct hp_net_restore_links *links, uint32_t id)
{
	for (size_t i = 0; i < links->n_nexthops; i++)
		if (links->nexthop[i] == id)
			return true;
	return false;
}

/* A group loses the members that go. */
static int keeps_group(struct hp_net_restore_links *links, struct nlmsghdr *hdr)
{
	const struct nlattr *group = find(hdr, sizeof(struct nhmsg), NHA_GROUP);
	const struct nexthop_grp *member = group ? nla_data(group) : NULL;
	size_t n = group ? nla_len(group) / sizeof(*member) : 0;

	for (size_t i = 0; i < n; i++)
		if (has_nexthop(links, member[i].id))
			return true;
	return false;
}

static int amend_nexthop(const struct hp_net_restore_links *links, struct nl_msg *msg,
			 struct nlmsghdr *told)
{
	struct nhmsg *info = nlmsg_data(nlmsg_hdr(msg));

	info->nh_scope = 0;
	info->nh_flags &= RTNH_F_ONLINK;
	return 0;
}

static bool is_over(const struct hp_net_restore_links *links,
		    const struct nlattr *multipath)
{
	const struct rtnexthop *hop = NULL;

	while (multipath && (hop = hp_net_next_hop(multipath, hop)))
		if (hp_net_restore_has(links, hop->rtnh_ifindex))
			return true;
	return false;
}

/* The kernel makes again those that go with addresses, and asks the routers anew. */
static int keeps_route(struct hp_net_restore_links *links, struct nlmsghdr *hdr)
{
	const struct rtmsg *info = nlmsg_data(hdr);

	if (info->rtm_flags & RTM_F_CLONED || info->rtm_protocol == RTPROT_KERNEL ||
	    info->rtm_protocol == RTPROT_RA || info->rtm_protocol == RTPROT_REDIRECT)
		return false;
	return hp_net_restore_has(links, number_of(hdr, sizeof(*info), RTA_OIF)) ||
	       is_over(links, find(hdr, sizeof(*info), RTA_MULTIPATH));
}

/* Of an IPv6 route, its ways over other interfaces stay. */
static int put_multipath(const struct hp_net_restore_links *links, struct nl_msg *msg,
			 const struct nlattr *told, bool only_ours)
{
	const struct rtnexthop *hop = NULL;
	struct nlattr *nest = nla_nest_start(msg, RTA_MULTIPATH);
	struct rtnexthop *copy;

	while (nest && (hop = hp_net_next_hop(told, hop))) {
		if (only_ours && !hp_net_restore_has(links, hop->rtnh_ifindex))
			continue;
		copy = nlmsg_reserve(msg, hop->rtnh_len, NLMSG_ALIGNTO);
		if (!copy)
			return -ENOMEM;
		memcpy(copy, hop, hop->rtnh_len);
		copy->rtnh_flags &= RTNH_F_ONLINK;
	}
	return nest ? nla_nest_end(msg, nest) : -ENOMEM;
}

/* Seconds, where it was told in ticks among other things. */
static int put_expires(struct nl_msg *msg, const struct nlattr *told)
{
	const struct rta_cacheinfo *info = told ? nla_data(told) : NULL;

	if (!told || nla_len(told) < (int)sizeof(*info) || info->rta_expires <= 0)
		return 0;
	return nla_put_u32(msg, RTA_EXPIRES, info->rta_expires / TICKS + 1);
}

/* Beside the number of a nexthop object, what that is is only told. */
static int amend_route(const struct hp_net_restore_links *links, struct nl_msg *msg,
		       struct nlmsghdr *told)
{
	static const int ways[] = {RTA_OIF, RTA_GATEWAY, RTA_VIA, RTA_ENCAP_TYPE,
				   RTA_ENCAP};
	struct rtmsg *info = nlmsg_data(nlmsg_hdr(msg));
	struct nlattr *multipath = find(told, sizeof(*info), RTA_MULTIPATH);
	bool has_object = find(told, sizeof(*info), RTA_NH_ID);
	const struct nlattr *way;

	info->rtm_flags &= RTNH_F_ONLINK;
	for (size_t i = 0; !has_object && i < ARRAY_SIZE(ways); i++) {
		way = find(told, sizeof(*info), ways[i]);
		if (way && nla_put(msg, way->nla_type, nla_len(way), nla_data(way)) < 0)
			return -ENOMEM;
	}
	if (!has_object && multipath &&
	    put_multipath(links, msg, multipath, info->rtm_family == AF_INET6) < 0)
		return -ENOMEM;
	return put_expires(msg, find(told, sizeof(*info), RTA_CACHEINFO));
}

#define ADDRESS(family, is_reversed, put)                                                \
	{                                                                                \
		.name = "address", .get = RTM_GETADDR, .add = RTM_NEWADDR,               \
		.drop = RTM_DELADDR, .flags = NLM_F_CREATE | NLM_F_EXCL,                 \
		.header = sizeof(struct ifaddrmsg), .ask_family = family,                \
		.reversed = is_reversed, .id = IFA_LOCAL, .keeps = keeps_address,        \
		.put_back = put,                                                         \
		.settled = BIT(IFA_ADDRESS) | BIT(IFA_LOCAL) | BIT(IFA_LABEL) |          \
			   BIT(IFA_BROADCAST) | BIT(IFA_CACHEINFO) | BIT(IFA_FLAGS) |    \
			   BIT(IFA_RT_PRIORITY) | BIT(ADDRESS_PROTO),                    \
	}

/* clang-format off */
const struct hp_net_restore_kind hp_net_restore_kinds[] = {
	ADDRESS(AF_INET, false, hp_net_restore_put_ipv4),
	ADDRESS(AF_INET6, true, hp_net_restore_put_ipv6),
	{
		.name = "neighbor", .get = RTM_GETNEIGH, .add = RTM_NEWNEIGH,
		.flags = NLM_F_CREATE | NLM_F_EXCL, .header = sizeof(struct ndmsg),
		.oif = NDA_IFINDEX, .id = NDA_DST, .keeps = keeps_neighbor,
		.settled = BIT(NDA_DST) | BIT(NDA_LLADDR) | BIT(NDA_PROTOCOL),
	},
	{
		.name = "proxy", .get = RTM_GETNEIGH, .add = RTM_NEWNEIGH,
		.flags = NLM_F_CREATE | NLM_F_EXCL, .header = sizeof(struct ndmsg),
		.oif = NDA_IFINDEX, .ask_flags = NTF_PROXY, .id = NDA_DST,
		.keeps = keeps_neighbor, .settled = BIT(NDA_DST) | BIT(NDA_PROTOCOL),
	},
	{
		.name = "nexthop", .get = RTM_GETNEXTHOP, .add = RTM_NEWNEXTHOP,
		.flags = NLM_F_CREATE | NLM_F_EXCL, .header = sizeof(struct nhmsg),
		.id = NHA_ID, .keeps = keeps_nexthop, .amend = amend_nexthop,
		.settled = BIT(NHA_ID) | BIT(NHA_OIF) | BIT(NHA_GATEWAY) |
			   BIT(NHA_ENCAP_TYPE) | BIT(NHA_ENCAP),
	},
	{
		.name = "nexthop", .get = RTM_GETNEXTHOP, .add = RTM_NEWNEXTHOP,
		.flags = NLM_F_CREATE | NLM_F_REPLACE, .header = sizeof(struct nhmsg),
		.id = NHA_ID, .keeps = keeps_group, .amend = amend_nexthop,
		.settled = BIT(NHA_ID) | BIT(NHA_GROUP) | BIT(NHA_GROUP_TYPE),
	},
	{
		.name = "route", .get = RTM_GETROUTE, .add = RTM_NEWROUTE,
		.flags = NLM_F_CREATE | NLM_F_APPEND, .header = sizeof(struct rtmsg),
		.oif = RTA_OIF, .id = RTA_DST, .keeps = keeps_route, .amend = amend_route,
		.settled = BIT(RTA_DST) | BIT(RTA_SRC) | BIT(RTA_PRIORITY) |
			   BIT(RTA_PREFSRC) | BIT(RTA_METRICS) | BIT(RTA_FLOW) |
			   BIT(RTA_TABLE) | BIT(RTA_PREF) | BIT(RTA_TTL_PROPAGATE) |
			   BIT(RTA_NH_ID),
	},
};
/* clang-format on */

const size_t hp_net_restore_n_kinds = ARRAY_SIZE(hp_net_restore_kinds);
