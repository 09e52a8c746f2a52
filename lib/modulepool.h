/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: load many modules, several at a time, each module in a process of its own.
 *
 * The steps are those of hp_module_insert(), in its order; a module that several others
 * need is begun once, and keeps no process busy that could load something else. A load
 * that waits inside the kernel, for its hardware or another load, or that takes long (a
 * second), does not count among those at a time. A process inside a load is never killed:
 * one that takes too long is left alone, and what needs its module has failed.
 */
#ifndef HP_MODULEPOOL_H
#define HP_MODULEPOOL_H

#include "module.h"

struct hp_modulepool;

/* Processes at a time, whatever they do; but for those that are left alone. */
#define HP_MODULEPOOL_MAX 64

/* Called when a module that was added is loaded, with r 0, or is not, with the negative
 * errno of hp_module_insert(), or -ETIMEDOUT; needed: the module that failed, the same or
 * one that it needs. */
typedef void (*hp_modulepool_fn)(const char *name, int r, const char *needed, void *data);

struct hp_modulepool_how {
	/* DRY_RUN: nothing is loaded. show is called where a step begins. Must outlive
	 * the pool. */
	const struct hp_module_action *action;
	unsigned int at_once;	/* processes that count, at least 1 */
	unsigned int timeout_s; /* of one load */
	hp_modulepool_fn ended;
	void *data;
};

/* modules must outlive the pool. Returns 0 or -ENOMEM. */
int hp_modulepool_new(struct hp_modulepool **ret, struct hp_modules *modules,
		      const struct hp_modulepool_how *how) _must_check_;

/* Takes NULL. What still runs is left alone. */
void hp_modulepool_free(struct hp_modulepool *pool);

static inline void hp_modulepool_freep(struct hp_modulepool **pool)
{
	hp_modulepool_free(*pool);
}

/*
 * Adds a module to be loaded; one that was added before is not added again.
 *
 * Returns 0, 1 (blacklisted), 2 (denied by modprobe.d, logged), 3 (it was added before),
 * or a negative errno.
 */
int hp_modulepool_add(struct hp_modulepool *pool, struct hp_module *module) _must_check_;

/* Begins what can begin, and waits until a load has ended, fd (-1: none) is readable, or
 * ms have passed, or less. Returns whether anything is left to load. */
bool hp_modulepool_turn(struct hp_modulepool *pool, int fd, unsigned int ms);

/* How many modules it has loaded, those that others need among them. */
unsigned int hp_modulepool_loaded(const struct hp_modulepool *pool);

/* How many of those that were added are neither loaded nor failed. */
size_t hp_modulepool_left(const struct hp_modulepool *pool);

#endif
