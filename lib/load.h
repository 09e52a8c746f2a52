/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: what is said of the load of a module, whoever does it: libkmod's way or a plan
 * of the index.
 */
#ifndef HP_LOAD_H
#define HP_LOAD_H

#include "macro.h"

#define HP_LOAD_NAMES_MAX 1024 /* bytes; what is longer is cut */

/* What was inserted for one name. */
struct hp_load {
	const char *target;
	bool target_inserted;
	char with[HP_LOAD_NAMES_MAX]; /* what else: "NAME, NAME" */
};

/* Whether nobody reads standard error: the kernel and the agents leave /dev/null there, a
 * person or a script does not. */
bool hp_load_is_unread(void);

/* Messages are modprobe's from here on. A line for each module loaded is for the log, not
 * for who typed the command. */
void hp_load_open_log(void);

/* The line of the log, at debug, for each name that is asked for. */
void hp_load_log_asked(const char *name);

void hp_load_note(struct hp_load *load, const char *module);

/* One line at notice, where anything was inserted. */
void hp_load_log(const struct hp_load *load);

/* Whether that is how a driver begins that finds nothing of its own, and is not kept: no
 * fault of anybody. Aliases of the CPU ask for many such. r: a negative errno. */
bool hp_load_found_no_device(int r);

/* Says why the module was not inserted: at error; at info where nobody reads it and the
 * module found no device. Returns r, a negative errno. */
int hp_load_failed(int r, const char *module);

#endif
