/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: whether there is anything to run for an event: hp_plan_make(), asked once for
 * all events of a kind: what its plan depends on is the subsystem and hp_plan_key().
 */
#ifndef HP_INTEREST_H
#define HP_INTEREST_H

#include "uevent.h"

struct hp_interest_kind;

/* {0} to begin with. */
struct hp_interest {
	struct hp_interest_kind *kinds;
	size_t n;
};

enum hp_interest_answer {
	HP_INTEREST_NONE,
	HP_INTEREST_MODULES, /* an agent of ours that only loads what MODALIAS leads to */
	HP_INTEREST_ANY,
};

/* Returns enum hp_interest_answer, or -ENOMEM. A plan all of which is refused counts as
 * none; that is logged once. */
int hp_interest_in(struct hp_interest *interest,
		   const struct hp_uevent *event) _must_check_;

/* Also for _cleanup_(). */
void hp_interest_free(struct hp_interest *interest);

#endif
