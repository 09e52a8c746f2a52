/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: a process and everything it started, as /proc tells it. */
#ifndef HP_PROCTREE_H
#define HP_PROCTREE_H

#include <sys/types.h>

#include "macro.h"

#define HP_PROCTREE_MAX	  1024
#define HP_PROCTREE_STAYS "HOTPLUG_STAYS=1"

struct hp_proctree {
	pid_t root;
	unsigned long long start; /* of root: clock ticks since boot */
	size_t n;
	pid_t pids[HP_PROCTREE_MAX]; /* parents before their children */
};

/*
 * Finds root, its descendants, its process group, and what descendants left behind to us:
 * our own children that began after root did (the caller is a child subreaper,
 * PR_SET_CHILD_SUBREAPER of prctl(2)). One that was started to stay, with
 * HP_PROCTREE_STAYS as the first of its environment, is nobody's.
 *
 * Returns 0, or -ENOENT where /proc is not mounted or root has been waited for. More than
 * HP_PROCTREE_MAX processes: the rest is left out.
 */
int hp_proctree_read(pid_t root, struct hp_proctree *ret) _must_check_;

/* Reads the same tree again: what is left of it (n may be 0), and what it has started
 * since. Root may have been waited for. Returns 0 or -ENOENT. */
int hp_proctree_update(struct hp_proctree *tree) _must_check_;

/* Whether one of them still exists. */
bool hp_proctree_lives(const struct hp_proctree *tree);

/* Whether one of them is inside init_module(2), finit_module(2) or delete_module(2), by
 * /proc/PID/syscall (Documentation/filesystems/proc.rst), or has worked 0.1 s inside the
 * kernel without leaving it or sleeping, or must not be looked at (EPERM, EACCES): then
 * nobody can tell. Takes up to 3 s. */
bool hp_proctree_loads_module(const struct hp_proctree *tree);

/* Whether this one process waits, off the CPU, inside one of these calls. Where the
 * kernel does not tell: no. */
bool hp_proctree_waits_in_load(pid_t pid);

/* When a process began, in clock ticks since boot: with its number, it tells it from all
 * others. Returns 0, or -ENOENT where there is none, a zombie included, or no /proc. */
int hp_process_start(pid_t pid, unsigned long long *ret) _must_check_;

/* Parents first: a shell whose command was ended would go on with the next one. */
void hp_proctree_kill(const struct hp_proctree *tree, int signal);

#endif
