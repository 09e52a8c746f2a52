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

/* Marks seqnum and returns whether it was marked before. 0 is never marked; one that is
 * older than the window counts as marked. */
bool hp_seqnums_mark(struct hp_seqnums *seqnums, uint64_t seqnum);

#endif
