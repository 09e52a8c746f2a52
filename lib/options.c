/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the command line that the dispatcher and all agents share. See options.h. */
#include <errno.h>

#include "agent.h"
#include "log.h"
#include "options.h"
#include "root.h"

bool hp_dry_run;
enum hp_names_by hp_names_by;

static int set_help(struct hp_options *options, const char *value)
{
	options->help = true;
	return 0;
}

static int set_version(struct hp_options *options, const char *value)
{
	options->version = true;
	return 0;
}

static int set_dry_run(struct hp_options *options, const char *value)
{
	hp_dry_run = true;
	return 0;
}

static int set_verbose(struct hp_options *options, const char *value)
{
	hp_log_set_level(HP_LOG_DEBUG);
	return 0;
}

static int set_device(struct hp_options *options, const char *value)
{
	options->device = value;
	return 0;
}

static int set_root(struct hp_options *options, const char *value)
{
	int r = hp_root_set(value);

	return r < 0 ? hp_error(r, "--root %s: not an absolute path", value) : 0;
}

static int set_names(struct hp_options *options, const char *value)
{
	if (!streq(value, "ours") && !streq(value, "others"))
		return hp_error(0, "--names %s: takes ours or others", value), -EINVAL;
	hp_names_by = streq(value, "ours") ? HP_NAMES_BY_US : HP_NAMES_BY_OTHERS;
	return 0;
}

static const struct {
	const char *name;
	const char *variable; /* what hands it on from the dispatcher, or NULL */
	bool takes_value;
	int (*set)(struct hp_options *options, const char *value);
} known[] = {
	{"--root", "HOTPLUG_ROOT", true, set_root},
	{"--dry-run", "HOTPLUG_DRY_RUN", false, set_dry_run},
	{"--verbose", "HOTPLUG_VERBOSE", false, set_verbose},
	{"--names", "HOTPLUG_NAMES", true, set_names},
	{"--device", NULL, true, set_device},
	{"--help", NULL, false, set_help},
	{"-h", NULL, false, set_help},
	{"help", NULL, false, set_help},
	{"--version", NULL, false, set_version},
};

int hp_options_inherit(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(known); i++) {
		const char *value = known[i].variable ? getenv(known[i].variable) : NULL;

		if (value && known[i].set(NULL, value) < 0)
			return -EINVAL;
	}
	return 0;
}

/* Reads one option, with its value in "--root=DIR" or in the next argument. */
static int read_option(struct hp_options *options, char *argv[], int *pos)
{
	const char *arg = argv[*pos];
	size_t n = strcspn(arg, "=");

	for (size_t i = 0; i < ARRAY_SIZE(known); i++) {
		const char *value = arg[n] ? arg + n + 1 : NULL;

		if (strncmp(arg, known[i].name, n) != 0 || known[i].name[n] != '\0')
			continue;
		if (known[i].takes_value && !value)
			value = argv[++*pos];
		if (known[i].takes_value != !!value)
			return hp_error(-EINVAL, "%s %s value", known[i].name,
					known[i].takes_value ? "needs a" : "takes no");
		return known[i].set(options, value);
	}
	return hp_error(-EINVAL, "unknown option '%s'", arg);
}

int hp_options_read(struct hp_options *ret, int argc, char *argv[])
{
	int pos = 1;
	int r = 0;

	*ret = (struct hp_options){0};
	for (; r == 0 && pos < argc; pos++) {
		if (argv[pos][0] != '-' && !streq(argv[pos], "help"))
			break;
		r = read_option(ret, argv, &pos);
	}
	if (r < 0)
		return -EINVAL;
	if (pos < argc)
		ret->subsystem = argv[pos++];
	if (pos < argc)
		return hp_error(-EINVAL, "'%s': one SUBSYSTEM, with options before it",
				argv[pos]);
	return 0;
}

int hp_options_print_version(const char *name)
{
	printf("%s %s\n", name, HP_VERSION);
	return 0;
}
