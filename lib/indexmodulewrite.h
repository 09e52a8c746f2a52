/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the module pages of modules.hotplug.bin, for indexwrite.c. See indexfile.h. */
#ifndef HP_INDEXMODULEWRITE_H
#define HP_INDEXMODULEWRITE_H

#include "indexfile.h"
#include "macro.h"

/* All modules of a tree; {0} has none. */
struct hp_index_modules {
	size_t n;
	struct hp_index_module_record *record;
};

/* Takes a module as hp_index_writer_module() does. Returns 0, -ENOMEM or -E2BIG. */
int hp_index_modules_add(struct hp_index_modules *modules, enum hp_index_module kind,
			 const char *path, const char *const needs[],
			 size_t n_needs) _must_check_;

/* Writes the pages, and the first name of each with its NUL. Returns the number of pages
 * or -ENOMEM. */
int hp_index_modules_write(struct hp_index_modules *modules, FILE *pages, FILE *names);

void hp_index_modules_free(struct hp_index_modules *modules);

#endif
