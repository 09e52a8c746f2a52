/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: an event as bytes, in the form that netlink has: what queue and hand-over
 * keep. */
#ifndef HP_SAVED_H
#define HP_SAVED_H

#include <limits.h>

#include "uevent.h"

/* Header and variables, those filled in from /sys included. */
#define HP_SAVED_MAX (sizeof(((struct hp_uevent *)0)->buf) + PATH_MAX)

/* Writes "ACTION@DEVPATH\0KEY=VALUE\0..." with one call. event->devpath must be there.
 * Returns 0, or a negative errno; -ENOSPC where less than all was written. */
int hp_saved_write(int fd, const struct hp_uevent *event) _must_check_;

/* The same bytes into a buffer. Returns how many they are. */
size_t hp_saved_pack(char ret[static HP_SAVED_MAX], const struct hp_uevent *event);

#endif
