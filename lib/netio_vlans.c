/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the messages of rtnetlink about the VLANs of a bridge's ports. See netvlans.h.
 */
#include <errno.h>
#include <linux/if_bridge.h>

#include "netlink.h"
#include "netvlans.h"

static void read_range(struct hp_net_vlans *vlans, unsigned int first,
		       const struct bridge_vlan_info *info)
{
	for (unsigned int vid = first; vid <= info->vid && vid <= HP_NET_VLAN_MAX;
	     vid++) {
		vlans->there[vid] = true;
		vlans->untagged[vid] = info->flags & BRIDGE_VLAN_INFO_UNTAGGED;
	}
	if (info->flags & BRIDGE_VLAN_INFO_PVID)
		vlans->pvid = info->vid;
}

static void read_list(struct hp_net_vlans *vlans, struct nlattr *list)
{
	struct bridge_vlan_info info;
	const struct nlattr *attr;
	unsigned int first = 0;
	int rest;

	nla_for_each_nested(attr, list, rest) {
		if (nla_type(attr) != IFLA_BRIDGE_VLAN_INFO ||
		    nla_len(attr) < (int)sizeof(info))
			continue;
		memcpy(&info, nla_data(attr), sizeof(info));
		if (!(info.flags & BRIDGE_VLAN_INFO_RANGE_END) || !first)
			first = info.vid;
		if (info.flags & BRIDGE_VLAN_INFO_RANGE_BEGIN)
			continue;
		read_range(vlans, first, &info);
		first = 0;
	}
}

static int read_answer(struct nlmsghdr *hdr, void *data)
{
	const struct ifinfomsg *info = nlmsg_data(hdr);
	struct hp_net_state *state = data;
	struct nlattr *list;

	if (hdr->nlmsg_type != RTM_NEWLINK || !nlmsg_valid_hdr(hdr, sizeof(*info)) ||
	    (unsigned int)info->ifi_index != state->link.ifindex)
		return 0;
	list = nlmsg_find_attr(hdr, sizeof(*info), IFLA_AF_SPEC);
	if (list)
		read_list(state->vlans, list);
	return 0;
}

/* The kernel tells those of all bridges. */
int hp_net_vlans_read(struct hp_netlink *nl, struct hp_net_state *state)
{
	struct ifinfomsg info = {.ifi_family = AF_BRIDGE};
	_cleanup_msg_ struct nl_msg *msg = hp_netlink_message(RTM_GETLINK, NLM_F_DUMP);

	state->vlans = calloc(1, sizeof(*state->vlans));
	if (!state->vlans || !msg ||
	    nlmsg_append(msg, &info, sizeof(info), NLMSG_ALIGNTO) < 0 ||
	    nla_put_u32(msg, IFLA_EXT_MASK, RTEXT_FILTER_BRVLAN_COMPRESSED) < 0)
		return -ENOMEM;
	return hp_netlink_query(nl, msg, read_answer, state);
}

static int put_info(struct nl_msg *msg, uint16_t vid, uint16_t flags)
{
	const struct bridge_vlan_info info = {.flags = flags, .vid = vid};

	return nla_put(msg, IFLA_BRIDGE_VLAN_INFO, sizeof(info), &info);
}

static int put_range(struct nl_msg *msg, const struct hp_net_vlan_range *range)
{
	uint16_t flags = (range->untagged ? BRIDGE_VLAN_INFO_UNTAGGED : 0) |
			 (range->is_pvid ? BRIDGE_VLAN_INFO_PVID : 0);

	if (range->first == range->last)
		return put_info(msg, range->first, flags);
	if (put_info(msg, range->first, flags | BRIDGE_VLAN_INFO_RANGE_BEGIN) < 0)
		return -ENOMEM;
	return put_info(msg, range->last, flags | BRIDGE_VLAN_INFO_RANGE_END);
}

/* Each VLAN by itself, at worst. */
#define LIST_MAX ((HP_NET_VLAN_MAX + 2) * 8)

int hp_net_vlans_message(struct nl_msg **ret, const struct hp_net_link *link, bool drop,
			 const struct hp_net_vlans *from, const struct hp_net_vlans *to)
{
	struct ifinfomsg info = {.ifi_family = AF_BRIDGE, .ifi_index = link->ifindex};
	uint16_t whose =
		streq(link->kind, "bridge") ? BRIDGE_FLAGS_SELF : BRIDGE_FLAGS_MASTER;
	struct hp_net_vlan_range range = {0};
	struct nlattr *list;

	*ret = NULL;
	if (!hp_net_vlans_next(from, to, drop, &range))
		return 0;
	*ret = hp_netlink_message_of(drop ? RTM_DELLINK : RTM_SETLINK, 0,
				     sizeof(info) + LIST_MAX);
	if (!*ret || nlmsg_append(*ret, &info, sizeof(info), NLMSG_ALIGNTO) < 0)
		return -ENOMEM;
	list = nla_nest_start(*ret, IFLA_AF_SPEC);
	if (!list || nla_put_u16(*ret, IFLA_BRIDGE_FLAGS, whose) < 0)
		return -ENOMEM;
	do {
		if (put_range(*ret, &range) < 0)
			return -ENOMEM;
	} while (hp_net_vlans_next(from, to, drop, &range));
	return nla_nest_end(*ret, list);
}

static int change(struct hp_netlink *nl, const struct hp_net_link *link, bool drop,
		  const struct hp_net_vlans *from, const struct hp_net_vlans *to)
{
	_cleanup_msg_ struct nl_msg *msg = NULL;
	int r = hp_net_vlans_message(&msg, link, drop, from, to);

	return r < 0 || !msg ? r : hp_netlink_request(nl, msg);
}

int hp_net_vlans_write(struct hp_netlink *nl, unsigned int ifindex,
		       const struct hp_net_vlans *from, const struct hp_net_vlans *to)
{
	struct hp_net_link link;
	int r = hp_net_link_get(nl, ifindex, NULL, &link);

	if (r == 0)
		r = change(nl, &link, true, from, to);
	return r < 0 ? r : change(nl, &link, false, from, to);
}
