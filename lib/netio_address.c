/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: rtnetlink's messages about addresses. See netio.h. */
#include <errno.h>
#include <linux/if_addr.h>

#include "netio.h"

/* The kernel filters by interface where it checks requests strictly (4.20 and later);
 * read_answer() does in any case. */
static int ask(struct nl_msg *msg, unsigned int ifindex)
{
	struct ifaddrmsg info = {.ifa_index = ifindex};

	return nlmsg_append(msg, &info, sizeof(info), NLMSG_ALIGNTO) < 0 ? -ENOMEM : 0;
}

static int read_answer(struct nlmsghdr *hdr, struct hp_net_state *state)
{
	const struct ifaddrmsg *info = nlmsg_data(hdr);
	struct nlattr *attrs[IFA_MAX + 1];
	struct hp_net_object object = {.kind = HP_NET_ADDRESS};
	struct hp_net_address *address = &object.address;

	if (nlmsg_parse(hdr, sizeof(*info), attrs, IFA_MAX, NULL) < 0)
		return -EBADMSG;
	if (info->ifa_index != state->link.ifindex ||
	    !hp_net_family_is_known(info->ifa_family))
		return 0;
	/* IFA_LOCAL is the address; where it is missing (IPv6), IFA_ADDRESS is. */
	if (!hp_net_read_ip(&address->prefix, info->ifa_family, info->ifa_prefixlen,
			    attrs[IFA_LOCAL] ? attrs[IFA_LOCAL] : attrs[IFA_ADDRESS]))
		return 0;
	address->flags =
		attrs[IFA_FLAGS] ? nla_get_u32(attrs[IFA_FLAGS]) : info->ifa_flags;
	return hp_net_objects_add(&state->objects, &object);
}

/* IPv4 gets the broadcast address that goes with the prefix, up to a length of 30. */
static int put_broadcast(struct nl_msg *msg, const struct hp_prefix *p)
{
	struct in_addr broadcast = p->v4;

	if (p->family != AF_INET || p->length > 30)
		return 0;
	broadcast.s_addr |= htonl(UINT32_MAX >> p->length);
	return nla_put(msg, IFA_BROADCAST, sizeof(broadcast), &broadcast);
}

static int put(struct nl_msg *msg, unsigned int ifindex,
	       const struct hp_net_object *object)
{
	const struct hp_prefix *p = &object->address.prefix;
	struct ifaddrmsg info = {
		.ifa_family = p->family,
		.ifa_prefixlen = p->length,
		.ifa_flags = IFA_F_PERMANENT,
		.ifa_scope = RT_SCOPE_UNIVERSE,
		.ifa_index = ifindex,
	};

	/* As systemd-networkd: what is for this host is not of all scopes. */
	if (p->family == AF_INET && p->bytes[0] == 127)
		info.ifa_scope = RT_SCOPE_HOST;
	if (nlmsg_append(msg, &info, sizeof(info), NLMSG_ALIGNTO) < 0 ||
	    hp_net_put_ip(msg, IFA_LOCAL, p) < 0 ||
	    hp_net_put_ip(msg, IFA_ADDRESS, p) < 0 || put_broadcast(msg, p) < 0)
		return -ENOMEM;
	return 0;
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
