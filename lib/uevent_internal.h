/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what the files of lib/uevent share. */
#ifndef HP_UEVENT_INTERNAL_H
#define HP_UEVENT_INTERNAL_H

#include "uevent.h"

/* Adds a variable within the kernel's limits. Returns its value in the event's memory;
 * NULL where there is no room. */
const char *hp_uevent_fill_in(struct hp_uevent *event, const char *key,
			      const char *value);

/* DEVPATH, and IFINDEX where it is missing, by event->interface. */
void hp_uevent_fill_in_interface(struct hp_uevent *event);

/* Absolute, without empty components, "." and "..". */
bool hp_uevent_devpath_is_valid(const char *path);

#endif
