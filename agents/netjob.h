/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: bring the interface of an event to what the files say. */
#ifndef HP_NETJOB_H
#define HP_NETJOB_H

#include "uevent.h"

/* Plans and applies, or with hp_dry_run prints, under the interface's lock. Returns 0,
 * also where the interface is gone; or a negative errno, which is logged by then. */
int hp_netjob_run(const struct hp_uevent *event) _must_check_;

#endif
