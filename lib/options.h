/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the command line that the dispatcher and all agents share. */
#ifndef HP_OPTIONS_H
#define HP_OPTIONS_H

#include "macro.h"

struct hp_options {
	bool help;
	bool version;
	const char *device;    /* of --device; NULL where not given */
	const char *subsystem; /* NULL where none is given */
};

/*
 * Reads [--root DIR] [--dry-run] [--verbose] [--names ours|others] [--device DIR]
 * [--help] [--version] [SUBSYSTEM]; options stand before SUBSYSTEM. Puts the first four
 * in force: hp_root_set(), hp_dry_run, hp_log_set_level(), hp_names_by.
 *
 * Returns 0, or -EINVAL with the message logged.
 */
int hp_options_read(struct hp_options *ret, int argc, char *argv[]) _must_check_;

/*
 * Puts in force what the dispatcher set for the agent that it started: HOTPLUG_ROOT,
 * HOTPLUG_DRY_RUN, HOTPLUG_VERBOSE and HOTPLUG_NAMES in the environment. Not for the
 * dispatcher itself: its environment is the sender's of an event.
 *
 * Returns 0, or -EINVAL with the message logged.
 */
int hp_options_inherit(void) _must_check_;

/* "NAME VERSION" on stdout. Returns 0. */
int hp_options_print_version(const char *name);

#endif
