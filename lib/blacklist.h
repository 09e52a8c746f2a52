/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: the names of modules that no event may load: the list `blacklist` in the tiers
 * of tier.h. '-' and '_' are equal.
 *
 * Source of the contract: hotplug.functions of linux-hotplug.
 */
#ifndef HP_BLACKLIST_H
#define HP_BLACKLIST_H

#include <limits.h>

#include "macro.h"

struct hp_blacklist;

/* The file that is in force: returns as hp_tier_path(). */
int hp_blacklist_path(char ret[static PATH_MAX]) _must_check_;

/* Reads a file: as hp_listfile_read(). */
int hp_blacklist_read(struct hp_blacklist **ret, const char *path) _must_check_;

/* blacklist: NULL has no names. */
bool hp_blacklist_has(const struct hp_blacklist *blacklist, const char *name);

/* The first line (1..) that has the name, or 0. */
unsigned int hp_blacklist_line(const struct hp_blacklist *blacklist, const char *name);

/* Takes NULL. */
void hp_blacklist_free(struct hp_blacklist *blacklist);

static inline void hp_blacklist_freep(struct hp_blacklist **blacklist)
{
	hp_blacklist_free(*blacklist);
}

#endif
