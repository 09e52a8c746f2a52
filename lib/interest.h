/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: whether there is anything to run for an event: hp_plan_make(), asked once for
 * all events of a kind: what its plan depends on is the subsystem and hp_plan_key().
 *
 * Where the plan only loads what MODALIAS leads to, what is remembered beside the kind is
 * each MODALIAS that leads nowhere (any more): to no module, or to such that are there.
 */
#ifndef HP_INTEREST_H
#define HP_INTEREST_H

#include "answers.h"
#include "uevent.h"

/* {0} to begin with. */
struct hp_interest {
	struct hp_answers *answers; /* NULL: to be allocated when there is one */
	bool leaves_refused; /* what is refused is an interest, and not logged: who works
			      * the event does it */
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

/* The same in two steps, for who must not remember everything. Where there is no room for
 * one more, all others are forgotten. */
int hp_interest_ask(const struct hp_interest *interest,
		    const struct hp_uevent *event) _must_check_;
int hp_interest_remember(struct hp_interest *interest, const struct hp_uevent *event,
			 enum hp_interest_answer answer) _must_check_;

/* Of an event of HP_INTEREST_MODULES: whether its agent says that nothing is to be
 * loaded; and that, remembered. */
bool hp_interest_leads_nowhere(const struct hp_uevent *event);
int hp_interest_remember_nowhere(struct hp_interest *interest,
				 const struct hp_uevent *event) _must_check_;

/*
 * What is remembered of the event; nobody is asked, and nothing but answers is read, so
 * that it can be had in a process that shares them (answers.h). Returns
 * HP_INTEREST_NONE: there is nothing to do; _MODULES: it hangs on MODALIAS, and that is
 * not known; _ANY: there is; or -ENOENT: nothing is known.
 */
int hp_interest_recall(const struct hp_answers *answers, const struct hp_uevent *event);

/* Also for _cleanup_(). */
void hp_interest_free(struct hp_interest *interest);

#endif
