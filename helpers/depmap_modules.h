/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the modules of a tree in the index, with a plan for each that is plain. */
#ifndef HP_DEPMAP_MODULES_H
#define HP_DEPMAP_MODULES_H

#include "aliases.h"
#include "indexwrite.h"
#include "modconf.h"
#include "modulerank.h"

struct depmap_modules {
	const struct hp_modconf *conf;
	struct hp_aliases *aliases;
	const struct hp_module_ranks *ranks;
	struct hp_index_writer *index;
};

/* Notes what the plans are made from, before it is read. Returns 0, 1 where a file of it
 * is not there, so that there can be no plans, or a negative errno. */
int depmap_add_needed(struct hp_index_writer *index, const char *tree) _must_check_;

/* Adds all modules to the index; none where modprobe.d has an allow-only, since nobody
 * but libkmod can say what loading takes then. Returns 0 or a negative errno. */
int depmap_add_modules(const struct depmap_modules *modules) _must_check_;

#endif
