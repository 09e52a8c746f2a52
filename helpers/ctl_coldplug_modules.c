/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugctl coldplug: from the MODALIAS of devices to loaded modules. */
#include <errno.h>
#include <sched.h>

#include "ctl_coldplug.h"
#include "conf.h"
#include "load.h"
#include "log.h"
#include "root.h"

#define TURN_MS 100

static void on_loaded(const char *name, int r, const char *needed, void *data)
{
	struct coldplug *coldplug = data;
	bool same = streq(name, needed);

	coldplug_progress(coldplug);
	coldplug_expect_more(coldplug);
	if (r == 0)
		return;
	if (hp_load_found_no_device(r)) {
		coldplug->counts[COLDPLUG_NO_DEVICE]++;
		hp_info("%s: it found no device: %s", name, strerror(-r));
		return;
	}
	/* What comes of it, they tell. */
	if (r == -EALREADY) {
		coldplug->counts[COLDPLUG_ALREADY]++;
		hp_info("%s: other processes are still at %s", name, needed);
		return;
	}
	coldplug->counts[COLDPLUG_FAILED]++;
	if (r == -ETIMEDOUT)
		hp_error(0, "%s%s%s is still being loaded after %u s: left alone",
			 same ? "" : name, same ? "" : ": ", needed,
			 hp_conf_get()->hook_timeout);
	else if (r == -ENOENT)
		hp_error(0, "cannot load %s%s%s: unknown symbol or parameter (see dmesg)",
			 name, same ? "" : ": ", same ? "" : needed);
	else
		hp_error(r, "cannot load %s%s%s", name, same ? "" : ": ",
			 same ? "" : needed);
}

static void on_show(const struct hp_module_shown *step, void *data)
{
	struct coldplug *coldplug = data;

	if (coldplug->dry_run &&
	    hp_names_add(&coldplug->would_load, step->module, strlen(step->module)) < 0)
		coldplug->failed = true;
}

static unsigned int count_cpus(void)
{
	cpu_set_t cpus;

	return sched_getaffinity(0, sizeof(cpus), &cpus) == 0 ? CPU_COUNT(&cpus) : 1;
}

static int open_pool(struct coldplug *coldplug)
{
	static struct hp_module_action action = {.show = on_show};
	const struct hp_modulepool_how how = {
		.action = &action,
		.at_once = count_cpus(),
		.timeout_s = hp_conf_get()->hook_timeout,
		.ended = on_loaded,
		.data = coldplug,
	};

	action.data = coldplug;
	action.flags = coldplug->dry_run ? HP_MODULE_DRY_RUN : 0;
	return hp_modulepool_new(&coldplug->pool, coldplug->modules, &how);
}

/* Who blacklists wants safety: where the file cannot be read, nothing is loaded. */
static int read_blacklist(struct coldplug *coldplug)
{
	char path[PATH_MAX];
	int r = hp_blacklist_path(path);

	if (r == 0)
		r = hp_blacklist_read(&coldplug->blacklist, path);
	return r == -ENOENT ? 0 : r < 0 ? hp_error(r, "blacklist") : 0;
}

static bool has_tree(struct coldplug *coldplug)
{
	const char *dir = hp_modules_dir(coldplug->modules);

	if (access(dir, F_OK) == 0)
		return true;
	if (access("/proc/modules", F_OK) < 0) {
		hp_info("this kernel knows no modules: nothing is loaded");
	} else {
		hp_error(-errno, "%s: nothing is loaded", dir);
		coldplug->failed = true;
	}
	return false;
}

int coldplug_open_modules(struct coldplug *coldplug)
{
	const struct hp_modules_where where = {
		.legacy = hp_conf_get()->legacy_conf &&
					  access("/etc/modprobe.conf", F_OK) == 0
				  ? "/etc/modprobe.conf"
				  : NULL,
	};
	int r = read_blacklist(coldplug);

	if (r < 0)
		return r;
	r = hp_modules_new(&coldplug->modules, &where);
	if (r < 0)
		return hp_error(r, "cannot open the modules");
	if (!has_tree(coldplug)) {
		coldplug_close_modules(coldplug);
		return 0;
	}
	hp_modules_load_indexes(coldplug->modules);
	r = open_pool(coldplug);
	return r < 0 ? hp_error(r, "cannot load modules") : 0;
}

void coldplug_close_modules(struct coldplug *coldplug)
{
	hp_modulepool_free(TAKE_PTR(coldplug->pool));
	hp_modules_free(TAKE_PTR(coldplug->modules));
	hp_blacklist_free(TAKE_PTR(coldplug->blacklist));
}

/* Returns what is counted for the module now; COLDPLUG_LOADED: the pool counts. */
static enum coldplug_count sort_module(struct coldplug *coldplug,
				       struct hp_module *module)
{
	enum hp_module_state state = hp_module_state(module);
	const char *name = hp_module_name(module);
	int r;

	if (state == HP_MODULE_BUILTIN)
		return COLDPLUG_BUILT_IN;
	if (state == HP_MODULE_LIVE)
		return COLDPLUG_ALREADY;
	if (hp_blacklist_has(coldplug->blacklist, name))
		return COLDPLUG_BLACKLISTED;
	r = hp_modulepool_add(coldplug->pool, module);
	if (r < 0)
		hp_error(r, "cannot load %s", name);
	return r < 0 ? COLDPLUG_FAILED : r > 0 ? COLDPLUG_BLACKLISTED : COLDPLUG_LOADED;
}

static void on_match(struct hp_module *module, void *data)
{
	struct coldplug *coldplug = data;
	const char *name = hp_module_name(module);
	enum coldplug_count count;
	int r = hp_names_add(&coldplug->matched, name, strlen(name));

	if (r < 0)
		coldplug->failed = true;
	if (r <= 0)
		return;
	count = sort_module(coldplug, module);
	if (count == COLDPLUG_LOADED)
		hp_modulepool_turn(coldplug->pool, -1, 0);
	else
		coldplug->counts[count]++;
}

void coldplug_ask(struct coldplug *coldplug, const char *modalias)
{
	int r = hp_names_add(&coldplug->aliases, modalias, strlen(modalias));

	if (r == 0)
		return;
	coldplug->counts[COLDPLUG_ALIASES]++;
	if (r > 0 && !coldplug->modules)
		return;
	if (r > 0)
		r = hp_modules_lookup(coldplug->modules, modalias, on_match, coldplug);
	if (r == 0)
		coldplug->counts[COLDPLUG_NO_DRIVER]++;
	if (r < 0) {
		hp_error(r, "MODALIAS=%s", modalias);
		coldplug->counts[COLDPLUG_FAILED]++;
	}
}

void coldplug_load(struct coldplug *coldplug)
{
	int fd = coldplug->settle ? hp_settle_fd(coldplug->settle) : -1;

	if (!coldplug->pool)
		return;
	while (hp_modulepool_turn(coldplug->pool, fd, TURN_MS) &&
	       !coldplug_is_late(coldplug)) {
		if (coldplug->settle)
			hp_settle_hear(coldplug->settle);
		coldplug_progress(coldplug);
	}
	if (coldplug->settle)
		hp_settle_hear(coldplug->settle);
	coldplug->counts[COLDPLUG_LOADED] = hp_modulepool_loaded(coldplug->pool);
}
