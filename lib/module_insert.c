/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: load kernel modules. See module.h.
 *
 * libkmod makes the plan, by a dry run that tells each step; the steps are taken here.
 * kmod_module_probe_insert_module() by itself takes "was there already" for a load: of
 * eight processes that load one module at the same time, each would tell of it.
 */
#include <errno.h>
#include <limits.h>

#include "child.h"
#include "log.h"
#include "module_kmod.h"

#define COMMAND_TIMEOUT_S 60
#define NAMES_BYTES_MAX	  1024

int hp_module_run_command(struct kmod_module *kmod, const char *command,
			  const char *modprobe_options)
{
	char module[PATH_MAX + 32];
	char *argv[] = {(char *)"/bin/sh", (char *)"-c", (char *)command, NULL};
	struct hp_environment env = {
		.n = 4,
		.vars = {"HOME=/", "TERM=linux", "PATH=/sbin:/usr/sbin:/bin:/usr/bin",
			 module},
	};
	int r;

	if (modprobe_options)
		env.vars[env.n++] = modprobe_options;
	snprintf(module, sizeof(module), "MODPROBE_MODULE=%s",
		 kmod_module_get_name(kmod));
	r = hp_child_run(argv[0], argv, &env, COMMAND_TIMEOUT_S);
	if (r == 0 || r == -EINPROGRESS)
		return 0;
	if (r < 0)
		return hp_error(r, "%s: '%s'", kmod_module_get_name(kmod), command);
	hp_error(0, "%s: '%s' ended with status %d", kmod_module_get_name(kmod), command,
		 r);
	return -ECHILD;
}

static int run_install(struct kmod_module *kmod, const char *command, void *data)
{
	const struct hp_module_action *action = data;

	return hp_module_run_command(kmod, command, action->modprobe_options);
}

/* One step of the plan: a module that goes in, or its install command. */
struct step {
	struct kmod_module *kmod; /* a reference of ours */
	bool command;
	char *options;
};

struct plan {
	struct step *steps;
	size_t n;
	int r; /* what went wrong while it was made */
};

/* libkmod's print_action has no data pointer. */
static _Thread_local struct plan *current;

static void plan_free(struct plan *plan)
{
	size_t i;

	for (i = 0; i < plan->n; i++) {
		kmod_module_unref(plan->steps[i].kmod);
		free(plan->steps[i].options);
	}
	free(plan->steps);
}

static void add_step(struct kmod_module *kmod, bool command, const char *options)
{
	struct plan *plan = current;
	struct step *steps;
	char *copy = strdup(options ?: "");

	/* Room for a step more at each power of two. */
	if (copy && !(plan->n & (plan->n - 1))) {
		steps = reallocarray(plan->steps, plan->n ? 2 * plan->n : 1,
				     sizeof(*steps));
		plan->steps = steps ?: plan->steps;
		if (!steps) {
			free(copy);
			copy = NULL;
		}
	}
	if (!copy) {
		plan->r = -ENOMEM;
		return;
	}
	plan->steps[plan->n++] = (struct step){kmod_module_ref(kmod), command, copy};
}

static unsigned int to_kmod_flags(unsigned int flags)
{
	static const unsigned int map[][2] = {
		{HP_MODULE_DRY_RUN, KMOD_PROBE_DRY_RUN},
		{HP_MODULE_BLACKLIST, KMOD_PROBE_APPLY_BLACKLIST},
		{HP_MODULE_IGNORE_COMMANDS, KMOD_PROBE_IGNORE_COMMAND},
		{HP_MODULE_IGNORE_LOADED, KMOD_PROBE_IGNORE_LOADED},
		{HP_MODULE_FIRST_TIME, KMOD_PROBE_FAIL_ON_LOADED},
		{HP_MODULE_FORCE_VERMAGIC, KMOD_PROBE_FORCE_VERMAGIC},
		{HP_MODULE_FORCE_MODVERSION, KMOD_PROBE_FORCE_MODVERSION},
	};
	unsigned int kmod_flags = KMOD_PROBE_APPLY_BLACKLIST_ALIAS_ONLY;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(map); i++)
		if (flags & map[i][0])
			kmod_flags |= map[i][1];
	return kmod_flags;
}

/* What one hp_module_insert() is about. */
struct insertion {
	const struct hp_module_action *action;
	struct kmod_module *target;
	struct kmod_list *needs; /* what must go in, beside the target */
	bool target_inserted;
	char with[NAMES_BYTES_MAX]; /* what else was loaded: "NAME, NAME" */
};

/* Returns 0, 1 (blacklisted), or a negative errno. */
static int make_plan(struct plan *plan, const struct insertion *in)
{
	unsigned int flags = to_kmod_flags(in->action->flags) | KMOD_PROBE_DRY_RUN;
	int r;

	current = plan;
	r = kmod_module_probe_insert_module(in->target, flags, in->action->options,
					    run_install, NULL, add_step);
	current = NULL;
	if (r < 0)
		return r;
	/* The blacklist flag that applied comes back as a positive value. */
	return plan->r ?: r > 0;
}

/* Shows the line that modprobe -v prints, if the step has one. */
static void show_step(const struct step *step, const struct hp_module_action *action)
{
	const char *path = kmod_module_get_path(step->kmod);
	_cleanup_free_ char *line = NULL;
	int n = -1;

	if (!action->show)
		return;
	if (step->command)
		n = asprintf(&line, "install %s %s",
			     kmod_module_get_install_commands(step->kmod), step->options);
	else if (path)
		n = asprintf(&line, "insmod %s %s", path, step->options);
	else if (kmod_module_get_initstate(step->kmod) == KMOD_MODULE_BUILTIN)
		n = asprintf(&line, "builtin %s", kmod_module_get_name(step->kmod));
	if (n >= 0)
		action->show(line, action->data);
	else
		line = NULL; /* asprintf() leaves it undefined where it fails */
}

static bool is_needed(const struct insertion *in, const struct kmod_module *kmod)
{
	struct kmod_list *item;

	if (kmod == in->target)
		return true;
	kmod_list_foreach(item, in->needs)
	{
		_cleanup_(kmod_modulep) struct kmod_module *need =
			kmod_module_get_module(item);

		if (need == kmod)
			return true;
	}
	return false;
}

static void note_inserted(struct insertion *in, const struct kmod_module *kmod)
{
	size_t n = strlen(in->with);

	if (kmod == in->target)
		in->target_inserted = true;
	else
		snprintf(in->with + n, sizeof(in->with) - n, "%s%s", n ? ", " : "",
			 kmod_module_get_name(kmod));
}

/* libkmod puts $CMDLINE_OPTS into the command. What it loads, the modprobe in it tells.
 */
static int run_step_command(const struct insertion *in, const struct step *step)
{
	unsigned int flags = to_kmod_flags(in->action->flags) &
			     (KMOD_PROBE_IGNORE_LOADED | KMOD_PROBE_FORCE_VERMAGIC |
			      KMOD_PROBE_FORCE_MODVERSION);
	bool target = step->kmod == in->target;

	return kmod_module_probe_insert_module(step->kmod, flags,
					       target ? in->action->options : NULL,
					       run_install, in->action, NULL);
}

static int take_step(struct insertion *in, const struct step *step)
{
	int r;

	show_step(step, in->action);
	if (in->action->flags & HP_MODULE_DRY_RUN)
		return 0;
	if (step->command) {
		r = run_step_command(in, step);
	} else {
		r = kmod_module_insert_module(
			step->kmod,
			to_kmod_flags(in->action->flags) &
				(KMOD_PROBE_FORCE_VERMAGIC | KMOD_PROBE_FORCE_MODVERSION),
			step->options);
		if (r == 0)
			note_inserted(in, step->kmod);
	}
	/* Another process was faster. */
	if (r == -EEXIST &&
	    !(step->kmod == in->target && in->action->flags & HP_MODULE_FIRST_TIME))
		return 0;
	/* A softdep is a wish. */
	return r < 0 && is_needed(in, step->kmod) ? r : 0;
}

static void log_loaded(const struct insertion *in)
{
	const char *name = kmod_module_get_name(in->target);

	if (in->target_inserted && in->with[0])
		hp_notice("loaded %s with %s", name, in->with);
	else if (in->target_inserted)
		hp_notice("loaded %s", name);
	else if (in->with[0])
		hp_notice("loaded %s for %s", in->with, name);
}

int hp_module_insert(struct hp_module *module, const struct hp_module_action *action)
{
	struct insertion in = {.action = action, .target = to_kmod(module)};
	_cleanup_(plan_free) struct plan plan = {0};
	size_t i;
	int r = make_plan(&plan, &in);

	if (r != 0)
		return r;
	in.needs = kmod_module_get_dependencies(in.target);
	for (i = 0; r == 0 && i < plan.n; i++)
		r = take_step(&in, &plan.steps[i]);
	kmod_module_unref_list(in.needs);
	log_loaded(&in);
	return r;
}
