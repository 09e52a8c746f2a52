/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: keep what is done to an interface, for hotplugctl net undo. */
#ifndef HP_NETKEEP_H
#define HP_NETKEEP_H

#include "netdevice.h"
#include "netundo_file.h"

struct hp_netkeep {
	struct hp_netlink *nl;
	struct hp_net_instance self;
	bool is_off;			/* nothing can be kept here, which is said */
	struct hp_netundo_bytes before; /* what was kept before */
};

/* The interface, with its directory in /sys. */
struct hp_net_instance hp_netkeep_instance(const struct hp_net_link *link);

/* Whether it is there, and no later one that has its number. */
bool hp_netkeep_is_there(struct hp_netlink *nl, const struct hp_net_instance *instance,
			 struct hp_net_link *ret);

/* Around hp_net_apply(): before it, the steps are kept, so that none is lost where the
 * process dies in it; after it, r being its result, what they came to. What cannot be
 * kept is logged. keep: nl, self and is_off are the caller's; freed by the second. */
void hp_netkeep_begin(struct hp_netkeep *keep, const struct hp_net_plan *plan);
void hp_netkeep_end(struct hp_netkeep *keep, const struct hp_net_plan *plan, int r);

/* A virtual device that was made, kept with itself; its lock is taken for that. Of link,
 * number and name count. */
void hp_netkeep_made(const struct hp_net_link *link);

#endif
