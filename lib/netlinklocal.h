/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: addresses of the link: what the keys of a whole *.network file come to, as
 * sysctls, and the steps that they need besides.
 *
 * Source of the contract: systemd.network(5); link_get_ipv6ll_addrgen_mode() of
 * systemd-networkd 252; addrconf_sysctl_addr_gen_mode() and
 * addrconf_sysctl_stable_secret() in net/ipv6/addrconf.c.
 */
#ifndef HP_NETLINKLOCAL_H
#define HP_NETLINKLOCAL_H

#include "netplan.h"

/* Adds the sysctls to the file; where it says nothing, none. Returns 0 or -ENOMEM. */
int hp_net_linklocal_finish(struct hp_net_file *file) _must_check_;

/* Without LinkLocalAddressing=, an interface under a macvlan or macvtap in mode passthru
 * has none. Returns 0 or -ENOMEM. */
int hp_net_passthrus_finish(struct hp_net_conf *conf) _must_check_;

/* Whether the kernel is to make IPv6 ones, also where the file says nothing of them. */
bool hp_net_linklocal_is_wanted(const struct hp_net_file *file);

/* Whether it is an address of the kind that the kernel makes: of fe80::/64. */
bool hp_net_is_linklocal(const struct hp_net_object *object);

/* A planner, as those of netplan.c: where an interface that is up is to make its address
 * another way, drops those that it has made. The kernel makes the new one at once, and
 * leaves the old one. */
int hp_net_plan_linklocal(struct hp_net_plan *plan, const struct hp_net_want *want,
			  const struct hp_net_state *is) _must_check_;

#endif
