/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: rtnetlink's messages about neighbors. See netio.h. */
#include <errno.h>
#include <linux/neighbour.h>

#include "netio.h"

static int ask(struct nl_msg *msg, const struct hp_net_state *state,
	       const struct hp_net_file *file)
{
	struct ndmsg info = {0};

	if (nlmsg_append(msg, &info, sizeof(info), NLMSG_ALIGNTO) < 0)
		return -ENOMEM;
	return nla_put_u32(msg, NDA_IFINDEX, state->link.ifindex);
}

/* What the kernel only looks for is none. */
static int read_answer(struct nlmsghdr *hdr, const struct hp_net_file *file,
		       struct hp_net_state *state)
{
	static const uint16_t unknown = NUD_INCOMPLETE | NUD_FAILED;
	const struct ndmsg *info = nlmsg_data(hdr);
	struct nlattr *attrs[NDA_MAX + 1];
	struct hp_net_object object = {.kind = HP_NET_NEIGHBOR};
	struct hp_net_neighbor *neighbor = &object.neighbor;
	int family = info->ndm_family, len;

	if (nlmsg_parse(hdr, sizeof(*info), attrs, NDA_MAX, NULL) < 0)
		return -EBADMSG;
	if ((unsigned int)info->ndm_ifindex != state->link.ifindex ||
	    info->ndm_flags & NTF_PROXY || info->ndm_state == NUD_NONE ||
	    info->ndm_state & unknown || !hp_net_family_is_known(family) ||
	    !hp_net_read_ip(&neighbor->address, family, hp_family_bits(family),
			    attrs[NDA_DST]))
		return 0;
	neighbor->state = info->ndm_state;
	len = attrs[NDA_LLADDR] ? nla_len(attrs[NDA_LLADDR]) : 0;
	if (len > HP_HWADDR_MAX)
		return 0;
	neighbor->hwaddr.len = len;
	if (len)
		memcpy(neighbor->hwaddr.bytes, nla_data(attrs[NDA_LLADDR]), len);
	return hp_net_objects_add(&state->objects, &object);
}

static int put(struct nl_msg *msg, unsigned int ifindex,
	       const struct hp_net_object *object)
{
	const struct hp_net_neighbor *neighbor = &object->neighbor;
	struct ndmsg info = {
		.ndm_family = neighbor->address.family,
		.ndm_ifindex = ifindex,
		.ndm_state = neighbor->state,
	};

	if (nlmsg_append(msg, &info, sizeof(info), NLMSG_ALIGNTO) < 0 ||
	    hp_net_put_ip(msg, NDA_DST, &neighbor->address) < 0)
		return -ENOMEM;
	if (!neighbor->hwaddr.len)
		return 0;
	return nla_put(msg, NDA_LLADDR, neighbor->hwaddr.len, neighbor->hwaddr.bytes);
}

const struct hp_net_io hp_net_neighbor_io = {
	.get = RTM_GETNEIGH,
	.add = RTM_NEWNEIGH,
	.drop = RTM_DELNEIGH,
	.add_flags = NLM_F_CREATE | NLM_F_REPLACE,
	.gone = ENOENT,
	.ask = ask,
	.read = read_answer,
	.put = put,
};
