/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: make a virtual device through rtnetlink, as its *.netdev file says. */
#ifndef HP_NETDEVWRITE_H
#define HP_NETDEVWRITE_H

#include "netdev.h"
#include "netstate.h"

struct nl_msg;

/* The request that makes the device over lower (an ifindex; 0: over none), or without
 * NLM_F_CREATE in flags tells one that is there the same. The caller's (_cleanup_msg_).
 * NULL: no memory. */
struct nl_msg *hp_netdev_message(const struct hp_net_file *file, unsigned int lower,
				 int flags);

/*
 * Sees to it that the device is there. ret_made tells whether this call made it. Returns
 * 0; -ENOTUNIQ where an interface of another kind, or over another interface than lower,
 * has the name, which is logged by then; or another negative errno: hp_netlink_why() has
 * the kernel's words.
 */
int hp_netdev_make(struct hp_netlink *nl, const struct hp_net_file *file,
		   unsigned int lower, unsigned int *ret_ifindex,
		   bool *ret_made) _must_check_;

/* Whether the interface can be taken for the device of the file. What is against it is
 * logged with where, the setting that asks for it. */
bool hp_netdev_is(const struct hp_net_file *file, unsigned int lower,
		  const struct hp_net_link *link, const struct hp_net_where *where);

/* Whether any interface has it for its master; also where that cannot be found out. */
bool hp_netdev_has_members(struct hp_netlink *nl, unsigned int ifindex);

/* Deletes an interface. Returns 0 or a negative errno. */
int hp_netdev_unmake(struct hp_netlink *nl, unsigned int ifindex) _must_check_;

#endif
