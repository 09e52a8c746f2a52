/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: steps that are refused: what is said of them, and which of them cost
 * themselves alone. Only netapply*.c include this.
 *
 * Source of the contract: inet6_set_iftoken() in net/ipv6/addrconf.c; sriov_enable() in
 * drivers/pci/iov.c, which gives ENOMEM where a BAR has no place. */
#ifndef HP_NETAPPLY_REFUSAL_H
#define HP_NETAPPLY_REFUSAL_H

#include "netapply.h"

/* Logs the step, which failed with r, and the kernel's reason. Returns 0 with the
 * interface, which has its number for a name where it cannot be read; or -ENODEV where it
 * is gone, of which nothing is said. */
int hp_net_refusal_tell(struct hp_net_apply *apply, const struct hp_net_step *step, int r,
			struct hp_net_link *ret);

/* Whether the rest is done without the step, which failed with r. */
bool hp_net_refusal_is_of_step(const struct hp_net_step *step, int r);

/* Marks the step, and says so. r: why, a negative errno, or 0; more: what else there is
 * to say. Returns 0. */
int hp_net_leave_out(struct hp_net_step *step, int r, const char *more);

#endif
