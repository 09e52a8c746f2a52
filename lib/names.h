/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: an ordered set of names, each once: what several sources answer together.
 */
#ifndef HP_NAMES_H
#define HP_NAMES_H

#include "macro.h"

/* {0} is the empty set. */
struct hp_names {
	size_t n;
	size_t size;
	char **name; /* name[0 .. n - 1], in the order of their first mention */
	bool exact;  /* set by the caller before the first name: '-' and '_' differ
		      * (names of scripts); else they are equal (names of modules) */
};

/* Whether both name the same module: '-' and '_' are equal. */
bool hp_names_equal(const char *a, const char *b);

/* Adds the len bytes at name (copied), unless the set holds them already.
 * Returns 1 where they were added, 0 where they were there, or -ENOMEM. */
int hp_names_add(struct hp_names *names, const char *name, size_t len);

bool hp_names_has(const struct hp_names *names, const char *name);

/* Frees what names holds, which is then the empty set. For _cleanup_() as well. */
void hp_names_free(struct hp_names *names);

#endif
