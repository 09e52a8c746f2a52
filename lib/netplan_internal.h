/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what the files netplan*.c share. See netplan.h. */
#ifndef HP_NETPLAN_INTERNAL_H
#define HP_NETPLAN_INTERNAL_H

#include "netplan.h"

/* Frees the name that the interface is to get, where that is an alternative one of its
 * own: the kernel has each name once. */
int hp_net_plan_free_name(struct hp_net_plan *plan, const struct hp_net_want *want,
			  const struct hp_net_state *is) _must_check_;

/* Whether it is what a file wants, or becomes it. */
bool hp_net_file_wants(const struct hp_net_file *file, const struct hp_net_object *there);

/* Whether the kernel takes one only where the interface is up. */
bool hp_net_kind_waits_for_up(enum hp_net_object_kind kind);

/* What a .link file sets beside the name, the address and the MTU. */
int hp_net_plan_altnames(struct hp_net_plan *plan, const struct hp_net_want *want,
			 const struct hp_net_state *is) _must_check_;
int hp_net_plan_alias(struct hp_net_plan *plan, const struct hp_net_want *want,
		      const struct hp_net_state *is) _must_check_;
int hp_net_plan_amounts(struct hp_net_plan *plan, const struct hp_net_want *want,
			const struct hp_net_state *is) _must_check_;
int hp_net_plan_ethtool(struct hp_net_plan *plan, const struct hp_net_want *want,
			const struct hp_net_state *is) _must_check_;

/* What a .network file turns on or off. */
int hp_net_plan_flags(struct hp_net_plan *plan, const struct hp_net_want *want,
		      const struct hp_net_state *is) _must_check_;
int hp_net_plan_down(struct hp_net_plan *plan, const struct hp_net_want *want,
		     const struct hp_net_state *is) _must_check_;
int hp_net_plan_up(struct hp_net_plan *plan, const struct hp_net_want *want,
		   const struct hp_net_state *is) _must_check_;

/* The MTU for IPv6, at the end: it is at most that of the interface, which it becomes
 * with each change of that, and when the interface comes up. */
int hp_net_plan_mtu6(struct hp_net_plan *plan, const struct hp_net_want *want,
		     const struct hp_net_state *is) _must_check_;

/* The hardware address that both files come to, and where it stands; NULL: none. */
const struct hp_hwaddr *hp_net_want_last_mac(const struct hp_net_want *want,
					     struct hp_net_where *ret_where);

#endif
