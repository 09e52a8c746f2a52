/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: processes that were left alone inside a module load, told by whichever of a
 * daemon's processes waited for them, and kept where all of these see it.
 */
#ifndef HP_STUCK_H
#define HP_STUCK_H

#include <stdint.h>
#include <sys/types.h>

#include "macro.h"

#define HP_STUCK_MAX 64 /* at the same time: more are counted, not listed */

struct hp_stuck;

struct hp_stuck_process {
	uint64_t pid;
	uint64_t start;	   /* hp_process_start() */
	uint64_t since_us; /* hp_clock_us(): when it was left alone */
	char name[64];	   /* cut */
};

/* Memory that processes forked from here share. Returns 0 or the negative errno of
 * mmap(2). */
int hp_stuck_new(struct hp_stuck **ret) _must_check_;

void hp_stuck_free(struct hp_stuck *stuck);

/* In any process: this one was left alone now. */
void hp_stuck_note(struct hp_stuck *stuck, pid_t pid, const char *name);

/* How many there have ever been. */
uint64_t hp_stuck_count(const struct hp_stuck *stuck);

/* Those that still run, max at most; forgets the others. Returns how many. */
size_t hp_stuck_list(struct hp_stuck *stuck, struct hp_stuck_process *ret, size_t max);

#endif
