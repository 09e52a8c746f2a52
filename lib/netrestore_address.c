/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: put addresses back as they were. See netrestore_kind.h. */
#include <errno.h>
#include <linux/if_addr.h>

#include "netio.h"
#include "netrestore_kind.h"

static const struct nlattr *local_of(struct nlmsghdr *hdr)
{
	return nlmsg_find_attr(hdr, sizeof(struct ifaddrmsg), IFA_LOCAL);
}

/* Whether the one is primary and the other secondary, by their order. */
static bool share_network(const struct hp_net_restore_item *a,
			  const struct hp_net_restore_item *b)
{
	const struct ifaddrmsg *one = nlmsg_data(nlmsg_hdr(a->msg));
	const struct ifaddrmsg *other = nlmsg_data(nlmsg_hdr(b->msg));
	uint32_t mask = one->ifa_prefixlen ? UINT32_MAX << (32 - one->ifa_prefixlen) : 0;

	return one->ifa_index == other->ifa_index &&
	       one->ifa_prefixlen == other->ifa_prefixlen &&
	       !((hp_net_read_u32(local_of(nlmsg_hdr(a->msg))) ^
		  hp_net_read_u32(local_of(nlmsg_hdr(b->msg)))) &
		 htonl(mask));
}

static int drop(struct hp_netlink *nl, const struct hp_net_restore_item *item)
{
	struct nlmsghdr *hdr = nlmsg_hdr(item->msg);
	int r;

	hdr->nlmsg_type = item->kind->drop;
	r = hp_netlink_request(nl, item->msg);
	hdr->nlmsg_type = item->kind->add;
	return r;
}

/* The first of a network is its primary address: one that is missing comes before those
 * that are there. */
int hp_net_restore_put_ipv4(struct hp_netlink *nl, struct hp_net_restore_item *item,
			    size_t n)
{
	bool is_first = false;
	int r = hp_netlink_request(nl, item->msg);

	if (r < 0)
		return r;
	while (--n > 0) {
		if (item[n].kind != item->kind || !item[n].msg ||
		    !share_network(item, &item[n]))
			continue;
		/* One that was secondary may have gone with its primary. */
		r = drop(nl, &item[n]);
		is_first |= r == 0;
	}
	if (!is_first)
		return 0;
	r = drop(nl, item);
	return r < 0 && r != -EADDRNOTAVAIL ? r : hp_netlink_request(nl, item->msg);
}

/* Whether nobody else has the address is known since it was used: it is added as one that
 * needs no such test, and then made one that is tested as before. */
static int put_used(struct hp_netlink *nl, struct nl_msg *msg, uint32_t *flags)
{
	struct nlmsghdr *hdr = nlmsg_hdr(msg);
	int r;

	*flags |= IFA_F_NODAD;
	r = hp_netlink_request(nl, msg);
	*flags &= ~IFA_F_NODAD;
	if (r < 0)
		return r;
	hdr->nlmsg_flags = (hdr->nlmsg_flags & ~NLM_F_EXCL) | NLM_F_REPLACE;
	return hp_netlink_request(nl, msg);
}

int hp_net_restore_put_ipv6(struct hp_netlink *nl, struct hp_net_restore_item *item,
			    size_t n)
{
	static const uint32_t untested =
		IFA_F_TENTATIVE | IFA_F_DADFAILED | IFA_F_NODAD | IFA_F_OPTIMISTIC;
	struct nlattr *flags = nlmsg_find_attr(nlmsg_hdr(item->msg),
					       sizeof(struct ifaddrmsg), IFA_FLAGS);

	if (!flags || hp_net_read_u32(flags) & untested)
		return hp_netlink_request(nl, item->msg);
	return put_used(nl, item->msg, nla_data(flags));
}
