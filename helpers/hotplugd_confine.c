/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugd: what each of its processes gives up. See hotplugd_confine.h. */
#include <linux/capability.h>
#include <sys/stat.h>
#include <sys/utsname.h>

#include "hotplugd_confine.h"
#include "log.h"
#include "root.h"

/* Under --root as well, but for what the kernel and the C library have. */
static const struct {
	const char *path;
	bool is_writable, is_everyones;
} actor_paths[] = {
	{"/dev/null", true, true},
	{"/dev/kmsg", true, true},
	{"/dev/console", true, true},
	{"/proc", false, true},
	{"/proc"},
	{"/sys"},
	{"/sys/devices", true},
	{"/run"},
	{"/etc"},
	{"/usr"},
	{"/lib"},
	{"/lib/modules"},
	{HP_RUNDIR, true},
	{HP_CONFDIR},
	{HP_HOOKDIR},
	{HP_VENDORDIR},
	{HP_AGENTDIR},
	{HP_RUNHOOKDIR},
};

/* A place to write is one that is there. */
static void make_rundir(void)
{
	char path[PATH_MAX];

	if (hp_path(path, "%s", HP_RUNDIR) == 0)
		mkdir(path, 0755);
}

static void report(int r, const char *what)
{
	if (r < 0)
		hp_warning(r, "this kernel does not let hotplugd give up %s", what);
}

/* Trees of modules that may be links to what lies elsewhere. */
static const char *const module_trees[] = {"", "/kernel"};

static const char *find_modules(const struct utsname *uts, const char *below,
				char ret[static PATH_MAX])
{
	return hp_path(ret, "/lib/modules/%s%s", uts->release, below) == 0
		       ? ret
		       : "/lib/modules";
}

static void cut_paths(void)
{
	static char paths[ARRAY_SIZE(actor_paths)][PATH_MAX];
	static char modules[ARRAY_SIZE(module_trees)][PATH_MAX];
	struct hp_path_right rights[ARRAY_SIZE(actor_paths) + ARRAY_SIZE(module_trees)];
	struct utsname uts;
	size_t n = 0;

	uname(&uts); /* fails for a bad address alone: uname(2) */
	for (size_t i = 0; i < ARRAY_SIZE(actor_paths); i++) {
		const char *path = actor_paths[i].path;

		if (!actor_paths[i].is_everyones && hp_path(paths[i], "%s", path) == 0)
			path = paths[i];
		rights[n++] = (struct hp_path_right){path, actor_paths[i].is_writable};
	}
	for (size_t i = 0; i < ARRAY_SIZE(module_trees); i++)
		rights[n++] = (struct hp_path_right){
			find_modules(&uts, module_trees[i], modules[i])};
	report(hp_confine_paths(rights, n), "files");
}

void hotplugd_confine_actor(void)
{
	report(hp_confine_caps(HP_CAP(CAP_SYS_MODULE) | HP_CAP(CAP_NET_ADMIN)),
	       "capabilities");
	report(hp_confine_privs(), "new privileges");
	make_rundir();
	cut_paths();
	report(hp_confine_calls(&hotplugd_actor_calls), "system calls");
}
