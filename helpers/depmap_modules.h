/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the modules of a tree in the index, with a plan for each that is plain. */
#ifndef HP_DEPMAP_MODULES_H
#define HP_DEPMAP_MODULES_H

#include "aliases.h"
#include "indexwrite.h"
#include "modulerank.h"

struct depmap_modules {
	const char *tree;
	const char *const *config; /* as hp_aliases_open() takes it */
	struct hp_aliases *aliases;
	const struct hp_module_ranks *ranks;
	struct hp_index_writer *index;
};

/* Notes what the plans are made from, before it is read. Returns 0, 1 where a file of it
 * is not there, or a negative errno. */
int depmap_add_needed(struct hp_index_writer *index, const char *tree) _must_check_;

/*
 * Adds all modules to the index. None where nobody but libkmod can say what loading
 * takes: where modprobe.d has an allow-only, or anything that modprobe --check complains
 * of. Returns 0 or a negative errno.
 */
int depmap_add_modules(const struct depmap_modules *modules) _must_check_;

#endif
