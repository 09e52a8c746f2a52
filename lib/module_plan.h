/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: what loading a module takes, step by step.
 *
 * The order is libkmod's: each dependency with its softdeps around it, then the module
 * with its own. Unlike libkmod's plan, all softdep lines of a module add up, an install
 * command is taken though there is a softdep, and what modprobe.d denies has no step.
 */
#ifndef HP_MODULE_PLAN_H
#define HP_MODULE_PLAN_H

#include "module_kmod.h"

struct hp_module_step {
	struct kmod_module *kmod; /* a reference of ours */
	const char *command; /* its install command, NULL: the module itself goes in */
	char *options;	     /* as modprobe -v prints them */
	bool needed;	     /* else a wish: a softdep, or for one */
};

struct hp_module_plan {
	struct hp_module_step *steps;
	size_t n;
	struct kmod_module **visited; /* while it is made */
	size_t n_visited;
	struct kmod_list *needs; /* the dependencies of the target */
	struct kmod_module *target;
};

/*
 * Makes the plan for target into plan, which is {0} before; hp_module_plan_free() frees
 * it in any case. Returns 0, 1 (blacklisted, no step), 2 (it or what it needs is denied,
 * which is logged), -EEXIST (HP_MODULE_FIRST_TIME, and it is loaded), or a negative
 * errno.
 */
int hp_module_plan_make(struct hp_module_plan *plan, struct hp_modules *modules,
			struct kmod_module *target,
			const struct hp_module_action *action);

void hp_module_plan_free(struct hp_module_plan *plan);

/* Calls action->show for the step, where it is something to show. */
void hp_module_step_show(const struct hp_module_step *step,
			 const struct hp_module_action *action);

/* Loads the step's module, or runs its command, and nothing else. Returns 0; -EEXIST
 * where the module is there already; else as hp_module_insert(). */
int hp_module_step_take(const struct hp_module_step *step,
			const struct hp_module_action *action);

/* KMOD_PROBE_* of enum hp_module_flags. */
unsigned int hp_module_kmod_flags(unsigned int flags);

#endif
