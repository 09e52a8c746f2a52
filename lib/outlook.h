/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: whether an event has anything to do, without a look at the file system for
 * each: what interest.h says is remembered for as long as nothing changes in what it was
 * made from: the directories of hooks and agents, the index of modules and modprobe.d,
 * and the modules that the kernel has.
 */
#ifndef HP_OUTLOOK_H
#define HP_OUTLOOK_H

#include "interest.h"

struct hp_outlooks;

/* Where there is no inotify, nothing is remembered. Returns 0 or -ENOMEM. */
int hp_outlooks_new(struct hp_outlooks **ret) _must_check_;

void hp_outlooks_free(struct hp_outlooks *outlooks);

/* Forgets what may have changed. To be called before events are asked about that came
 * after a change. */
void hp_outlooks_refresh(struct hp_outlooks *outlooks);

/* Forgets all: some events were not asked about. */
void hp_outlooks_forget(struct hp_outlooks *outlooks);

/*
 * Whether the event's plan holds a step that has something to do, or a file that is
 * refused (which working it logs). An agent that only loads what MODALIAS leads to has
 * nothing to do where the index names no module, or all that it names are there or
 * blacklisted, or the kernel knows no modules.
 *
 * Every event of the kernel is to be asked about: those of modules tell which are gone.
 */
bool hp_outlooks_has_work(struct hp_outlooks *outlooks, const struct hp_uevent *event);

/*
 * The same in a process forked from this one, which only reads what is remembered:
 * whether there is nothing to do for the event. ret_generation is for whoever refreshes:
 * that event counts as asked about where hp_outlooks_holds() is true after a refresh;
 * else it is to be asked about.
 */
bool hp_outlooks_recall_nothing(const struct hp_outlooks *outlooks,
				const struct hp_uevent *event, uint32_t *ret_generation);
bool hp_outlooks_holds(struct hp_outlooks *outlooks, uint32_t generation);

/* The same of an event that has not come, which is not counted. */
bool hp_outlooks_would_have_work(struct hp_outlooks *outlooks,
				 const struct hp_uevent *event);

/* What is remembered, in memory that a process forked from this one shares. */
const struct hp_answers *hp_outlooks_answers(const struct hp_outlooks *outlooks);

struct hp_outlooks_count {
	uint64_t hits, misses; /* events that came, answered from memory or not */
	uint64_t forgotten;    /* times */
	uint64_t n, n_max;     /* answers that are remembered */
};

void hp_outlooks_count(const struct hp_outlooks *outlooks, struct hp_outlooks_count *ret);

#endif
