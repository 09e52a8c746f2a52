/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: how agents have modules loaded: by the plan of the index where it has one for
 * every name, else by the suite's modprobe, HP_AGENTDIR/modprobe. Who looks at the log or
 * at the modules cannot tell which it was.
 */
#ifndef HP_MODPROBE_H
#define HP_MODPROBE_H

#include <limits.h>

#include "index.h"
#include "uevent.h"

/*
 * Loads the n modules at names in one child process, and waits for it: HookTimeoutSec at
 * most, but a load itself is never ended, see hp_child_run(). The blacklist of modprobe.d
 * holds for names as for aliases. index: NULL where there is none.
 *
 * All return 0, also where a driver found no device; -EIO where the load failed, -EACCES
 * where modprobe is refused (hp_trust_executable()), -ETIMEDOUT or -EINPROGRESS as
 * hp_child_run(), or another negative errno; the message is logged.
 */
int hp_modprobe_load(const struct hp_uevent *event, struct hp_index *index,
		     const char *const names[], size_t n) _must_check_;

/* Loads whatever libkmod says matches modalias, less the file of blacklist.h. That
 * nothing matches is no error: most devices have no driver. */
int hp_modprobe_ask(const struct hp_uevent *event, const char *modalias) _must_check_;

/* Loads one module with a parameter, "NAME=VALUE", which goes before those of modprobe.d.
 */
int hp_modprobe_load_with(const struct hp_uevent *event, const char *name,
			  const char *parameter) _must_check_;

/* Finds HP_AGENTDIR/modprobe, below --root, and checks it as hp_trust_executable() does.
 * Returns 0 or a negative errno, whose message is logged. */
int hp_modprobe_find(char ret[static PATH_MAX]) _must_check_;

#endif
