/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: rtnetlink's messages about the token of an interface. See netio.h; source of
 * the contract: inet6_fill_ifla6_attrs() and inet6_set_iftoken() in net/ipv6/addrconf.c.
 */
#include <errno.h>
#include <linux/if_link.h>

#include "netio.h"

static const struct nlattr *find_in(const struct nlattr *list, int type)
{
	return list ? nla_find(nla_data(list), nla_len(list), type) : NULL;
}

/* Without IPv6 it counts as set: there is nothing that it would be for. */
static void count_as_set(struct hp_net_object *token, const struct hp_net_file *file)
{
	for (size_t i = 0; i < file->n_objects; i++)
		if (file->objects[i].object.kind == HP_NET_TOKEN)
			*token = file->objects[i].object;
}

static int read_answer(struct nlmsghdr *hdr, const struct hp_net_file *file,
		       struct hp_net_state *state)
{
	const struct nlattr *of_families =
		nlmsg_find_attr(hdr, sizeof(struct ifinfomsg), IFLA_AF_SPEC);
	const struct nlattr *token =
		find_in(find_in(of_families, AF_INET6), IFLA_INET6_TOKEN);
	struct hp_net_object object = {.kind = HP_NET_TOKEN};

	if (!token)
		count_as_set(&object, file);
	else if (nla_len(token) == sizeof(object.token))
		memcpy(&object.token, nla_data(token), sizeof(object.token));
	else
		return -EBADMSG;
	return hp_net_objects_add(&state->objects, &object);
}

static int put(struct nl_msg *msg, unsigned int ifindex,
	       const struct hp_net_object *object)
{
	const struct ifinfomsg info = {.ifi_index = ifindex};
	struct nlattr *of_families, *of_ipv6;

	if (nlmsg_append(msg, (void *)&info, sizeof(info), NLMSG_ALIGNTO) < 0)
		return -ENOMEM;
	of_families = nla_nest_start(msg, IFLA_AF_SPEC);
	of_ipv6 = of_families ? nla_nest_start(msg, AF_INET6) : NULL;
	if (!of_ipv6 ||
	    nla_put(msg, IFLA_INET6_TOKEN, sizeof(object->token), &object->token) < 0)
		return -ENOMEM;
	nla_nest_end(msg, of_ipv6);
	return nla_nest_end(msg, of_families);
}

const struct hp_net_io hp_net_token_io = {
	.get = RTM_GETLINK,
	.asks_one = true,
	.add = RTM_SETLINK,
	.told = RTM_NEWLINK,
	.ask = hp_net_ask_link,
	.read = read_answer,
	.put = put,
};
