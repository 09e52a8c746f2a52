/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: other processes that load the same module at the same time.
 *
 * finit_module(2) waits for them; where theirs failed, it gives EBUSY and not the reason.
 * While such a module is being cleared away, it gives EBUSY at once: more attempts do not
 * help then, time does. Source of the contract: add_unformed_module() of
 * kernel/module/main.c, Linux 6.1.
 */
#ifndef HP_RIVAL_H
#define HP_RIVAL_H

#include "macro.h"

/* Tries to insert the module once. Returns 0 or the negative errno of finit_module(2). */
typedef int (*hp_rival_fn)(const void *data);

/*
 * Calls insert, once more after each EBUSY, until it returns something else. A module
 * whose own init gives EBUSY looks the same, but then nobody else is seen at it: after
 * about half a second of that, EBUSY is the answer. module: its name.
 *
 * Returns what insert returned, or -EALREADY where others are at it for half a minute.
 */
int hp_rival_insert(const char *module, hp_rival_fn insert, const void *data);

#endif
