/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: changes that cost an interface more than they change. Only netapply*.c include
 * this. */
#ifndef HP_NETAPPLY_BOUNCE_H
#define HP_NETAPPLY_BOUNCE_H

#include "netapply.h"

/*
 * Does what the kernel refuses with EBUSY while the interface is up (a name before 6.2, a
 * hardware address or an MTU with some drivers) with the interface down for that moment.
 * What it loses by that is put back, whether the change is had then or not; what cannot be
 * is logged. Returns 0: the change is had; or the negative errno for which it is not.
 */
int hp_net_bounce(struct hp_net_apply *apply, unsigned int ifindex,
		  int (*change)(struct hp_netlink *nl, unsigned int ifindex,
				const void *value),
		  const void *value) _must_check_;

/* Writes what the interface has, one of several (hp_net_write_object()); what a CAN
 * controller is told, as hp_net_bounce(). Returns 0 or a negative errno. */
int hp_net_bounce_object(struct hp_net_apply *apply,
			 const struct hp_net_object *object) _must_check_;

/* To be called before a step by which the interface loses more than the step takes: what
 * it has is read, once, to be put back where a later step fails, and apply->disturbed is
 * set. Returns 0 or a negative errno, with which the step must not be taken. */
int hp_net_disturb(struct hp_net_apply *apply) _must_check_;

#endif
