/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what the command line of modprobe asks for. */
#ifndef HP_MODPROBE_OPTIONS_H
#define HP_MODPROBE_OPTIONS_H

#include "blacklist.h"
#include "module.h"

#define CONFIGS_MAX 32

/* What the options ask for beside the flags of enum hp_module_flags. */
enum modprobe_wish {
	WISH_ALL = 1 << 0,
	WISH_QUIET = 1 << 1,
	WISH_VERBOSE = 1 << 2,
	WISH_SHOW = 1 << 3, /* print the plan: -v, -D */
	WISH_SYSLOG = 1 << 4,
	WISH_IGNORE_MISSING = 1 << 5,
	WISH_REMOVE = 1 << 6,
	WISH_RESOLVE = 1 << 7,
	WISH_HELP = 1 << 8,
	WISH_VERSION = 1 << 9,
};

struct modprobe_request {
	unsigned int wishes;
	unsigned int flags;
	struct hp_modules_where where;
	const char *config[CONFIGS_MAX + 1];
	size_t n_config;
	struct hp_blacklist *blacklist; /* --blacklist-file */
	struct hp_modules *modules;
};

/* Reads the options of the command line into request; optind then stands at the first
 * word that is none. Returns 0 or a negative errno, whose message is out by then. */
int modprobe_parse_options(struct modprobe_request *request, int argc, char *argv[]);

void modprobe_print_help(void);

#endif
