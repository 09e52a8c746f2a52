/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: whether what was read from directories may have changed since.
 *
 * Source of the contract: inotify(7); proc(5) on polling /proc/PID/mountinfo.
 */
#ifndef HP_WATCH_H
#define HP_WATCH_H

#include "macro.h"

struct hp_watch;

/* Returns 0, -ENOMEM, or the negative errno of inotify_init1(2) (-ENOSYS, -EMFILE). */
int hp_watch_open(struct hp_watch **ret) _must_check_;

void hp_watch_close(struct hp_watch *watch);

/*
 * Begins to watch a path (absolute, the root prefix already in it), before it is read:
 * what is there, its entries where it is a directory, and each directory on the way, so
 * that one that is missing is seen when it comes. Of a link, also what it leads to.
 *
 * Returns 0, or a negative errno (-ENOSPC: fs.inotify.max_user_watches).
 */
int hp_watch_add(struct hp_watch *watch, const char *path) _must_check_;

/* Whether something may have changed, or something was mounted, since the watch was
 * opened or this was asked last; then nothing is watched any more. */
bool hp_watch_has_changed(struct hp_watch *watch);

#endif
