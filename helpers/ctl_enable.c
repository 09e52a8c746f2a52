/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: hotplugctl enable, disable: have the kernel start the suite's programs, and
 * what it started before.
 */
#include <errno.h>

#include "hotplugctl.h"
#include "log.h"
#include "root.h"
#include "umh.h"

static const struct helper {
	const char *name;
	const char *program;
	const char *usual; /* where nobody knows what was before */
	const char *missing;
} helpers[] = {
	{"modprobe", HP_AGENTDIR "/modprobe", "/sbin/modprobe",
	 "this kernel has no modules (CONFIG_MODULES)"},
	{"hotplug", HP_HELPERDIR "/hotplug", "",
	 "this kernel starts no program for an event (CONFIG_UEVENT_HELPER is not set): "
	 "hotplugd listens to it in its place"},
};

static const char *shown(const char *program)
{
	return *program ? program : "nothing";
}

/* Returns 0 with what the kernel starts; 1 where it has no such file, which is told; or a
 * negative errno, told as well. */
static int read_now(const struct helper *helper, char ret[static HP_UMH_PATH_MAX])
{
	char path[PATH_MAX];
	int r = hp_umh_read(helper->name, ret);

	if (r == -ENOENT && hp_path(path, "/proc/sys/kernel") == 0 &&
	    access(path, F_OK) == 0) {
		hp_warning(0, "/proc/sys/kernel/%s: %s", helper->name, helper->missing);
		return 1;
	}
	return r < 0 ? hp_error(r, "/proc/sys/kernel/%s", helper->name) : 0;
}

static int put(const struct helper *helper, const char *program, const char *before)
{
	int r = hp_umh_write(helper->name, program);

	if (r < 0)
		return hp_error(r, "could not write %s to /proc/sys/kernel/%s",
				shown(program), helper->name);
	printf("%s: %s, before: %s\n", helper->name, shown(program), shown(before));
	return 0;
}

static int check_program(const struct helper *helper)
{
	char path[PATH_MAX];
	int r = hp_path(path, "%s", helper->program);

	if (r == 0 && access(path, X_OK) < 0)
		r = -errno;
	return r < 0 ? hp_error(r, "%s", helper->program) : 0;
}

/* The kernel goes on with ours even where it cannot be remembered what was before. */
static void remember(const struct helper *helper, const char *now)
{
	int r = hp_umh_remember(helper->name, now);

	if (r < 0)
		hp_warning(r, "%s/%s.before: 'disable' will not know that %s was before",
			   HP_RUNDIR, helper->name, shown(now));
	if (hp_umh_is_static())
		hp_warning(0,
			   "this kernel has CONFIG_STATIC_USERMODEHELPER: that program "
			   "decides whether %s is started",
			   helper->program);
}

static int enable(const struct helper *helper)
{
	char now[HP_UMH_PATH_MAX];
	int r = read_now(helper, now);

	if (r != 0)
		return r;
	if (streq(now, helper->program)) {
		printf("%s: %s already\n", helper->name, now);
		return 0;
	}
	r = check_program(helper);
	if (r < 0)
		return r;
	remember(helper, now);
	r = put(helper, helper->program, now);
	if (r < 0)
		hp_umh_forget(helper->name);
	return r;
}

/* What was before, or what is usual. */
static void recall(const struct helper *helper, char ret[static HP_UMH_PATH_MAX])
{
	int r = hp_umh_recall(helper->name, ret);

	if (r == 0)
		return;
	hp_warning(r, "%s/%s.before: what was before is not known; it is usually %s",
		   HP_RUNDIR, helper->name, shown(helper->usual));
	snprintf(ret, HP_UMH_PATH_MAX, "%s", helper->usual);
}

static int disable(const struct helper *helper)
{
	char now[HP_UMH_PATH_MAX], before[HP_UMH_PATH_MAX];
	int r = read_now(helper, now);

	if (r != 0)
		return r < 0 ? r : 0;
	if (!streq(now, helper->program)) {
		printf("%s: %s, which is not ours, is left\n", helper->name, shown(now));
		hp_umh_forget(helper->name);
		return 0;
	}
	recall(helper, before);
	r = put(helper, before, now);
	if (r == 0)
		hp_umh_forget(helper->name);
	return r;
}

static int change_every(int (*change)(const struct helper *helper))
{
	int status = CTL_DONE;

	for (const struct helper *helper = helpers;
	     helper < helpers + ARRAY_SIZE(helpers); helper++)
		if (change(helper) < 0)
			status = CTL_FAILED;
	return status;
}

static int run(const struct ctl_verb *verb, int argc, char *argv[])
{
	int (*change)(const struct helper *helper) =
		verb == &ctl_enable ? enable : disable;

	if (argc == 1)
		return change_every(change);
	if (streq(argv[1], "--help"))
		return ctl_usage(verb, stdout);
	for (const struct helper *helper = helpers;
	     helper < helpers + ARRAY_SIZE(helpers); helper++)
		if (argc == 2 && streq(argv[1], helper->name))
			return change(helper) == 0 ? CTL_DONE : CTL_FAILED;
	return ctl_usage(verb, stderr);
}

const struct ctl_verb ctl_enable = {
	.name = "enable",
	.arguments = "[modprobe|hotplug]",
	.does = "Has the kernel start the suite's programs.",
	.run = run,
};

const struct ctl_verb ctl_disable = {
	.name = "disable",
	.arguments = "[modprobe|hotplug]",
	.does = "Has the kernel start what it started before 'enable'.",
	.run = run,
};
