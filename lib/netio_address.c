/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: rtnetlink's messages about addresses. See netio.h. */
#include <errno.h>
#include <linux/if_addr.h>

#include "netio.h"

/* The kernel filters by interface where it checks requests strictly (4.20 and later);
 * read_answer() does in any case. */
static int ask(struct nl_msg *msg, const struct hp_net_state *state,
	       const struct hp_net_file *file)
{
	struct ifaddrmsg info = {.ifa_index = state->link.ifindex};

	return nlmsg_append(msg, &info, sizeof(info), NLMSG_ALIGNTO) < 0 ? -ENOMEM : 0;
}

static void read_lifetimes(struct hp_net_address *address, const struct nlattr *attr)
{
	const struct ifa_cacheinfo *info = attr ? nla_data(attr) : NULL;

	address->preferred = address->valid = HP_NET_FOREVER;
	if (!attr || nla_len(attr) < (int)sizeof(*info))
		return;
	address->preferred = info->ifa_prefered;
	address->valid = info->ifa_valid;
}

/* With IFA_LOCAL, IFA_ADDRESS is the far end, or the same; IPv6 without a peer has no
 * IFA_LOCAL. */
static bool read_ends(struct hp_net_address *address, const struct ifaddrmsg *info,
		      struct nlattr *const attrs[])
{
	if (!hp_net_read_ip(&address->prefix, info->ifa_family, info->ifa_prefixlen,
			    attrs[IFA_LOCAL] ?: attrs[IFA_ADDRESS]))
		return false;
	if (attrs[IFA_LOCAL] &&
	    hp_net_read_ip(&address->peer, info->ifa_family,
			   hp_family_bits(info->ifa_family), attrs[IFA_ADDRESS]) &&
	    !hp_ip_equal(&address->prefix, &address->peer))
		return true;
	address->peer = (struct hp_prefix){0};
	return true;
}

static void read_rest(struct hp_net_address *address, const struct ifaddrmsg *info,
		      struct nlattr *const attrs[])
{
	address->given = UINT32_MAX;
	address->scope = info->ifa_scope;
	address->flags =
		attrs[IFA_FLAGS] ? hp_net_read_u32(attrs[IFA_FLAGS]) : info->ifa_flags;
	if (attrs[IFA_LABEL])
		nla_strlcpy(address->label, attrs[IFA_LABEL], sizeof(address->label));
	address->metric = hp_net_read_u32(attrs[IFA_RT_PRIORITY]);
	if (attrs[IFA_BROADCAST] && nla_len(attrs[IFA_BROADCAST]) == 4)
		nla_memcpy(&address->broadcast, attrs[IFA_BROADCAST], 4);
	read_lifetimes(address, attrs[IFA_CACHEINFO]);
	/* Of a permanent address, IPv4 does not tell it otherwise. */
	if (address->flags & IFA_F_DEPRECATED)
		address->preferred = 0;
}

static int read_answer(struct nlmsghdr *hdr, const struct hp_net_file *file,
		       struct hp_net_state *state)
{
	const struct ifaddrmsg *info = nlmsg_data(hdr);
	struct nlattr *attrs[IFA_MAX + 1];
	struct hp_net_object object = {.kind = HP_NET_ADDRESS};

	if (nlmsg_parse(hdr, sizeof(*info), attrs, IFA_MAX, NULL) < 0)
		return -EBADMSG;
	if (info->ifa_index != state->link.ifindex ||
	    !hp_net_family_is_known(info->ifa_family) ||
	    !read_ends(&object.address, info, attrs))
		return 0;
	read_rest(&object.address, info, attrs);
	return hp_net_objects_add(&state->objects, &object);
}

/* What the file does not say goes with the prefix, up to a length of 30. */
static int put_broadcast(struct nl_msg *msg, const struct hp_net_address *address)
{
	struct in_addr broadcast = address->broadcast;

	if (address->prefix.family != AF_INET)
		return 0;
	if (!(address->given & HP_NET_ADDRESS_BROADCAST) && !address->peer.family &&
	    address->prefix.length <= 30)
		broadcast.s_addr = address->prefix.v4.s_addr |
				   htonl(UINT32_MAX >> address->prefix.length);
	return broadcast.s_addr
		       ? nla_put(msg, IFA_BROADCAST, sizeof(broadcast), &broadcast)
		       : 0;
}

static int put_lifetimes(struct nl_msg *msg, const struct hp_net_address *address)
{
	const struct ifa_cacheinfo info = {
		.ifa_prefered = address->preferred,
		.ifa_valid = address->valid,
	};

	if (address->preferred == HP_NET_FOREVER && address->valid == HP_NET_FOREVER)
		return 0;
	return nla_put(msg, IFA_CACHEINFO, sizeof(info), &info);
}

static int put_rest(struct nl_msg *msg, const struct hp_net_address *address)
{
	static const uint32_t settable = IFA_F_NODAD | IFA_F_HOMEADDRESS |
					 IFA_F_MANAGETEMPADDR | IFA_F_NOPREFIXROUTE |
					 IFA_F_MCAUTOJOIN;

	if (nla_put_u32(msg, IFA_FLAGS, IFA_F_PERMANENT | (address->flags & settable)) <
		    0 ||
	    put_lifetimes(msg, address) < 0 || put_broadcast(msg, address) < 0)
		return -ENOMEM;
	if (address->label[0] && nla_put_string(msg, IFA_LABEL, address->label) < 0)
		return -ENOMEM;
	if (address->metric && nla_put_u32(msg, IFA_RT_PRIORITY, address->metric) < 0)
		return -ENOMEM;
	return 0;
}

static int put(struct nl_msg *msg, unsigned int ifindex,
	       const struct hp_net_object *object)
{
	const struct hp_net_address *address = &object->address;
	const struct hp_prefix *far =
		address->peer.family ? &address->peer : &address->prefix;
	struct ifaddrmsg info = {
		.ifa_family = address->prefix.family,
		.ifa_prefixlen = address->prefix.length,
		.ifa_flags = IFA_F_PERMANENT,
		.ifa_scope = address->scope,
		.ifa_index = ifindex,
	};

	if (nlmsg_append(msg, &info, sizeof(info), NLMSG_ALIGNTO) < 0 ||
	    hp_net_put_ip(msg, IFA_LOCAL, &address->prefix) < 0 ||
	    hp_net_put_ip(msg, IFA_ADDRESS, far) < 0)
		return -ENOMEM;
	return put_rest(msg, address);
}

const struct hp_net_io hp_net_address_io = {
	.get = RTM_GETADDR,
	.add = RTM_NEWADDR,
	.drop = RTM_DELADDR,
	.add_flags = NLM_F_CREATE | NLM_F_REPLACE,
	.gone = EADDRNOTAVAIL,
	.ask = ask,
	.read = read_answer,
	.put = put,
};
