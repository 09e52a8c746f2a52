/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: how many events there were, of which subsystem, how each ended, and how long
 * they took. Of a fixed size; no file, no clock and no memory is touched for an event.
 */
#ifndef HP_STATS_H
#define HP_STATS_H

#include <stdint.h>

#include "macro.h"

enum hp_outcome {
	HP_OUTCOME_NOTHING, /* there was nothing to run */
	HP_OUTCOME_DONE,    /* every step of the plan */
	HP_OUTCOME_FAILED,  /* a step, or a file of the plan is refused */
	HP_OUTCOME_DROPPED, /* after it had ended several workers */
	HP_OUTCOMES,
};

/* "nothing", "done", ... */
const char *hp_outcome_name(enum hp_outcome outcome);

#define HP_STATS_NAME_MAX 32 /* with the NUL; longer ones are cut */
#define HP_STATS_ROWS	  64
#define HP_STATS_OTHERS	  "(others)" /* the last row, when all others are taken */

/* Four to each power of two: what is told of a time is at most a quarter above it. */
#define HP_STATS_BUCKETS  128

/* {0} to begin with. */
struct hp_stats {
	uint64_t n_rows;
	struct hp_stats_row {
		char subsystem[HP_STATS_NAME_MAX];
		uint64_t outcomes[HP_OUTCOMES];
	} rows[HP_STATS_ROWS];
	uint64_t buckets[HP_STATS_BUCKETS]; /* microseconds; see hp_stats_bound() */
	uint64_t sum_us;
};

void hp_stats_count(struct hp_stats *stats, const char *subsystem,
		    enum hp_outcome outcome);

/* One event took that many microseconds. */
void hp_stats_time(struct hp_stats *stats, uint64_t us);

/* The most that is counted in a bucket, in microseconds; UINT64_MAX: the last one. */
uint64_t hp_stats_bound(unsigned int bucket);

/* How many times were counted, and what `percent` (0 to 100) of them were at most, in
 * microseconds; 0 where there were none. */
uint64_t hp_stats_times(const struct hp_stats *stats);
uint64_t hp_stats_percentile(const struct hp_stats *stats, unsigned int percent);

/* Whether it can be what these functions have made: for one that comes from outside. */
bool hp_stats_is_valid(const struct hp_stats *stats);

#endif
