/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: a module that is loaded, as /sys/module shows it.
 *
 * Source of the contract: Documentation/ABI/testing/sysfs-module of the kernel,
 * kernel/module/sysfs.c. Names are with '_', never '-'.
 */
#ifndef HP_LOADED_H
#define HP_LOADED_H

#include <stdint.h>

#include "names.h"

/* With the final NUL. */
#define HP_LOADED_TEXT_MAX 256

/* Tells one instance of a module from the next; 0: it is not loaded. */
uint64_t hp_loaded_inode(const char *module);

/* Adds the modules that use it. Returns 0 or -ENOMEM. */
int hp_loaded_holders(const char *module, struct hp_names *holders) _must_check_;

/* "version", "srcversion", "taint", "refcnt"; "" where there is no such file. */
void hp_loaded_attribute(const char *module, const char *attribute,
			 char ret[static HP_LOADED_TEXT_MAX]);

#endif
