/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: which of the latest SEQNUMs have been seen, where two roads bring the same. */
#ifndef HP_SEQNUMS_H
#define HP_SEQNUMS_H

#include <stdint.h>

#include "macro.h"

#define HP_SEQNUMS_WINDOW 65536

struct hp_seqnums {
	uint64_t newest;
	uint64_t seen[HP_SEQNUMS_WINDOW /
		      64]; /* bit n: newest down to newest - WINDOW + 1 */
};

/* Marks seqnum, which the kernel itself has told: the newest one says where the window
 * ends. 0, and what is older than the window, is not marked. */
void hp_seqnums_mark(struct hp_seqnums *seqnums, uint64_t seqnum);

/* Whether seqnum is marked. What is outside the window is not: rather an event twice than
 * never. */
bool hp_seqnums_has(const struct hp_seqnums *seqnums, uint64_t seqnum);

/* The number that the kernel gave last, to an event in whatever network namespace:
 * /sys/kernel/uevent_seqnum. Returns 0, or a negative errno of open(2) or read(2),
 * -EINVAL where there is no number. */
int hp_seqnums_read_newest(uint64_t *ret) _must_check_;

#endif
