/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: the plan for an event, and its run. See hotplug.d(5).
 *
 * The plan: hotplug.d/SUBSYSTEM/, then hotplug.d/default/, each in lexical order; at the
 * place of the name default.hotplug in the latter, the agent.
 */
#ifndef HP_DISPATCH_H
#define HP_DISPATCH_H

#include "agent.h"
#include "hooks.h"

struct hp_step {
	char *name;			 /* as it was found, argv[0] */
	char *path;			 /* resolved, checked by hp_trust_executable() */
	bool is_ours;			 /* an agent of the suite: knows --dry-run */
	const struct hp_agent *built_in; /* called here, not executed; or NULL */
};

/* The agents that are part of this program: where the file of an agent is a link to
 * HP_HELPERDIR/hotplug, it is called and not executed. find gives the agent for a path,
 * or NULL. */
void hp_dispatch_set_built_in(const struct hp_agent *(*find)(const char *path));

/* Why a file is run for an event, or why not. */
struct hp_note {
	const char *place; /* the subsystem, "default" or "agent" */
	const char *path;
	enum hp_verdict verdict;
	const char *why; /* by the verdict; NULL without one */
};

typedef void (*hp_note_fn)(const struct hp_note *note, void *data);

/* Which steps the plans of this process hold: where others load the drivers, ours are
 * left out, and made up for where the event turns out to be ours as well. */
enum hp_plan_part {
	HP_PLAN_WHOLE,
	HP_PLAN_WITHOUT_LOADS, /* without agents whose `loads` is set */
	HP_PLAN_LOADS,	       /* nothing but these */
};
extern enum hp_plan_part hp_plan_part;

struct hp_plan {
	struct hp_step *steps;
	size_t n;
	bool is_quiet;	      /* what is refused is not logged */
	unsigned int refused; /* files that are there and must not be run, directories
			       * that cannot be read; logged */
	hp_note_fn note;      /* or NULL */
	void *data;
	const char *place; /* for the note */
};

/* Finds what there is to run for the event; for want of memory or descriptors, it tries
 * again for a while (hp_scarce_wait()). Returns 0 (an empty plan: n and refused are 0) or
 * a negative errno, logged. */
int hp_plan_make(struct hp_plan *ret, const struct hp_uevent *event) _must_check_;

/* The same at once, and nothing is logged. */
int hp_plan_look(struct hp_plan *ret, const struct hp_uevent *event) _must_check_;

/* The same, and fn is told of each file that was looked at, in the order in which they
 * would be run. */
int hp_plan_explain(struct hp_plan *ret, const struct hp_uevent *event, hp_note_fn fn,
		    void *data) _must_check_;

/* What of an event decides its plan, beside the subsystem: the action, and whether there
 * is a MODALIAS and a device number. */
unsigned int hp_plan_key(const struct hp_uevent *event);

/* Calls each for every directory that the plan of a subsystem's events is made from,
 * there or not. Returns the first of what each returned that is not 0, else 0. */
int hp_plan_places(const char *subsystem, int (*each)(const char *path, void *data),
		   void *data);

void hp_plan_free(struct hp_plan *plan);

/* Runs the steps one after the other and waits for each; a step that fails is logged and
 * the next one runs. Under hp_dry_run hooks are only printed; the suite's own agents run
 * and print. What cannot be started for want of processes or memory is tried again for a
 * while. Returns 0, -EIO where a step failed or was refused, or -EBADMSG where
 * all that failed is that an agent of the suite found the event unusable. */
int hp_plan_run(const struct hp_plan *plan, const struct hp_uevent *event) _must_check_;

#endif
