/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: the steps that take back what was done to an interface, as far as that still
 * is as it was left.
 *
 * A pure function of both; the steps are those of netplan.h, so that hp_net_apply() takes
 * them, all of them or none.
 */
#ifndef HP_NETUNDO_PLAN_H
#define HP_NETUNDO_PLAN_H

#include "netstack.h"
#include "netundo.h"

/* What is not taken back, though it is not as before. */
struct hp_netundo_kept {
	const struct hp_net_change *change;
	const char *why;
};

struct hp_netundo_plan {
	struct hp_net_plan plan; /* its steps have no where */
	size_t n_kept;
	struct hp_netundo_kept *kept;
	/* Its address of the link, which the kernel makes again; NULL: nothing. */
	const struct hp_net_object *linklocal;
	/* To which the steps point, one a change. */
	struct hp_net_upper *uppers;
	struct hp_net_stacked *stacked;
	struct hp_net_tell *tells;
};

/* How an interface is, for hp_netundo_plan_make(). */
struct hp_netundo_is {
	const struct hp_net_state *state; /* as far as the changes ask for */
	bool is_depended_on;	   /* what we have not made stands over it, or is in it */
	bool is_name_taken;	   /* the one that it had before */
	bool is_changed_by_master; /* its MAC and MTU, until it leaves that */
	bool has_clients;	   /* of ours, which are ended or will be */
};

/* What has to be read of the interface for that: a file that asks for what the changes
 * are about, for hp_net_state_complete(). Returns 0 or -ENOMEM; freed in any case with
 * hp_netundo_file_free(). */
int hp_netundo_ask(const struct hp_netundo *undo, struct hp_net_file *ret) _must_check_;
void hp_netundo_file_free(struct hp_net_file *file);

/* Whether it is an address that no change is about, and that the kernel has not made of a
 * router's advertisement. has_clients: nor is it the lease of a client of ours. */
bool hp_netundo_is_of_others(const struct hp_netundo *undo,
			     const struct hp_net_object *object, bool has_clients);

/* Devices that were made (MAKE) are no part of it. undo and is must outlive ret. Returns
 * 0 or -ENOMEM; ret is freed in any case. */
int hp_netundo_plan_make(struct hp_netundo_plan *ret, const struct hp_netundo *undo,
			 const struct hp_netundo_is *is) _must_check_;
void hp_netundo_plan_free(struct hp_netundo_plan *plan);

#endif
