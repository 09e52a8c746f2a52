/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: rtnetlink's messages about labels of IPv6 prefixes. See netio.h; source of the
 * contract: net/ipv6/addrlabel.c. */
#include <errno.h>
#include <linux/if_addrlabel.h>

#include "netio.h"

static int put_header(struct nl_msg *msg, unsigned int ifindex, uint8_t length)
{
	const struct ifaddrlblmsg info = {
		.ifal_family = AF_INET6,
		.ifal_prefixlen = length,
		.ifal_index = ifindex,
	};
	int r = nlmsg_append(msg, (void *)&info, sizeof(info), NLMSG_ALIGNTO);

	return r < 0 ? -ENOMEM : 0;
}

static int ask(struct nl_msg *msg, const struct hp_net_state *state,
	       const struct hp_net_file *file)
{
	return put_header(msg, 0, 0);
}

static int read_answer(struct nlmsghdr *hdr, const struct hp_net_file *file,
		       struct hp_net_state *state)
{
	const struct ifaddrlblmsg *info = nlmsg_data(hdr);
	struct hp_net_object object = {.kind = HP_NET_ADDRLABEL};
	struct nlattr *attrs[IFAL_MAX + 1];

	if (nlmsg_parse(hdr, sizeof(*info), attrs, IFAL_MAX, NULL) < 0)
		return -EBADMSG;
	if (info->ifal_index != state->link.ifindex || info->ifal_family != AF_INET6 ||
	    info->ifal_prefixlen > hp_family_bits(AF_INET6) ||
	    !hp_net_read_ip(&object.addrlabel.prefix, AF_INET6, info->ifal_prefixlen,
			    attrs[IFAL_ADDRESS]))
		return 0;
	object.addrlabel.label = hp_net_read_u32(attrs[IFAL_LABEL]);
	return hp_net_objects_add(&state->objects, &object);
}

static int put(struct nl_msg *msg, unsigned int ifindex,
	       const struct hp_net_object *object)
{
	const struct hp_net_addrlabel *label = &object->addrlabel;
	int r = put_header(msg, ifindex, label->prefix.length);

	if (r == 0)
		r = hp_net_put_ip(msg, IFAL_ADDRESS, &label->prefix);
	return r < 0 ? r : nla_put_u32(msg, IFAL_LABEL, label->label);
}

const struct hp_net_io hp_net_addrlabel_io = {
	.get = RTM_GETADDRLABEL,
	.add = RTM_NEWADDRLABEL,
	.drop = RTM_DELADDRLABEL,
	.add_flags = NLM_F_CREATE | NLM_F_REPLACE,
	.gone = ESRCH,
	.ask = ask,
	.read = read_answer,
	.put = put,
};
