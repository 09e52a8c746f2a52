/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: the programs that the kernel starts by itself: /proc/sys/kernel/modprobe and
 * /proc/sys/kernel/hotplug, and what they were before.
 *
 * Source of the contract: kernel/kmod.c (modprobe_path), lib/kobject_uevent.c
 * (uevent_helper) and kernel/umh.c of Linux 6.1: both are buffers of 256 bytes, whose
 * rest is cut off without a word; "" means that nothing is started.
 */
#ifndef HP_UMH_H
#define HP_UMH_H

#include "macro.h"

#define HP_UMH_PATH_MAX 256 /* KMOD_PATH_LEN, UEVENT_HELPER_PATH_LEN; with the NUL */

/* name: "modprobe" or "hotplug". All paths are under hp_root_get(). */

/* Reads what the kernel starts. Returns 0; -ENOENT where this kernel has no such file (or
 * /proc is not mounted); -EOVERFLOW; or the negative errno of open(2) or read(2). */
int hp_umh_read(const char *name, char ret[static HP_UMH_PATH_MAX]) _must_check_;

/* Has the kernel start program, an absolute path or "". Returns 0; -ENAMETOOLONG; -EIO
 * where the kernel took something else for it; or the negative errno of open(2) or
 * write(2). */
int hp_umh_write(const char *name, const char *program) _must_check_;

/* Keeps a path as HP_RUNDIR/NAME.before, in the place of one that is kept. Returns 0 or a
 * negative errno; half a file is never left. */
int hp_umh_remember(const char *name, const char *program) _must_check_;

/* What is kept. Returns 0; -ENOENT; -EPERM where the file is not root's alone (under
 * --root: the caller's); -EINVAL where it holds no path; or a negative errno. */
int hp_umh_recall(const char *name, char ret[static HP_UMH_PATH_MAX]) _must_check_;

void hp_umh_forget(const char *name);

/* Whether the kernel's configuration, where /boot or the module tree has it, says that
 * one program is started whatever these files hold (CONFIG_STATIC_USERMODEHELPER). */
bool hp_umh_is_static(void);

#endif
