/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: rtnetlink's messages about neighbors that an interface answers for. See
 * netio.h. */
#include <errno.h>
#include <linux/neighbour.h>

#include "netio.h"

static int put_header(struct nl_msg *msg, unsigned int ifindex)
{
	const struct ndmsg info = {
		.ndm_family = AF_INET6,
		.ndm_ifindex = ifindex,
		.ndm_flags = NTF_PROXY,
	};
	int r = nlmsg_append(msg, (void *)&info, sizeof(info), NLMSG_ALIGNTO);

	return r < 0 ? -ENOMEM : 0;
}

static int ask(struct nl_msg *msg, const struct hp_net_state *state,
	       const struct hp_net_file *file)
{
	int r = put_header(msg, 0);

	return r < 0 ? r : nla_put_u32(msg, NDA_IFINDEX, state->link.ifindex);
}

static int read_answer(struct nlmsghdr *hdr, const struct hp_net_file *file,
		       struct hp_net_state *state)
{
	const struct ndmsg *info = nlmsg_data(hdr);
	struct hp_net_object object = {.kind = HP_NET_PROXY};
	struct nlattr *attrs[NDA_MAX + 1];

	if (nlmsg_parse(hdr, sizeof(*info), attrs, NDA_MAX, NULL) < 0)
		return -EBADMSG;
	if ((unsigned int)info->ndm_ifindex != state->link.ifindex ||
	    info->ndm_family != AF_INET6 || !(info->ndm_flags & NTF_PROXY) ||
	    !hp_net_read_ip(&object.proxy, AF_INET6, hp_family_bits(AF_INET6),
			    attrs[NDA_DST]))
		return 0;
	return hp_net_objects_add(&state->objects, &object);
}

static int put(struct nl_msg *msg, unsigned int ifindex,
	       const struct hp_net_object *object)
{
	int r = put_header(msg, ifindex);

	return r < 0 ? r : hp_net_put_ip(msg, NDA_DST, &object->proxy);
}

const struct hp_net_io hp_net_proxy_io = {
	.get = RTM_GETNEIGH,
	.add = RTM_NEWNEIGH,
	.drop = RTM_DELNEIGH,
	.add_flags = NLM_F_CREATE,
	.gone = ENOENT,
	.ask = ask,
	.read = read_answer,
	.put = put,
};
