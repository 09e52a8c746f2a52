/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugctl: what a person asks of the suite, or has it do. A verb a file. */
#include <errno.h>
#include <getopt.h>
#include <limits.h>

#include "hotplugctl.h"
#include "log.h"
#include "root.h"

/* clang-format off */
static const struct ctl_verb *const verbs[] = {
#ifdef HP_COLDPLUG
	&ctl_coldplug,
#endif
	&ctl_status,
	&ctl_settle,
	&ctl_log,
	&ctl_explain,
	&ctl_enable,
	&ctl_disable,
	&ctl_monitor,
	&ctl_net,
	&ctl_proc,
	&ctl_replay,
#ifdef HP_KMOD
	&ctl_lookup,
	&ctl_try,
#endif
#ifdef HP_PORT
	&ctl_port,
#endif
	NULL,
};
/* clang-format on */

static const struct option long_options[] = {
	{"root", required_argument, NULL, 'r'},
	{"verbose", no_argument, NULL, 'v'},
	{"help", no_argument, NULL, 'h'},
	{"version", no_argument, NULL, 'V'},
	{0},
};

static int usage(FILE *to)
{
	fputs("usage: hotplugctl [--root DIR] [--verbose] VERB [ARGUMENT...]\n\n", to);
	for (const struct ctl_verb *const *verb = verbs; *verb; verb++)
		fprintf(to, "  %-10s %s\n", (*verb)->name, (*verb)->does);
	fputs("\n  hotplugctl VERB --help says how a verb is called.\n", to);
	return to == stdout ? CTL_DONE : CTL_USAGE;
}

int ctl_usage(const struct ctl_verb *verb, FILE *to)
{
	fprintf(to, "usage: hotplugctl %s %s\n%s\n", verb->name, verb->arguments,
		verb->does);
	return to == stdout ? CTL_DONE : CTL_USAGE;
}

int ctl_path(char ret[static PATH_MAX], const char *word)
{
	if (skip_prefix(word, "/sys/"))
		return hp_path(ret, "%s", word);
	return snprintf(ret, PATH_MAX, "%s", word) < PATH_MAX ? 0 : -ENAMETOOLONG;
}

static int set_root(const char *dir)
{
	char path[PATH_MAX];

	if (!realpath(dir, path))
		return hp_error(-errno, "%s", dir);
	return hp_root_set(path);
}

static const struct ctl_verb *find_verb(const char *name)
{
	const struct ctl_verb *const *verb = verbs;

	while (*verb && !streq((*verb)->name, name))
		verb++;
	return *verb;
}

/* What was printed is part of what was to be done. */
static int finish(int status)
{
	int r = fflush(stdout) != 0 ? -errno : ferror(stdout) ? -EIO : 0;

	return r < 0 ? hp_error(r, "cannot write"), CTL_FAILED : status;
}

static int run_verb(int argc, char *argv[])
{
	const struct ctl_verb *verb = find_verb(argv[0]);

	if (!verb) {
		hp_error(0, "there is no verb '%s'", argv[0]);
		return usage(stderr);
	}
	optind = 0;
	return finish(verb->run(verb, argc, argv));
}

int main(int argc, char *argv[])
{
	int c;

	hp_log_open("hotplugctl");
	/* '+': what stands behind the verb is the verb's. */
	while ((c = getopt_long(argc, argv, "+r:vhV", long_options, NULL)) != -1) {
		switch (c) {
		case 'r':
			if (set_root(optarg) < 0)
				return CTL_FAILED;
			break;
		case 'v':
			hp_log_set_level(HP_LOG_INFO);
			break;
		case 'h':
			return finish(usage(stdout));
		case 'V':
			puts("hotplugctl " HP_VERSION);
			return finish(CTL_DONE);
		default:
			return usage(stderr);
		}
	}
	return optind < argc ? run_verb(argc - optind, argv + optind) : usage(stderr);
}
