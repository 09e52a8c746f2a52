/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: load modules by the plans of the index: without libkmod, whose start costs
 * more than all of this.
 *
 * Only what is certain before anything is inserted is done so. Whatever is not is left to
 * modprobe, and each function says so before it has changed anything. Messages and the
 * lines of the log are those of modprobe.
 */
#ifndef HP_LOADPLAN_H
#define HP_LOADPLAN_H

#include "index.h"

struct hp_loadplan_module {
	const char *name;      /* the caller's */
	struct hp_names files; /* within the tree; none where it is in the kernel */
	struct hp_loadplan_file *file; /* one for each, once opened */
};

struct hp_loadplan {
	char *tree;
	size_t n;
	struct hp_loadplan_module *module;
};

/*
 * Plans to load n modules, whose names must outlive the plan. ret: {0} before;
 * hp_loadplan_free() frees it in any case.
 *
 * Returns 0, or a negative errno why modprobe must do it: what hp_index_plan() or
 * hp_bootline_read() gave; -EPERM where hotplug.conf, /etc/modprobe.conf or the kernel's
 * command line has a say; -ENOMEM.
 */
int hp_loadplan_make(struct hp_loadplan *ret, struct hp_index *index,
		     const char *const names[], size_t n) _must_check_;

/* Opens all files that are not in the kernel yet. Returns 0, or a negative errno why
 * modprobe must do it: -EOPNOTSUPP for a compression that the kernel does not know, or
 * what open(2) gave. */
int hp_loadplan_open(struct hp_loadplan *plan) _must_check_;

/* Inserts the i-th module behind what it needs; all must be open. What another process
 * inserts meanwhile is good as well. What was inserted is logged at notice, a failure at
 * error. Returns 0 or what hp_rival_insert() gave. */
int hp_loadplan_insert(struct hp_loadplan *plan, size_t i);

void hp_loadplan_free(struct hp_loadplan *plan);

#endif
