/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: what /sys/module says: which modules the kernel has, what it can unpack.
 *
 * Source of the contract: Documentation/ABI/stable/sysfs-module and
 * Documentation/ABI/testing/sysfs-module of Linux 6.1; the order in which files come and
 * go: mod_sysfs_setup() and mod_sysfs_teardown() in kernel/module/sysfs.c.
 */
#ifndef HP_SYSMODULE_H
#define HP_SYSMODULE_H

#include "macro.h"

enum hp_sysmodule_state {
	HP_SYSMODULE_ABSENT,
	HP_SYSMODULE_BUILTIN, /* which has a directory only where it has parameters */
	HP_SYSMODULE_LIVE,
	HP_SYSMODULE_MOVING, /* coming or going: not ready for use */
};

/* name: '-' and '_' are equal; without '/'. */
enum hp_sysmodule_state hp_sysmodule_state(const char *name);

/* Whether the kernel was built without modules; as long as /proc is not mounted, nobody
 * knows, and it was not. */
bool hp_sysmodule_never(void);

/* Whether finit_module(2) unpacks files of that compression ("gzip", "xz", "zstd"). */
bool hp_sysmodule_unpacks(const char *compression);

#endif
