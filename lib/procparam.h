/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: the parameters of a module: what they are now, and who may read and write
 * them.
 *
 * Source of the contract: Documentation/ABI/stable/sysfs-module, module_param() in
 * include/linux/moduleparam.h of Linux 6.1: a permission of 0 has no file.
 */
#ifndef HP_PROCPARAM_H
#define HP_PROCPARAM_H

#include "procfile.h"

/*
 * Adds the files of /sys/module/MODULE/parameters, by name: module, parameter, value
 * (NULL: must not be read, or not by us), permission ("0644"). module: '-' and '_' are
 * equal. Returns 0; -ENOENT where that is not there: it is not loaded, or has none that
 * is to be seen; -ENOMEM; or the negative errno of scandir(3).
 */
int hp_procparam_read(struct hp_proctable *table, const char *module) _must_check_;

/* The value of one of them, which the caller frees; NULL where that is not to be read. */
char *hp_procparam_value(const char *module, const char *parameter);

#endif
