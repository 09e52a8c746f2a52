/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: load kernel modules. See module.h.
 *
 * The steps of the plan are taken here. kmod_module_probe_insert_module() by itself takes
 * "was there already" for a load: of eight processes that load one module at the same
 * time, each would tell of it.
 */
#include <errno.h>

#include "load.h"
#include "module_plan.h"
#include "rival.h"

/* What one hp_module_insert() is about. */
struct insertion {
	const struct hp_module_action *action;
	struct kmod_module *target;
	struct hp_load load;
};

/* What is neither a file, a command nor builtin, an alias to nothing, is not shown. */
void hp_module_step_show(const struct hp_module_step *step,
			 const struct hp_module_action *action)
{
	struct hp_module_shown shown = {
		.word = step->command ? "install" : "insmod",
		.module = kmod_module_get_name(step->kmod),
		.what = step->command ?: kmod_module_get_path(step->kmod),
		.options = step->options,
	};

	if (!shown.what && kmod_module_get_initstate(step->kmod) == KMOD_MODULE_BUILTIN) {
		shown.word = "builtin";
		shown.what = shown.module;
		shown.options = NULL;
	}
	if (action->show && shown.what)
		action->show(&shown, action->data);
}

/* What it loads, the modprobe in it tells. */
static int run_command(const struct hp_module_step *step,
		       const struct hp_module_action *action)
{
	_cleanup_free_ char *command =
		hp_module_expand_command(step->command, step->options);

	if (!command)
		return -ENOMEM;
	return hp_module_run_command(step->kmod, command, action->modprobe_options);
}

struct attempt {
	const struct hp_module_step *step;
	unsigned int flags;
};

static int try_step(const void *data)
{
	const struct attempt *attempt = data;

	return kmod_module_insert_module(attempt->step->kmod, attempt->flags,
					 attempt->step->options);
}

int hp_module_step_take(const struct hp_module_step *step,
			const struct hp_module_action *action)
{
	const struct attempt attempt = {
		.step = step,
		.flags = hp_module_kmod_flags(action->flags) &
			 (KMOD_PROBE_FORCE_VERMAGIC | KMOD_PROBE_FORCE_MODVERSION),
	};

	if (step->command)
		return run_command(step, action);
	return hp_rival_insert(kmod_module_get_name(step->kmod), try_step, &attempt);
}

static int take_step(struct insertion *in, const struct hp_module_step *step)
{
	int r;

	hp_module_step_show(step, in->action);
	if (in->action->flags & HP_MODULE_DRY_RUN)
		return 0;
	r = hp_module_step_take(step, in->action);
	if (r == 0 && !step->command)
		hp_load_note(&in->load, kmod_module_get_name(step->kmod));
	/* Another process was faster. */
	if (r == -EEXIST &&
	    !(step->kmod == in->target && in->action->flags & HP_MODULE_FIRST_TIME))
		return 0;
	/* A softdep is a wish. */
	return r < 0 && step->needed ? r : 0;
}

int hp_module_insert(struct hp_modules *modules, struct hp_module *module,
		     const struct hp_module_action *action)
{
	struct insertion in = {
		.action = action,
		.target = to_kmod(module),
		.load.target = hp_module_name(module),
	};
	_cleanup_(hp_module_plan_free) struct hp_module_plan plan = {0};
	size_t i;
	int r = hp_module_plan_make(&plan, modules, in.target, action);

	for (i = 0; r == 0 && i < plan.n; i++)
		r = take_step(&in, &plan.steps[i]);
	hp_load_log(&in.load);
	return r;
}
