/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the globs of module aliases. */
#ifndef HP_GLOB_H
#define HP_GLOB_H

#include "macro.h"

/* Where the first wildcard ('*', '?' or '[') of glob stands: the length of what a name
 * must begin with. */
size_t hp_glob_literal(const char *glob);

/* Exactly fnmatch(glob, name, 0) == 0, at a fraction of its cost where the glob has no
 * other wildcard than '*'. */
bool hp_glob_matches(const char *glob, const char *name);

/*
 * Copies an alias with every '-' outside of brackets as '_', as libkmod compares them.
 * Returns 0; -EINVAL where a bracket has no partner; -ENAMETOOLONG where dst, of size
 * bytes, is too small.
 */
int hp_glob_normalize(char *dst, size_t size, const char *alias) _must_check_;

#endif
