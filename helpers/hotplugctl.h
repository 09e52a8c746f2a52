/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugctl: what its verbs share. Each is a file of its own, ctl_VERB.c. */
#ifndef HP_HOTPLUGCTL_H
#define HP_HOTPLUGCTL_H

#include <limits.h>

#include "macro.h"

struct ctl_verb {
	const char *name;
	const char *arguments; /* for the usage: "[--json] NAME..." */
	const char *does;      /* one line for the usage */
	/* As a main(): argv[0] is the verb, optind is 0 for getopt_long(3); messages are
	 * logged by then. Returns an exit status. */
	int (*run)(const struct ctl_verb *verb, int argc, char *argv[]);
};

/* Exit statuses. */
enum {
	CTL_DONE = 0,
	CTL_FAILED = 1, /* and why is logged */
	CTL_USAGE = 2,
};

/* Prints how the verb is called; returns CTL_DONE for stdout, CTL_USAGE for stderr. */
int ctl_usage(const struct ctl_verb *verb, FILE *to);

/* The path that a word means: one in /sys is below --root, any other as it is. Returns 0
 * or -ENAMETOOLONG. */
int ctl_path(char ret[static PATH_MAX], const char *word) _must_check_;

extern const struct ctl_verb ctl_coldplug;
extern const struct ctl_verb ctl_disable;
extern const struct ctl_verb ctl_enable;
extern const struct ctl_verb ctl_explain;
extern const struct ctl_verb ctl_monitor;
extern const struct ctl_verb ctl_net;
extern const struct ctl_verb
	ctl_net_apply; /* its words; but for check with libnl-route */
extern const struct ctl_verb ctl_net_check;
extern const struct ctl_verb ctl_net_plan;
extern const struct ctl_verb ctl_net_status;
extern const struct ctl_verb ctl_net_undo;
extern const struct ctl_verb ctl_proc;
extern const struct ctl_verb ctl_replay;
extern const struct ctl_verb ctl_log;
extern const struct ctl_verb ctl_settle;
extern const struct ctl_verb ctl_status;
extern const struct ctl_verb ctl_try; /* with libkmod */
extern const struct ctl_verb ctl_lookup;
extern const struct ctl_verb ctl_port; /* with libnl-genl */

#endif
