/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: a device's directory in /sys: its attributes, and the way up to its parents.
 *
 * Paths are those of directories below /sys/devices, links resolved, any root in them.
 * Source of the contract: Documentation/filesystems/sysfs.rst,
 * Documentation/admin-guide/sysfs-rules.rst.
 */
#ifndef HP_SYSDIR_H
#define HP_SYSDIR_H

#include <limits.h>
#include <stdint.h>

#include "macro.h"

/* The last component of the link DIR/subsystem. Returns 0 or -ENOENT. */
int hp_sysdir_subsystem(const char *dir, char ret[static NAME_MAX + 1]) _must_check_;

/* Goes up to the next directory that is a device: one with a file "uevent". */
bool hp_sysdir_go_up(char *path) _must_check_;

/* Goes up to the next device of that subsystem, and of that DEVTYPE where one is given.
 * Where there is none, path is any of those above. */
bool hp_sysdir_go_up_to(char *path, const char *subsystem,
			const char *devtype) _must_check_;

/* The attribute DIR/NAME without the blanks at its end, cut to size. Returns 0 or the
 * negative errno of open(2) or read(2). */
int hp_sysdir_attribute(const char *dir, const char *name, char *ret,
			size_t size) _must_check_;

/* The same for a number, as strtoul(3) reads it with base 0. Returns also -EINVAL and
 * -ERANGE. */
int hp_sysdir_number(const char *dir, const char *name, uint32_t *ret) _must_check_;

/* The value of the line KEY=value in DIR/uevent; "" where there is none. */
void hp_sysdir_uevent(const char *dir, const char *key, char *ret, size_t size);

#endif
