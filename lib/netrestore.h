/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: what the kernel drops of an interface that is taken down, kept to be put back.
 *
 * With an interface that goes down go its IPv6 addresses, its routes, its neighbors and
 * proxies, the nexthop objects over it, and the same of every VLAN over it
 * (net/8021q/vlan.c takes them down with it, and up again even those that were down).
 * They are kept as the kernel's own messages, so that what we have no word for (metrics,
 * encapsulations, groups, lifetimes) is put back as well, in the way of ip-route(8)'s
 * save and restore. Left out is what the kernel makes by itself: routes of addresses,
 * link-local addresses, what follows from router advertisements.
 */
#ifndef HP_NETRESTORE_H
#define HP_NETRESTORE_H

#include "macro.h"

struct hp_netlink;
struct hp_net_restore;

/* Reads what there is. Returns 0; -ENODEV where there is no such interface; or another
 * negative errno. */
int hp_net_restore_read(struct hp_net_restore **ret, struct hp_netlink *nl,
			unsigned int ifindex) _must_check_;

/* Brings the interface up again if it was up when that was read, and adds what is not
 * there any more; nexthop objects wait for the carrier, 10 seconds at most
 * (nh_create_ipv4() of net/ipv4/nexthop.c). What cannot be put back is logged. The words
 * of the last refusal, by hp_netlink_why(), stay. Returns 0, or the negative errno of
 * what failed first. */
int hp_net_restore_put_back(struct hp_net_restore *restore, struct hp_netlink *nl);

/* For _cleanup_(); frees what it points to, which may be NULL. */
void hp_net_restore_freep(struct hp_net_restore **restore);

#endif
