/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what there is to take back of an interface, and how that is now. Only
 * netback*.c include this. */
#ifndef HP_NETBACK_LOOK_H
#define HP_NETBACK_LOOK_H

#include "netundo_file.h"
#include "netundo_look.h"
#include "netundo_plan.h"

struct hp_netback {
	struct hp_netlink *nl;
	int lock; /* the interface's; -1: nothing is changed */
	struct hp_net_instance self;
	bool has_followers;
	struct hp_netundo undo;
	struct hp_net_links links; /* all there are */
	struct hp_net_state state;
	struct hp_net_file asked;
	struct hp_netundo_plan plan;
	size_t n_devices;
	struct hp_net_instance *devices; /* to be deleted, the last made first */
	int lacks;			 /* as of hp_net_apply */
};

/* Both return 0 or a negative errno, which is logged by then unless it is -ENODEV: the
 * interface is gone. begin reads what was done; look how that is, and makes the plan.
 * back: nl, lock, self and state.link are the caller's; freed in any case. */
int hp_netback_begin(struct hp_netback *back) _must_check_;
int hp_netback_look(struct hp_netback *back) _must_check_;

/* For _cleanup_(). */
void hp_netback_free(struct hp_netback *back);

#endif
