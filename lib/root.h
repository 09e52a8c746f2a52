/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: every absolute path of the suite, under --root where one is given.
 *
 * The directories themselves (HP_CONFDIR, HP_HOOKDIR, HP_RUNHOOKDIR, HP_VENDORDIR,
 * HP_AGENTDIR, HP_RUNDIR, ...) come from meson's options by way of config.h.
 */
#ifndef HP_ROOT_H
#define HP_ROOT_H

#include <limits.h>

#include "macro.h"

/* Sets the prefix; dir must be absolute and is copied. NULL or "/": none.
 * Returns 0, -EINVAL where dir is not absolute, -ENAMETOOLONG or -ENOMEM. */
int hp_root_set(const char *dir);

/* The prefix without a final slash; "" where there is none. */
const char *hp_root_get(void);

/* "HOTPLUG_ROOT=DIR" for the environment of children; NULL where there is no prefix.
 * Good until the next hp_root_set(), as is hp_root_get(). */
const char *hp_root_variable(void);

/* Writes the prefix and the absolute path that fmt makes; its only conversion is %s.
 * Returns 0 or -ENAMETOOLONG. */
int hp_path(char ret[static PATH_MAX], const char *fmt, ...) _printf_(2, 3) _must_check_;

#endif
