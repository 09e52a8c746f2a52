/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the options of modprobe, one row each. */
#include <errno.h>
#include <getopt.h>
#include <limits.h>

#include "log.h"
#include "modprobe_options.h"

struct option_row {
	int key; /* the letter, or a number above 255 for what has none */
	const char *name;
	const char *argument; /* NULL: takes none */
	unsigned int wishes, flags;
	int (*take)(struct modprobe_request *request, const char *argument);
	const char *help;
};

static int take_root(struct modprobe_request *request, const char *argument)
{
	request->where.root = argument;
	return 0;
}

static int take_release(struct modprobe_request *request, const char *argument)
{
	request->where.release = argument;
	return 0;
}

static int take_config(struct modprobe_request *request, const char *argument)
{
	if (request->n_config == CONFIGS_MAX)
		return hp_error(-E2BIG, "-C %s: more than %d of them", argument,
				CONFIGS_MAX);
	request->config[request->n_config++] = argument;
	request->where.config = request->config;
	return 0;
}

static int take_wait(struct modprobe_request *request, const char *argument)
{
	char *end;
	unsigned long ms = strtoul(argument, &end, 0);

	if (!*argument || *end || ms > UINT_MAX)
		return hp_error(-EINVAL, "unexpected wait value '%s'", argument);
	request->wait_ms = ms;
	return 0;
}

static int take_blacklist(struct modprobe_request *request, const char *argument)
{
	int r;

	hp_blacklist_free(TAKE_PTR(request->blacklist));
	r = hp_blacklist_read(&request->blacklist, argument);
	return r < 0 && r != -ENOENT ? hp_error(r, "%s", argument) : 0;
}

/* clang-format off */
static const struct option_row options[] = {
	{'a', "all", NULL, WISH_ALL, 0, NULL, "load every NAME"},
	{'r', "remove", NULL, WISH_REMOVE, 0, NULL,
	 "remove every NAME, and what is unused then"},
	{261, "remove-holders", NULL, 0, HP_MODULE_REMOVE_HOLDERS, NULL,
	 "with -r, first remove what uses NAME"},
	{261, "remove-dependencies", NULL, 0, HP_MODULE_REMOVE_HOLDERS, NULL, NULL},
	{'w', "wait", "MSEC", 0, 0, take_wait,
	 "with -r, wait up to MSEC while NAME is in use"},
	{'R', "resolve-alias", NULL, WISH_RESOLVE, 0, NULL, "print the modules of an alias"},
	{'R', "show-alias", NULL, WISH_RESOLVE, 0, NULL, NULL},
	{'D', "show-depends", NULL, WISH_SHOW, HP_MODULE_DRY_RUN | HP_MODULE_IGNORE_LOADED,
	 NULL, "print what would be loaded, loaded or not"},
	{'c', "showconfig", NULL, WISH_CONFIG, 0, NULL,
	 "print the configuration, then the indexes of the tree"},
	{'c', "show-config", NULL, WISH_CONFIG, 0, NULL, NULL},
	{262, "show-modversions", NULL, WISH_VERSIONS, 0, NULL,
	 "print the symbols NAME or FILE needs, with versions"},
	{262, "dump-modversions", NULL, WISH_VERSIONS, 0, NULL, NULL},
	{263, "show-exports", NULL, WISH_EXPORTS, 0, NULL,
	 "print the symbols NAME or FILE exports, with versions"},
	{'n', "dry-run", NULL, 0, HP_MODULE_DRY_RUN, NULL, "load and remove nothing"},
	{'n', "show", NULL, 0, HP_MODULE_DRY_RUN, NULL, NULL},
	{'b', "use-blacklist", NULL, 0, HP_MODULE_BLACKLIST, NULL,
	 "obey blacklist for names as for aliases"},
	{'i', "ignore-install", NULL, 0, HP_MODULE_IGNORE_COMMANDS, NULL,
	 "run no install or remove command"},
	{'i', "ignore-remove", NULL, 0, HP_MODULE_IGNORE_COMMANDS, NULL, NULL},
	{256, "first-time", NULL, 0, HP_MODULE_FIRST_TIME, NULL,
	 "fail where nothing is left to do"},
	{'f', "force", NULL, 0, HP_MODULE_FORCE_VERMAGIC | HP_MODULE_FORCE_MODVERSION |
	 HP_MODULE_FORCE_REMOVE, NULL, "both of the next two; with -r, even in use"},
	{257, "force-vermagic", NULL, 0, HP_MODULE_FORCE_VERMAGIC, NULL,
	 "ignore the version magic"},
	{258, "force-modversion", NULL, 0, HP_MODULE_FORCE_MODVERSION, NULL,
	 "ignore the versions of symbols"},
	{'q', "quiet", NULL, WISH_QUIET, 0, NULL, "no message where nothing is found"},
	{'v', "verbose", NULL, WISH_VERBOSE, 0, NULL, "print each step"},
	{'s', "syslog", NULL, WISH_SYSLOG, 0, NULL, "messages to syslog, not to stderr"},
	{'d', "dirname", "ROOT", 0, 0, take_root, "look in ROOT/lib/modules"},
	{'S', "set-version", "RELEASE", 0, 0, take_release, "in place of `uname -r`"},
	{'C', "config", "PATH", 0, 0, take_config, "in place of modprobe.d; repeatable"},
	{259, "blacklist-file", "FILE", 0, 0, take_blacklist,
	 "load none of the names in FILE, one a line"},
	{260, "ignore-missing", NULL, WISH_IGNORE_MISSING | WISH_QUIET, 0, NULL,
	 "a NAME that nothing matches is no failure"},
	{267, "ignore-no-device", NULL, WISH_IGNORE_NO_DEVICE, 0, NULL,
	 "a module that finds no device is no failure"},
	{264, "check", NULL, WISH_CHECK, 0, NULL,
	 "print what is wrong with modprobe.d, with FILE:LINE:COLUMN"},
	{265, "explain", NULL, WISH_EXPLAIN, 0, NULL,
	 "print which lines lead from each NAME to what would be done"},
	{266, "json", NULL, WISH_JSON, 0, NULL, "with -R, -D, -c, --explain: as JSON"},
	{'V', "version", NULL, WISH_VERSION, 0, NULL, "print the version"},
	{'h', "help", NULL, WISH_HELP, 0, NULL, "print this"},
};
/* clang-format on */

void modprobe_print_help(void)
{
	const struct option_row *row;
	char letter[5];

	printf("usage: modprobe [OPTION...] NAME [PARAMETER=VALUE...]\n"
	       "       modprobe [OPTION...] -a|-r|-R NAME...\n\n");
	for (row = options; row < options + ARRAY_SIZE(options); row++) {
		if (!row->help)
			continue;
		snprintf(letter, sizeof(letter), row->key < 256 ? "-%c, " : "    ",
			 row->key);
		printf("  %s--%s %-*s %s\n", letter, row->name,
		       (int)(24 - strlen(row->name)), row->argument ?: "", row->help);
	}
}

/* What a modprobe in an install or remove command shall do likewise. */
static const char passed_on[] = "Csqv";

static int apply_option(struct modprobe_request *request, int key)
{
	const struct option_row *row;
	int r = 0;

	for (row = options; row < options + ARRAY_SIZE(options); row++) {
		if (row->key != key)
			continue;
		request->wishes |= row->wishes;
		request->flags |= row->flags;
		if (row->take)
			r = row->take(request, optarg);
		if (r == 0 && key < 256 && strchr(passed_on, key))
			r = modprobe_pass_on(request, key, row->argument ? optarg : NULL);
		return r;
	}
	return -EINVAL; /* getopt_long() has said which */
}

static void list_options(struct option *longs, char *letters)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(options); i++) {
		longs[i] = (struct option){options[i].name, !!options[i].argument, NULL,
					   options[i].key};
		if (options[i].key > 255)
			continue;
		*letters++ = options[i].key;
		if (options[i].argument)
			*letters++ = ':';
	}
	*letters = '\0';
}

int modprobe_parse_options(struct modprobe_request *request, int argc, char *argv[])
{
	struct option longs[ARRAY_SIZE(options) + 1] = {0};
	char letters[2 * ARRAY_SIZE(options) + 1];
	int key, r;

	list_options(longs, letters);
	while (!(request->wishes & (WISH_HELP | WISH_VERSION)) &&
	       (key = getopt_long(argc, argv, letters, longs, NULL)) >= 0) {
		r = apply_option(request, key);
		if (r < 0)
			return r;
	}
	/* What stands behind "--" comes from the kernel, or from a device. */
	if (optind > 1 && streq(argv[optind - 1], "--"))
		request->names_only = true;
	if (request->wishes & WISH_VERBOSE && !(request->wishes & WISH_QUIET))
		request->wishes |= WISH_SHOW;
	return 0;
}
