/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: remove kernel modules. See module.h. */
#include <errno.h>
#include <limits.h>

#include "log.h"
#include "module_kmod.h"

#define LINE_BYTES_MAX	 (PATH_MAX + 1024)

/* Softdeps may form a ring; under dry run nothing else would end it. */
#define REMOVE_DEPTH_MAX 8

static int remove_module(struct kmod_module *kmod, const struct hp_module_action *action,
			 unsigned int depth);

/* Removes, last first, what of the list is loaded and used by nobody. */
static void remove_unused(struct kmod_list *list, const struct hp_module_action *action,
			  unsigned int depth)
{
	struct kmod_list *item;

	for (item = kmod_list_last(list); item; item = kmod_list_prev(list, item)) {
		_cleanup_(kmod_modulep) struct kmod_module *kmod =
			kmod_module_get_module(item);

		remove_module(kmod, action, depth + 1);
	}
}

/* The removal of one module alone. */
static int remove_step(struct kmod_module *kmod, const char *command,
		       const struct hp_module_action *action)
{
	char line[LINE_BYTES_MAX];
	int r;

	snprintf(line, sizeof(line), "%s %s", command ? "remove" : "rmmod",
		 command ?: kmod_module_get_name(kmod));
	if (action->show)
		action->show(line, action->data);
	if (action->flags & HP_MODULE_DRY_RUN)
		return 0;
	if (command)
		return hp_module_run_command(kmod, command);
	r = kmod_module_remove_module(kmod, KMOD_REMOVE_NOLOG);
	if (r == 0)
		hp_notice("removed %s", kmod_module_get_name(kmod));
	return r;
}

/* Whether there is something to remove: 1, 0, or why not. */
static int removable(struct kmod_module *kmod, const struct hp_module_action *action)
{
	switch (hp_module_state(from_kmod(kmod))) {
	case HP_MODULE_ABSENT:
		return action->flags & HP_MODULE_FIRST_TIME ? -ENOENT : 0;
	case HP_MODULE_BUILTIN:
		return -ENOTSUP;
	case HP_MODULE_LIVE:
	case HP_MODULE_COMING:
	case HP_MODULE_GOING:
		return 1;
	}
	return 0;
}

static int remove_module(struct kmod_module *kmod, const struct hp_module_action *action,
			 unsigned int depth)
{
	_cleanup_(kmod_listp) struct kmod_list *pre = NULL, *post = NULL, *deps = NULL;
	const char *command = NULL;
	int r;

	if (depth > REMOVE_DEPTH_MAX)
		return -ELOOP;
	if (!(action->flags & HP_MODULE_IGNORE_COMMANDS)) {
		command = kmod_module_get_remove_commands(kmod);
		kmod_module_get_softdeps(kmod, &pre, &post);
	}
	if (!command) {
		r = removable(kmod, action);
		if (r <= 0)
			return r;
	}
	remove_unused(post, action, depth);
	if (!command && kmod_module_get_refcnt(kmod) > 0)
		return -EBUSY;
	r = remove_step(kmod, command, action);
	if (r < 0)
		return r;
	deps = kmod_module_get_dependencies(kmod);
	remove_unused(deps, action, depth);
	remove_unused(pre, action, depth);
	return 0;
}

int hp_module_remove(struct hp_module *module, const struct hp_module_action *action)
{
	return remove_module(to_kmod(module), action, 0);
}
