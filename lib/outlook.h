/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: whether an event has anything to do, without a look at the file system for
 * each: what the plan of a subsystem holds is remembered for as long as nothing changes
 * in the directories that it is made from.
 */
#ifndef HP_OUTLOOK_H
#define HP_OUTLOOK_H

#include "uevent.h"

struct hp_outlooks;

/* Where there is no inotify, nothing is remembered. Returns 0 or -ENOMEM. */
int hp_outlooks_new(struct hp_outlooks **ret) _must_check_;

void hp_outlooks_free(struct hp_outlooks *outlooks);

/* Forgets what may have changed. To be called before events are asked about that came
 * after a change. */
void hp_outlooks_refresh(struct hp_outlooks *outlooks);

/* Whether the event's plan holds a step, or a file that is refused (which working it
 * logs). */
bool hp_outlooks_has_work(struct hp_outlooks *outlooks, const struct hp_uevent *event);

#endif
