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

int hp_net_write_altname(struct hp_netlink *nl, unsigned int ifindex, const char *name,
			 bool add)
{
	struct ifinfomsg info = {.ifi_index = ifindex};
	_cleanup_msg_ struct nl_msg *msg =
		hp_netlink_message(add ? RTM_NEWLINKPROP : RTM_DELLINKPROP,
				   add ? NLM_F_CREATE | NLM_F_EXCL | NLM_F_APPEND : 0);
	struct nlattr *list;

	if (!msg || nlmsg_append(msg, &info, sizeof(info), NLMSG_ALIGNTO) < 0)
		return -ENOMEM;
	list = nla_nest_start(msg, IFLA_PROP_LIST | NLA_F_NESTED);
	if (!list || nla_put_string(msg, IFLA_ALT_IFNAME, name) < 0)
		return -ENOMEM;
	nla_nest_end(msg, list);
	return hp_netlink_request(nl, msg);
}

int hp_net_write_alias(struct hp_netlink *nl, unsigned int ifindex, const char *alias)
{
	_cleanup_msg_ struct nl_msg *msg = link_message(ifindex, 0, 0);

	if (!msg || nla_put_string(msg, IFLA_IFALIAS, alias) < 0)
		return -ENOMEM;
	return hp_netlink_request(nl, msg);
}

int hp_net_write_amount(struct hp_netlink *nl, unsigned int ifindex,
			enum hp_net_amount amount, uint32_t number)
{
	_cleanup_msg_ struct nl_msg *msg = link_message(ifindex, 0, 0);

	if (!msg || nla_put_u32(msg, hp_net_amount_kinds[amount].attribute, number) < 0)
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

static int write_flags(struct hp_netlink *nl, unsigned int ifindex, unsigned int flags,
		       unsigned int change)
{
	_cleanup_msg_ struct nl_msg *msg = link_message(ifindex, flags, change);

	return msg ? hp_netlink_request(nl, msg) : -ENOMEM;
}

int hp_net_write_up(struct hp_netlink *nl, unsigned int ifindex, bool up)
{
	return write_flags(nl, ifindex, up ? IFF_UP : 0, IFF_UP);
}

int hp_net_write_flag(struct hp_netlink *nl, unsigned int ifindex, enum hp_net_flag flag,
		      bool on)
{
	return write_flags(nl, ifindex, hp_net_flag_value(flag, on),
			   hp_net_flag_kinds[flag].bit);
}

int hp_net_write_master(struct hp_netlink *nl, unsigned int ifindex, unsigned int master)
{
	_cleanup_msg_ struct nl_msg *msg = link_message(ifindex, 0, 0);

	if (!msg || nla_put_u32(msg, IFLA_MASTER, master) < 0)
		return -ENOMEM;
	return hp_netlink_request(nl, msg);
}

const char *hp_netlink_why(const struct hp_netlink *nl)
{
	return nl->why;
}
