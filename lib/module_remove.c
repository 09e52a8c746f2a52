/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: remove kernel modules. See module.h. */
#include <errno.h>
#include <time.h>

#include "log.h"
#include "module_kmod.h"

/* Between two tries of a removal that waits. */
#define PAUSE_MS_MAX	 128

/* Softdeps may form a ring; under dry run nothing else would end it. */
#define REMOVE_DEPTH_MAX 8

/* What one hp_module_remove() goes by. */
struct removal {
	struct hp_modules *modules;
	const struct hp_module_action *action;
};

static int remove_module(struct kmod_module *kmod, const struct removal *removal,
			 unsigned int depth);

/* Removes, last first. Returns 0, or the first failure. */
static int remove_list(const struct hp_module_list *list, const struct removal *removal,
		       unsigned int depth)
{
	size_t i;
	int r = 0, s;

	for (i = list->n; i > 0; i--) {
		s = remove_module(list->at[i - 1], removal, depth + 1);
		if (s < 0 && r == 0)
			r = s;
	}
	return r;
}

/* Removes, last first, what of the dependencies is loaded and used by nobody. */
static void remove_unused(struct kmod_module *of, const struct removal *removal,
			  unsigned int depth)
{
	_cleanup_(kmod_listp) struct kmod_list *list = kmod_module_get_dependencies(of);
	struct kmod_list *item;

	for (item = kmod_list_last(list); item; item = kmod_list_prev(list, item)) {
		_cleanup_(kmod_modulep) struct kmod_module *kmod =
			kmod_module_get_module(item);

		if (kmod_module_get_refcnt(kmod) == 0)
			remove_module(kmod, removal, depth + 1);
	}
}

static void sleep_ms(unsigned int ms)
{
	struct timespec rest = {ms / 1000, ms % 1000 * 1000000L};

	while (nanosleep(&rest, &rest) < 0 && errno == EINTR)
		;
}

/* Whether waiting may help: the module is in use, or somebody else removes or loads it
 * (delete_module(2): EWOULDBLOCK; EBUSY, also for a module that can never be removed). */
static bool passes(struct kmod_module *kmod, int r)
{
	return r == -EAGAIN ||
	       (r == -EBUSY && hp_module_state(from_kmod(kmod)) != HP_MODULE_LIVE);
}

/* Tries again, after 1, 2, 4, ... 128 ms, while that may help and wait_ms lasts. */
int hp_module_delete(struct kmod_module *kmod, const struct hp_module_action *action)
{
	unsigned int flags = KMOD_REMOVE_NOLOG, left = action->wait_ms, pause = 1;
	int r;

	if (action->flags & HP_MODULE_FORCE_REMOVE)
		flags |= KMOD_REMOVE_FORCE;
	for (;;) {
		r = kmod_module_remove_module(kmod, flags);
		if (!left || !passes(kmod, r))
			return r;
		pause = pause < left ? pause : left;
		sleep_ms(pause);
		left -= pause;
		pause = pause < PAUSE_MS_MAX ? 2 * pause : pause;
	}
}

/* The removal of one module alone. */
static int remove_step(struct kmod_module *kmod, const char *command,
		       const struct hp_module_action *action)
{
	const char *name = kmod_module_get_name(kmod);
	const struct hp_module_shown shown = {
		.word = command ? "remove" : "rmmod",
		.module = name,
		.what = command ?: name,
	};
	int r;

	if (action->show)
		action->show(&shown, action->data);
	if (action->flags & HP_MODULE_DRY_RUN)
		return 0;
	if (command)
		return hp_module_run_command(kmod, command, action->modprobe_options);
	r = hp_module_delete(kmod, action);
	if (r == 0)
		hp_notice("removed %s", name);
	/* Another process was faster. */
	return r == -ENOENT && !(action->flags & HP_MODULE_FIRST_TIME) ? 0 : r;
}

/* Whether there is something to remove: 1, 0, or why not. */
static int removable(struct kmod_module *kmod, const struct hp_module_action *action)
{
	if (action->flags & HP_MODULE_IGNORE_LOADED)
		return 1;
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

/* With --wait the kernel's own word is waited for, else none is asked of it. */
static bool in_use(struct kmod_module *kmod, const struct hp_module_action *action)
{
	return !(action->flags & HP_MODULE_IGNORE_LOADED) && !action->wait_ms &&
	       kmod_module_get_refcnt(kmod) > 0;
}

static int remove_holders(struct kmod_module *kmod, const struct removal *removal,
			  unsigned int depth)
{
	_cleanup_(hp_module_list_free) struct hp_module_list list = {0};
	_cleanup_(kmod_listp) struct kmod_list *holders = NULL;
	int r;

	if (depth || !(removal->action->flags & HP_MODULE_REMOVE_HOLDERS))
		return 0;
	holders = kmod_module_get_holders(kmod);
	r = hp_module_list_append(&list, holders);
	return r < 0 ? r : remove_list(&list, removal, depth);
}

/* The module with its command, if any, and what surrounds it. */
static int remove_with(struct kmod_module *kmod, const char *command,
		       const struct removal *removal, unsigned int depth)
{
	int r = remove_holders(kmod, removal, depth);

	if (r < 0)
		return r;
	if (!command && in_use(kmod, removal->action))
		return -EBUSY;
	r = remove_step(kmod, command, removal->action);
	if (r == 0 && !command)
		remove_unused(kmod, removal, depth);
	return r;
}

static int remove_module(struct kmod_module *kmod, const struct removal *removal,
			 unsigned int depth)
{
	_cleanup_(hp_module_list_free) struct hp_module_list pre = {0};
	_cleanup_(hp_module_list_free) struct hp_module_list post = {0};
	const char *command = NULL;
	int r;

	if (depth > REMOVE_DEPTH_MAX)
		return -ELOOP;
	if (!(removal->action->flags & HP_MODULE_IGNORE_COMMANDS)) {
		command = kmod_module_get_remove_commands(kmod);
		r = hp_modules_softdeps(removal->modules, kmod, &pre, &post);
		if (r < 0)
			return r;
	}
	if (!command) {
		r = removable(kmod, removal->action);
		if (r <= 0)
			return r;
	}
	/* A softdep is a wish. */
	remove_list(&post, removal, depth);
	r = remove_with(kmod, command, removal, depth);
	if (r == 0)
		remove_list(&pre, removal, depth);
	return r;
}

int hp_module_remove(struct hp_modules *modules, struct hp_module *module,
		     const struct hp_module_action *action)
{
	const struct removal removal = {modules, action};

	return remove_module(to_kmod(module), &removal, 0);
}
