/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: kernel modules: find them by name or alias, load them, remove them. See
 * module.h. */
#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <sys/utsname.h>

#include "kmodlog.h"
#include "log.h"
#include "modconf.h"
#include "module_kmod.h"
#include "modulename.h"

#define TEXT_MAX 1024

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

/* Where that fails, all is as without a modprobe.conf. */
static void use_legacy(struct hp_modules *modules, const char *dir, const char *legacy)
{
	const char *config[] = {modules->legacy_path, NULL};
	struct kmod_ctx *kmod;
	int r = hp_modules_read_legacy(modules, legacy);

	if (r == 0) {
		kmod = new_context(dir, config);
		if (kmod) {
			kmod_unref(modules->kmod);
			modules->kmod = kmod;
			return;
		}
		r = -ENOMEM;
	}
	hp_warning(r, "%s is not read", legacy);
	hp_modconf_free(TAKE_PTR(modules->conf));
}

int hp_modules_new(struct hp_modules **ret, const struct hp_modules_where *where)
{
	static const struct hp_modules_where running;
	_cleanup_free_ struct hp_modules *modules = calloc(1, sizeof(*modules));
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
	modules->config = where->config;
	modules->legacy_fd = -1;
	modules->kmod = new_context(dir, where->config);
	if (!modules->kmod)
		return -ENOMEM;
	if (where->legacy)
		use_legacy(modules, dir, where->legacy);
	kmod_set_log_fn(modules->kmod, on_libkmod_log, NULL);
	kmod_set_log_priority(modules->kmod, hp_log_get_level());
	*ret = TAKE_PTR(modules);
	return 0;
}

void hp_modules_free(struct hp_modules *modules)
{
	if (!modules)
		return;
	hp_modules_free_rules(modules);
	kmod_unref(modules->kmod);
	hp_closep(&modules->legacy_fd);
	free(modules);
}

void hp_modules_load_indexes(struct hp_modules *modules)
{
	/* Where it fails, each lookup opens them by itself. */
	kmod_load_resources(modules->kmod);
}

const char *hp_modules_dir(const struct hp_modules *modules)
{
	return kmod_get_dirname(modules->kmod);
}

int hp_modules_lookup(struct hp_modules *modules, const char *name, hp_module_fn fn,
		      void *data)
{
	_cleanup_(kmod_listp) struct kmod_list *list = NULL;
	struct kmod_list *item;
	int r, n = 0;

	if (!hp_modulename_valid(name))
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
