/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what a driver is told of a member: asked and said. See nettell.h. */
#include <errno.h>

#include "netlink.h"
#include "nettell.h"

static int compare(struct hp_net_tell *tell, const struct nlattr *wanted,
		   const struct nlattr *data)
{
	static const uint8_t zero[16];
	const struct nlattr *is =
		data ? nla_find(nla_data(data), nla_len(data), nla_type(wanted)) : NULL;
	int len = nla_len(wanted);

	if (len > (int)sizeof(zero) || (is && nla_len(is) != len))
		return -EBADMSG;
	if (!is || memcmp(nla_data(is), nla_data(wanted), len) != 0)
		tell->differs = true;
	/* What a driver does not tell is not set: 0. */
	return hp_net_attr_append_nested(&tell->before, nla_type(wanted),
					 is ? nla_data(is) : zero, len);
}

static int read_answer(struct nlmsghdr *hdr, void *data)
{
	struct hp_net_tell *tell = data;
	const struct nlattr *wanted, *info, *is = NULL;
	int left, r = 0;

	if (hdr->nlmsg_type != RTM_NEWLINK)
		return 0;
	info = nlmsg_find_attr(hdr, sizeof(struct ifinfomsg), IFLA_LINKINFO);
	if (info)
		is = nla_find(nla_data(info), nla_len(info),
			      tell->to_master ? IFLA_INFO_DATA : IFLA_INFO_SLAVE_DATA);
	nla_for_each_attr(wanted, (const struct nlattr *)tell->now.bytes, tell->now.len,
			  left) {
		if (r == 0)
			r = compare(tell, wanted, is);
	}
	return r;
}

int hp_net_tell_read(struct hp_net_tell *tell, struct hp_netlink *nl,
		     unsigned int ifindex)
{
	struct ifinfomsg info = {.ifi_index = ifindex};
	_cleanup_msg_ struct nl_msg *msg = hp_netlink_message(RTM_GETLINK, 0);

	if (!tell->now.len)
		return 0;
	if (!ifindex) {
		tell->differs = true;
		return 0;
	}
	if (!msg || nlmsg_append(msg, &info, sizeof(info), NLMSG_ALIGNTO) < 0)
		return -ENOMEM;
	return hp_netlink_query(nl, msg, read_answer, tell);
}

static int put_info(struct nl_msg *msg, const struct hp_net_tell *tell,
		    const struct hp_net_attr *list)
{
	struct nlattr *info = nla_nest_start(msg, IFLA_LINKINFO);
	int kind = tell->to_master ? IFLA_INFO_KIND : IFLA_INFO_SLAVE_KIND;
	int data = tell->to_master ? IFLA_INFO_DATA : IFLA_INFO_SLAVE_DATA;

	if (!info || nla_put_string(msg, kind, tell->kind) < 0 ||
	    nla_put(msg, data | NLA_F_NESTED, list->len, list->bytes) < 0)
		return -ENOMEM;
	return nla_nest_end(msg, info);
}

int hp_net_tell_write(const struct hp_net_tell *tell, struct hp_netlink *nl,
		      unsigned int ifindex, const struct hp_net_attr *list)
{
	struct ifinfomsg info = {.ifi_index = ifindex};
	_cleanup_msg_ struct nl_msg *msg = hp_netlink_message(RTM_NEWLINK, 0);

	if (!list->len)
		return 0;
	if (!msg || nlmsg_append(msg, &info, sizeof(info), NLMSG_ALIGNTO) < 0 ||
	    put_info(msg, tell, list) < 0)
		return -ENOMEM;
	return hp_netlink_request(nl, msg);
}
