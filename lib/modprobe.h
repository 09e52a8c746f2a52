/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: how agents start the suite's modprobe, HP_AGENTDIR/modprobe. */
#ifndef HP_MODPROBE_H
#define HP_MODPROBE_H

#include "uevent.h"

/*
 * Loads the n modules at names and, where modalias is not NULL, whatever libkmod says
 * matches it, with one exec, and waits as long as it takes. modprobe.d's blacklist holds
 * for names as for aliases; HP_CONFDIR/blacklist for what modalias gives. It is an error
 * where a name is not found, but not where nothing matches modalias.
 *
 * Returns 0, -EIO where modprobe failed, -EACCES where it is refused
 * (hp_trust_executable()), or another negative errno; the message is logged.
 */
int hp_modprobe_run(const struct hp_uevent *event, const char *const names[], size_t n,
		    const char *modalias) _must_check_;

#endif
