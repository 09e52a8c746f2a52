/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: rtnetlink's messages about nexthop objects. See netio.h. */
#include <errno.h>
#include <linux/nexthop.h>

#include "netio.h"

/* All of them: one number is one object of all interfaces. */
static int ask(struct nl_msg *msg, const struct hp_net_state *state,
	       const struct hp_net_file *file)
{
	struct nhmsg info = {0};

	return nlmsg_append(msg, &info, sizeof(info), NLMSG_ALIGNTO) < 0 ? -ENOMEM : 0;
}

/* Returns whether it is one that a file can ask for. */
static bool read_group(struct hp_net_nexthop *nexthop, const struct nlattr *attr)
{
	const struct nexthop_grp *member = attr ? nla_data(attr) : NULL;
	size_t n = attr ? nla_len(attr) / sizeof(*member) : 0;

	if (n > HP_NET_GROUP_MAX)
		return false;
	nexthop->n_group = n;
	for (size_t i = 0; i < n; i++) {
		nexthop->group[i].id = member[i].id;
		nexthop->group[i].weight = member[i].weight;
	}
	return true;
}

static int read_answer(struct nlmsghdr *hdr, const struct hp_net_file *file,
		       struct hp_net_state *state)
{
	const struct nhmsg *info = nlmsg_data(hdr);
	struct nlattr *attrs[NHA_MAX + 1];
	struct hp_net_object object = {.kind = HP_NET_NEXTHOP};
	struct hp_net_nexthop *nexthop = &object.nexthop;
	int family = info->nh_family;

	if (nlmsg_parse(hdr, sizeof(*info), attrs, NHA_MAX, NULL) < 0)
		return -EBADMSG;
	nexthop->id = hp_net_read_u32(attrs[NHA_ID]);
	nexthop->family = family;
	nexthop->protocol = info->nh_protocol;
	nexthop->onlink = info->nh_flags & RTNH_F_ONLINK;
	nexthop->blackhole = attrs[NHA_BLACKHOLE];
	nexthop->ifindex = hp_net_read_u32(attrs[NHA_OIF]);
	if (nexthop->ifindex == state->link.ifindex)
		nexthop->ifindex = 0;
	if (attrs[NHA_FDB] || attrs[NHA_ENCAP] || !read_group(nexthop, attrs[NHA_GROUP]))
		return 0;
	if (attrs[NHA_GATEWAY] &&
	    !hp_net_read_ip(&nexthop->gateway, family, hp_family_bits(family),
			    attrs[NHA_GATEWAY]))
		return 0;
	return hp_net_objects_add(&state->objects, &object);
}

static int put_group(struct nl_msg *msg, const struct hp_net_nexthop *nexthop)
{
	struct nexthop_grp group[HP_NET_GROUP_MAX] = {{0}};

	for (size_t i = 0; i < nexthop->n_group; i++) {
		group[i].id = nexthop->group[i].id;
		group[i].weight = nexthop->group[i].weight;
	}
	return nla_put(msg, NHA_GROUP, nexthop->n_group * sizeof(group[0]), group);
}

static int put_way(struct nl_msg *msg, unsigned int ifindex,
		   const struct hp_net_nexthop *nexthop)
{
	if (nexthop->n_group)
		return put_group(msg, nexthop);
	if (nexthop->blackhole)
		return nla_put_flag(msg, NHA_BLACKHOLE);
	if (nexthop->gateway.family &&
	    hp_net_put_ip(msg, NHA_GATEWAY, &nexthop->gateway) < 0)
		return -ENOMEM;
	return nla_put_u32(msg, NHA_OIF, nexthop->ifindex ?: ifindex);
}

static int put(struct nl_msg *msg, unsigned int ifindex,
	       const struct hp_net_object *object)
{
	const struct hp_net_nexthop *nexthop = &object->nexthop;
	struct nhmsg info = {
		.nh_family = nexthop->family,
		.nh_protocol = nexthop->protocol,
		.nh_flags = nexthop->onlink ? RTNH_F_ONLINK : 0,
	};

	if (nlmsg_append(msg, &info, sizeof(info), NLMSG_ALIGNTO) < 0 ||
	    nla_put_u32(msg, NHA_ID, nexthop->id) < 0)
		return -ENOMEM;
	return put_way(msg, ifindex, nexthop);
}

/* The kernel takes nothing but the number with a request to drop. */
static int put_drop(struct nl_msg *msg, unsigned int ifindex,
		    const struct hp_net_object *object)
{
	struct nhmsg info = {0};

	if (nlmsg_append(msg, &info, sizeof(info), NLMSG_ALIGNTO) < 0)
		return -ENOMEM;
	return nla_put_u32(msg, NHA_ID, object->nexthop.id);
}

const struct hp_net_io hp_net_nexthop_io = {
	.get = RTM_GETNEXTHOP,
	.add = RTM_NEWNEXTHOP,
	.drop = RTM_DELNEXTHOP,
	.add_flags = NLM_F_CREATE | NLM_F_REPLACE,
	.gone = ENOENT,
	.ask = ask,
	.read = read_answer,
	.put = put,
	.put_drop = put_drop,
};
