/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: the names of modules that no event may load: /etc/hotplug/blacklist.
 *
 * One name a line, '#' begins a comment, blank lines mean nothing, '-' and '_' are equal.
 * Source of the contract: hotplug.functions of linux-hotplug.
 */
#ifndef HP_BLACKLIST_H
#define HP_BLACKLIST_H

#include "macro.h"

struct hp_blacklist;

/*
 * Reads the file. A line that is no name is logged as "FILE:LINE:COLUMN: ..." at warning
 * and skipped.
 *
 * Returns 0; -ENOENT where there is none; -EINVAL where it is no regular file; -EFBIG
 * above 1 MiB; -ENOMEM; or the negative errno of open(2) or read(2). Nothing is logged
 * for these.
 */
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
