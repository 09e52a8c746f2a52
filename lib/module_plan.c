/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what loading a module takes, step by step. See module_plan.h. */
#include <errno.h>

#include "array.h"
#include "log.h"
#include "module_plan.h"

unsigned int hp_module_kmod_flags(unsigned int flags)
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

void hp_module_plan_free(struct hp_module_plan *plan)
{
	size_t i;

	for (i = 0; i < plan->n; i++) {
		kmod_module_unref(plan->steps[i].kmod);
		free(plan->steps[i].options);
	}
	for (i = 0; i < plan->n_visited; i++)
		kmod_module_unref(plan->visited[i]);
	free(plan->steps);
	free(plan->visited);
	kmod_module_unref_list(plan->needs);
}

/* What the making of one plan goes by. */
struct maker {
	struct hp_module_plan *plan;
	struct hp_modules *modules;
	const struct hp_module_action *action;
};

/* Returns 1 where the module was visited before, else 0, or -ENOMEM. */
static int visit(struct hp_module_plan *plan, struct kmod_module *kmod)
{
	size_t i;

	for (i = 0; i < plan->n_visited; i++)
		if (plan->visited[i] == kmod)
			return 1;
	if (hp_array_grow(&plan->visited, plan->n_visited, sizeof(*plan->visited)) < 0)
		return -ENOMEM;
	plan->visited[plan->n_visited++] = kmod_module_ref(kmod);
	return 0;
}

static bool is_listed(const struct kmod_list *list, const struct kmod_module *kmod)
{
	const struct kmod_list *item;

	kmod_list_foreach(item, list)
	{
		_cleanup_(kmod_modulep) struct kmod_module *listed =
			kmod_module_get_module(item);

		if (listed == kmod)
			return true;
	}
	return false;
}

static bool is_in_kernel(const struct hp_module_action *action, struct kmod_module *kmod)
{
	enum hp_module_state state;

	if (action->flags & HP_MODULE_IGNORE_LOADED)
		return false;
	state = hp_module_state(from_kmod(kmod));
	return state == HP_MODULE_LIVE || state == HP_MODULE_BUILTIN;
}

/* The options of modprobe.d and those of the command line, with the blank between them
 * that modprobe -v prints even where nothing follows. */
static char *join_options(struct kmod_module *kmod, const char *more)
{
	const char *options = kmod_module_get_options(kmod);
	char *text;

	if (!more || !*more)
		more = "";
	if (!options || (!*options && !*more))
		return strdup(more);
	return asprintf(&text, "%s %s", options, more) < 0 ? NULL : text;
}

static int add_step(const struct maker *maker, struct kmod_module *kmod, bool commands)
{
	struct hp_module_plan *plan = maker->plan;
	bool target = kmod == plan->target;
	struct hp_module_step step = {
		.needed = target || is_listed(plan->needs, kmod),
	};

	if (is_in_kernel(maker->action, kmod))
		return 0;
	if (commands)
		step.command = kmod_module_get_install_commands(kmod);
	step.options = join_options(kmod, target ? maker->action->options : NULL);
	if (!step.options)
		return -ENOMEM;
	if (hp_array_grow(&plan->steps, plan->n, sizeof(*plan->steps)) < 0) {
		free(step.options);
		return -ENOMEM;
	}
	step.kmod = kmod_module_ref(kmod);
	plan->steps[plan->n++] = step;
	return 0;
}

static int add_module(const struct maker *maker, struct kmod_module *kmod, bool commands);

/* A softdep that may not be loaded is left out with what it needs. */
static int add_wishes(const struct maker *maker, const struct hp_module_list *list)
{
	size_t i;
	int r = 0;

	for (i = 0; r == 0 && i < list->n; i++)
		if (!hp_modules_deny(maker->modules, list->at[i], maker->action,
				     HP_LOG_NOTICE))
			r = add_module(maker, list->at[i], true);
	return r;
}

static int add_with_softdeps(const struct maker *maker, struct kmod_module *kmod)
{
	_cleanup_(hp_module_list_free) struct hp_module_list pre = {0};
	_cleanup_(hp_module_list_free) struct hp_module_list post = {0};
	int r = hp_modules_softdeps(maker->modules, kmod, &pre, &post);

	if (r == 0)
		r = add_wishes(maker, &pre);
	if (r == 0)
		r = add_step(maker, kmod, true);
	return r < 0 ? r : add_wishes(maker, &post);
}

/* The module behind what it needs; each once, so that a ring of softdeps ends. commands:
 * false is -i, which leaves out the module's own softdeps too. */
static int add_module(const struct maker *maker, struct kmod_module *kmod, bool commands)
{
	_cleanup_(kmod_listp) struct kmod_list *needs = NULL;
	struct kmod_list *item;
	int r = visit(maker->plan, kmod);

	if (r != 0)
		return r < 0 ? r : 0;
	needs = kmod_module_get_dependencies(kmod);
	kmod_list_foreach(item, needs)
	{
		_cleanup_(kmod_modulep) struct kmod_module *need =
			kmod_module_get_module(item);

		if (r == 0)
			r = add_with_softdeps(maker, need);
	}
	if (r < 0)
		return r;
	return commands ? add_with_softdeps(maker, kmod) : add_step(maker, kmod, false);
}

/* What libkmod has to say before it makes a plan of its own: 0, 1 (blacklisted), or a
 * negative errno. Whether a module was found by an alias, it alone knows. */
static int ask_libkmod(struct kmod_module *target, const struct hp_module_action *action)
{
	unsigned int flags = hp_module_kmod_flags(action->flags) | KMOD_PROBE_DRY_RUN;
	int r = kmod_module_probe_insert_module(target, flags, NULL, NULL, NULL, NULL);

	return r > 0 ? 1 : r;
}

int hp_module_plan_make(struct hp_module_plan *plan, struct hp_modules *modules,
			struct kmod_module *target, const struct hp_module_action *action)
{
	const struct maker maker = {plan, modules, action};
	int r = ask_libkmod(target, action);

	if (r != 0 || is_in_kernel(action, target))
		return r;
	if (hp_modules_deny(modules, target, action, HP_LOG_ERR))
		return 2;
	plan->target = target;
	plan->needs = kmod_module_get_dependencies(target);
	return add_module(&maker, target, !(action->flags & HP_MODULE_IGNORE_COMMANDS));
}
