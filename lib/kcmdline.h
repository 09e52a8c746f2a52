/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: names of modules in lists on the kernel's command line. */
#ifndef HP_KCMDLINE_H
#define HP_KCMDLINE_H

#include "macro.h"

/*
 * Whether KEY=NAME,NAME... on a kernel's command line has the name ('-' and '_' are
 * equal, in the key as well); what stands behind "--" is init's. Source of the contract:
 * module_blacklist= in Documentation/admin-guide/kernel-parameters.txt,
 * modprobe.blacklist= in modprobe.d(5).
 */
bool hp_kcmdline_lists(const char *cmdline, const char *key, const char *name);

/* The same for /proc/cmdline (under hp_root_get()); false where that cannot be read. */
bool hp_kcmdline_has(const char *key, const char *name);

#endif
