/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: bring an interface to what the files say, or look at what that would take. */
#ifndef HP_NETJOB_H
#define HP_NETJOB_H

#include "netplan.h"
#include "uevent.h"

/* Plans and applies, or with hp_dry_run prints, under the interface's lock. Returns 0,
 * also where the interface is gone; or a negative errno, which is logged by then. */
int hp_netjob_run(const struct hp_uevent *event) _must_check_;

/* The same for a person, also where the interface was left alone since what was done was
 * undone. */
int hp_netjob_apply(const struct hp_uevent *event) _must_check_;

/* The event "add" by which an interface that is there is configured by hand. Returns 0,
 * or -EINVAL where its name can be in no event. */
int hp_netjob_event(struct hp_uevent *ret, const struct hp_net_link *link) _must_check_;

/* Valid during the call that gets it. */
struct hp_netjob_view {
	const struct hp_net_link *link;
	const struct hp_net_conf *conf;
	const struct hp_net_want *want; /* its files */
	const struct hp_net_plan *plan; /* what hp_netjob_run() would begin with */
	const struct hp_names *follows; /* what would be done besides: netfollow.h */
	bool by_kernel; /* the kernel configured it at boot; nothing is wanted */
	bool is_undone; /* by hand: events leave it alone */
};

/* Sets hp_dry_run, changes nothing; calls see for the interface called name (also an
 * alternative one), or where that is NULL for each. Returns 0 or the negative errno of
 * the first that could not be looked at (-ENODEV: there is none of that name), which is
 * logged by then. */
int hp_netjob_look(const char *name,
		   void (*see)(const struct hp_netjob_view *view, void *data),
		   void *data) _must_check_;

#endif
