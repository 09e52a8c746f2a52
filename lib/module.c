/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: kernel modules: find them by name or alias, load them, remove them. See
 * module.h. */
#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <sys/utsname.h>

#include <libkmod.h>

#include "child.h"
#include "kmodlog.h"
#include "log.h"
#include "module.h"

#define TEXT_MAX	  1024
#define COMMAND_TIMEOUT_S 60

struct hp_modules {
	struct kmod_ctx *kmod;
};

/* A struct hp_module is libkmod's struct kmod_module; these two say so. */
static struct kmod_module *to_kmod(const struct hp_module *module)
{
	return (struct kmod_module *)module;
}

static struct hp_module *from_kmod(struct kmod_module *kmod)
{
	return (struct hp_module *)kmod;
}

static void kmod_listp(struct kmod_list **list)
{
	kmod_module_unref_list(*list);
}

static void kmod_modulep(struct kmod_module **kmod)
{
	kmod_module_unref(*kmod);
}

static _printf_(6, 0) void on_libkmod_log(void *data, int priority, const char *source,
					  int line, const char *fn, const char *format,
					  va_list args)
{
	char text[TEXT_MAX];

	vsnprintf(text, sizeof(text), format, args);
	hp_kmodlog_line(priority, text);
}

/* kmod_new() reads modprobe.d, and tells stderr what it has to say about it, since no
 * other place can be told to it before. */
static struct kmod_ctx *new_context(const char *dir, const char *const *config)
{
	struct hp_kmodlog log;
	struct kmod_ctx *kmod;

	hp_kmodlog_catch(&log);
	kmod = kmod_new(dir, config);
	hp_kmodlog_release(&log);
	return kmod;
}

int hp_modules_new(struct hp_modules **ret, const struct hp_modules_where *where)
{
	static const struct hp_modules_where running;
	_cleanup_free_ struct hp_modules *modules = malloc(sizeof(*modules));
	struct utsname uts;
	char dir[PATH_MAX];

	if (!modules)
		return -ENOMEM;
	if (!where)
		where = &running;
	if (!where->release && uname(&uts) < 0)
		return -errno;
	if (snprintf(dir, sizeof(dir), "%s/lib/modules/%s", where->root ?: "",
		     where->release ?: uts.release) >= (int)sizeof(dir))
		return -ENAMETOOLONG;
	modules->kmod = new_context(dir, where->config);
	if (!modules->kmod)
		return -ENOMEM;
	kmod_set_log_fn(modules->kmod, on_libkmod_log, NULL);
	kmod_set_log_priority(modules->kmod, hp_log_get_level());
	*ret = TAKE_PTR(modules);
	return 0;
}

void hp_modules_free(struct hp_modules *modules)
{
	if (!modules)
		return;
	kmod_unref(modules->kmod);
	free(modules);
}

const char *hp_modules_dir(const struct hp_modules *modules)
{
	return kmod_get_dirname(modules->kmod);
}

/* How many bytes stand before the ':' of a modalias, or 0 where it is none. */
static size_t bus_length(const char *name)
{
	size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_");

	return name[n] == ':' ? n : 0;
}

bool hp_module_name_valid(const char *name)
{
	size_t n = bus_length(name), len = strlen(name);
	const char *c;

	if (!len || len >= PATH_MAX)
		return false;
	for (c = name; *c; c++) {
		if ((unsigned char)*c < 0x20 || *c == 0x7f)
			return false;
		if (*c == '/' && !n)
			return false;
	}
	return true;
}

int hp_modules_lookup(struct hp_modules *modules, const char *name, hp_module_fn fn,
		      void *data)
{
	_cleanup_(kmod_listp) struct kmod_list *list = NULL;
	struct kmod_list *item;
	int r, n = 0;

	if (!hp_module_name_valid(name))
		return -EINVAL;
	r = kmod_module_new_from_lookup(modules->kmod, name, &list);
	/* -ENOSYS: there is no such index, so nothing is found in it. */
	if (r < 0 && r != -ENOSYS)
		return r;
	kmod_list_foreach(item, list)
	{
		_cleanup_(kmod_modulep) struct kmod_module *kmod =
			kmod_module_get_module(item);

		fn(from_kmod(kmod), data);
		n++;
	}
	return n;
}

const char *hp_module_name(const struct hp_module *module)
{
	return kmod_module_get_name(to_kmod(module));
}

const char *hp_module_path(const struct hp_module *module)
{
	return kmod_module_get_path(to_kmod(module));
}

enum hp_module_state hp_module_state(const struct hp_module *module)
{
	static const enum hp_module_state states[] = {
		[KMOD_MODULE_BUILTIN] = HP_MODULE_BUILTIN,
		[KMOD_MODULE_LIVE] = HP_MODULE_LIVE,
		[KMOD_MODULE_COMING] = HP_MODULE_COMING,
		[KMOD_MODULE_GOING] = HP_MODULE_GOING,
	};
	int state = kmod_module_get_initstate(to_kmod(module));

	if (state < 0 || (size_t)state >= ARRAY_SIZE(states))
		return HP_MODULE_ABSENT;
	return states[state];
}

/* Runs an install or remove command, the one place where a shell is promised. */
static int run_command(struct kmod_module *kmod, const char *command)
{
	char module[PATH_MAX + 32];
	char *argv[] = {(char *)"/bin/sh", (char *)"-c", (char *)command, NULL};
	struct hp_environment env = {
		.n = 4,
		.vars = {"HOME=/", "TERM=linux", "PATH=/sbin:/usr/sbin:/bin:/usr/bin",
			 module},
	};
	int r;

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
	return run_command(kmod, command);
}

/* What one hp_module_insert() is about. libkmod's print_action has no data pointer. */
struct insertion {
	const struct hp_module_action *action;
	struct kmod_module *target;
	bool target_inserted;
	char with[TEXT_MAX]; /* ", NAME" for each other module that was loaded with it */
};

static _Thread_local struct insertion *current;

/* Writes the line that modprobe -v prints, or "" for what has none. */
static void describe_step(char *dst, size_t size, struct kmod_module *kmod, bool command,
			  const char *options)
{
	const char *path = kmod_module_get_path(kmod);

	dst[0] = '\0';
	if (command)
		snprintf(dst, size, "install %s %s",
			 kmod_module_get_install_commands(kmod), options);
	else if (path)
		snprintf(dst, size, "insmod %s %s", path, options);
	else if (kmod_module_get_initstate(kmod) == KMOD_MODULE_BUILTIN)
		snprintf(dst, size, "builtin %s", kmod_module_get_name(kmod));
}

/* Notes what is about to be loaded. Where another process is at it, it is not our load.
 */
static void note_step(struct insertion *in, struct kmod_module *kmod)
{
	size_t n = strlen(in->with);

	if (kmod_module_get_initstate(kmod) >= 0)
		return;
	if (kmod == in->target)
		in->target_inserted = true;
	else
		snprintf(in->with + n, sizeof(in->with) - n, "%s%s", n ? ", " : "",
			 kmod_module_get_name(kmod));
}

static void on_step(struct kmod_module *kmod, bool command, const char *options)
{
	const struct hp_module_action *action = current->action;
	char line[PATH_MAX + TEXT_MAX];

	/* What a command loads, the modprobe in it tells. */
	if (!command && !(action->flags & HP_MODULE_DRY_RUN))
		note_step(current, kmod);
	if (!action->show)
		return;
	describe_step(line, sizeof(line), kmod, command, options);
	if (line[0])
		action->show(line, action->data);
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
	int r;

	current = &in;
	r = kmod_module_probe_insert_module(in.target, to_kmod_flags(action->flags),
					    action->options, run_install, NULL, on_step);
	current = NULL;
	if (r == 0)
		log_loaded(&in);
	/* The blacklist flag that applied comes back as a positive value. */
	return r > 0 ? 1 : r;
}

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
	char line[PATH_MAX + TEXT_MAX];
	int r;

	snprintf(line, sizeof(line), "%s %s", command ? "remove" : "rmmod",
		 command ?: kmod_module_get_name(kmod));
	if (action->show)
		action->show(line, action->data);
	if (action->flags & HP_MODULE_DRY_RUN)
		return 0;
	if (command)
		return run_command(kmod, command);
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
