/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what the command line of modprobe asks for. */
#ifndef HP_MODPROBE_OPTIONS_H
#define HP_MODPROBE_OPTIONS_H

#include "blacklist.h"
#include "module.h"

#define CONFIGS_MAX	      32
#define WORDS_MAX	      32768 /* of the command line, and of MODPROBE_OPTIONS */
#define ENVIRONMENT_BYTES_MAX (1 << 16)

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
	WISH_CONFIG = 1 << 10,
	WISH_VERSIONS = 1 << 11,
	WISH_EXPORTS = 1 << 12,
	WISH_CHECK = 1 << 13,
	WISH_EXPLAIN = 1 << 14,
	WISH_JSON = 1 << 15,
	WISH_IGNORE_NO_DEVICE = 1 << 16,
};

struct modprobe_request {
	unsigned int wishes;
	unsigned int flags;
	struct hp_modules_where where;
	const char *config[CONFIGS_MAX + 1];
	size_t n_config;
	struct hp_blacklist *blacklist; /* --blacklist-file */
	struct hp_modules *modules;
	unsigned int wait_ms; /* -w */
	bool names_only;      /* no word is the path of a file */
	bool for_kernel;      /* it asks, and nobody reads stderr */
	char *words[2 * WORDS_MAX];
	char environment[ENVIRONMENT_BYTES_MAX]; /* what some of words point into */
	char pass_on[2 * ENVIRONMENT_BYTES_MAX]; /* MODPROBE_OPTIONS=..., or "" */
};

/*
 * Puts the words of MODPROBE_OPTIONS before the others: argc and argv then are
 * request->words. Quotes hold a word with blanks together. Returns 0 or -E2BIG, whose
 * message is out by then.
 */
int modprobe_read_environment(struct modprobe_request *request, int *argc, char **argv[]);

/* Adds an option to what a modprobe in an install or remove command sees in
 * MODPROBE_OPTIONS; argument: NULL for none. Returns as modprobe_read_environment(). */
int modprobe_pass_on(struct modprobe_request *request, int letter, const char *argument);

/* Reads the options of the command line into request; optind then stands at the first
 * word that is none. Returns 0 or a negative errno, whose message is out by then. */
int modprobe_parse_options(struct modprobe_request *request, int argc, char *argv[]);

void modprobe_print_help(void);

#endif
