/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: take back what was done to an interface, by hand. */
#ifndef HP_NETBACK_H
#define HP_NETBACK_H

#include "netundo_plan.h"

/* What is taken back, as far as it still is as it was left. Valid during the call that
 * gets it. */
struct hp_netback_view {
	const struct hp_net_link *link;
	const struct hp_netundo_plan *plan;
	size_t n_devices; /* that were made, to be deleted */
	const struct hp_net_instance *devices;
	bool has_followers; /* clients, DNS, ifup: netfollow.h */
	bool is_nothing;    /* there is nothing to take back */
};

typedef void (*hp_netback_see)(const struct hp_netback_view *view, void *data);

/*
 * Takes back what is kept of the interface, under its lock, and has events leave it alone
 * from then on; with hp_dry_run, only calls see, which is called in any case unless it is
 * NULL. All steps are taken or none; what follows them (devices, clients) as far as it
 * can be. Returns 0, also where there is nothing to do; -ENODEV where the interface is
 * gone; or another negative errno, which is logged by then.
 */
int hp_netback_run(struct hp_netlink *nl, const struct hp_net_link *link,
		   hp_netback_see see, void *data) _must_check_;

/* Whether there may be anything to take back. */
bool hp_netback_concerns(const struct hp_net_link *link);

#endif
