/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: modprobe: what the kernel, the agents and a person start to load a module.
 *
 * The kernel starts it as "modprobe -q -- NAME" with no file open and waits for it. Most
 * of what it asks for is loaded already, or takes no more than a plan of the index; that,
 * and "modprobe -R NAME", is answered here, where the answer is sure to be libkmod's. For
 * all else this process becomes modprobe.kmod, whose start costs several times as much.
 */
#include <errno.h>
#include <limits.h>

#include "agent.h"
#include "bootline.h"
#include "conf.h"
#include "glob.h"
#include "load.h"
#include "loadplan.h"
#include "log.h"
#include "modprobe_form.h"
#include "modulename.h"

#define KMOD_PROGRAM "modprobe.kmod"

/* What is no exit status; nothing is done or logged then. */
enum {
	UNDECIDED = -1, /* only libkmod knows */
	UNKNOWN = -2,	/* so does it, but the index has no such name */
};

/* libkmod takes options of the alias that is asked for as well. */
static bool is_on_bootline(const char *name)
{
	struct hp_bootline line;

	return hp_bootline_read(&line) < 0 || hp_bootline_mentions(line.text, name);
}

static int load(struct hp_index *index, const char *name)
{
	_cleanup_(hp_names_free) struct hp_names names = {0};
	_cleanup_(hp_loadplan_free) struct hp_loadplan plan = {0};
	int n, r = 0;

	if (hp_index_has_line(index, name) != 0 || is_on_bootline(name))
		return UNDECIDED;
	n = hp_index_resolve(index, name, &names);
	if (n == 0 && !skip_prefix(name, "symbol:"))
		return UNKNOWN;
	if (n <= 0 || (size_t)n != names.n ||
	    hp_loadplan_make(&plan, index, (const char **)names.name, names.n) < 0 ||
	    hp_loadplan_open(&plan) < 0)
		return UNDECIDED;
	hp_load_open_log();
	hp_load_log_asked(name);
	/* Of several modules the last one decides. */
	for (size_t i = 0; i < plan.n; i++)
		r = hp_loadplan_insert(&plan, i);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

static int resolve(struct hp_index *index, const char *name)
{
	_cleanup_(hp_names_free) struct hp_names names = {0};
	int n;

	if (hp_conf_reads_legacy() || name[hp_glob_literal(name)])
		return UNDECIDED;
	/* libkmod names a module as often as one of its aliases matches, and for a name
	 * with wildcards more often. */
	n = hp_index_resolve(index, name, &names);
	if (n <= 0 || (size_t)n != names.n)
		return UNDECIDED;
	hp_load_open_log();
	hp_load_log_asked(name);
	for (size_t i = 0; i < names.n; i++)
		printf("%s\n", names.name[i]);
	return EXIT_SUCCESS;
}

static bool is_resolve(int argc, char *const argv[])
{
	const char *options = getenv("MODPROBE_OPTIONS");

	return argc == 3 && streq(argv[1], "-R") && argv[2][0] != '-' &&
	       (!options || !*options);
}

static const struct form {
	bool (*is)(int argc, char *const argv[]);
	int (*answer)(struct hp_index *index, const char *name);
} forms[] = {
	{modprobe_is_for_kernel, load},
	{is_resolve, resolve},
};

static int answer(int argc, char *const argv[])
{
	_cleanup_(hp_index_closep) struct hp_index *index = NULL;
	const char *name = argv[argc - 1];
	size_t i = 0;

	while (i < ARRAY_SIZE(forms) && !forms[i].is(argc, argv))
		i++;
	if (i == ARRAY_SIZE(forms) || !hp_modulename_valid(name) ||
	    hp_index_open(&index, NULL) < 0)
		return UNDECIDED;
	return forms[i].answer(index, name);
}

/* Writes the path of the one that lies beside this program. */
static bool find_beside(char ret[static PATH_MAX])
{
	ssize_t n = readlink("/proc/self/exe", ret, PATH_MAX - sizeof(KMOD_PROGRAM));

	if (n <= 0)
		return false;
	ret[n] = '\0';
	strcpy(strrchr(ret, '/') + 1, KMOD_PROGRAM);
	return true;
}

/* Of a system that has none. What the kernel asks for and nobody knows, no modprobe -q
 * tells of. */
static int tell_no_kmod(const char *path, const char *unknown)
{
	if (unknown && !hp_conf_reads_legacy()) {
		hp_load_open_log();
		hp_load_log_asked(unknown);
	} else {
		hp_error(0,
			 "%s is not there: without libkmod, only modules that have a "
			 "plan in the index are loaded, and only the index answers -R",
			 path);
	}
	return EXIT_FAILURE;
}

/* unknown: the name that the index does not have, or NULL. */
static int become_kmod(char *argv[], const char *unknown)
{
	static const char installed[] = HP_AGENTDIR "/" KMOD_PROGRAM;
	char path[PATH_MAX];

	if (find_beside(path))
		execv(path, argv);
	execv(installed, argv);
	if (errno == ENOENT)
		return tell_no_kmod(installed, unknown);
	hp_error(-errno, "%s", installed);
	return EXIT_FAILURE;
}

int main(int argc, char *argv[])
{
	int status;

	hp_open_std_fds();
	hp_log_open("modprobe");
	status = argc ? answer(argc, argv) : UNDECIDED;
	if (status >= 0)
		return status;
	return become_kmod(argv, status == UNKNOWN ? argv[argc - 1] : NULL);
}
