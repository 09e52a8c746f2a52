/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugd: what each of its processes gives up. See hotplugd_confine.h. */
#include <linux/capability.h>
#include <sys/stat.h>

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

static void cut_paths(void)
{
	static char paths[ARRAY_SIZE(actor_paths)][PATH_MAX];
	struct hp_path_right rights[ARRAY_SIZE(actor_paths)];

	for (size_t i = 0; i < ARRAY_SIZE(actor_paths); i++) {
		const char *path = actor_paths[i].path;

		rights[i] = (struct hp_path_right){path, actor_paths[i].is_writable};
		if (!actor_paths[i].is_everyones && hp_path(paths[i], "%s", path) == 0)
			rights[i].path = paths[i];
	}
	report(hp_confine_paths(rights, ARRAY_SIZE(rights)), "files");
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
