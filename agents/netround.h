/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what is wanted of an interface, and the steps to it, which point into both. */
#ifndef HP_NETROUND_H
#define HP_NETROUND_H

#include "netstack.h"
#include "netwant.h"

struct hp_netround {
	struct hp_net_want want;
	struct hp_net_stack stack;
	struct hp_net_plan plan;
};

/* Adds to state what the files ask of it. Returns 0 or a negative errno, logged by then
 * but for -ENODEV; ret is freed in any case. */
int hp_netround_plan(struct hp_netround *ret, struct hp_netwant *netwant,
		     struct hp_netlink *nl, struct hp_net_state *state,
		     const struct hp_netwant_subject *subject) _must_check_;

/* Whether the files say what the interface is to be called. */
bool hp_netround_wants_name(const struct hp_netround *round);

/* For _cleanup_(). */
void hp_netround_free(struct hp_netround *round);

#endif
