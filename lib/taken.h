/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: who takes which of the kernel's events, where it comes to hotplugd by netlink,
 * and to a helper that hotplugd does not answer.
 *
 *	/run/hotplug/queue/.taken	slots, each SEQNUM and who has taken what of it
 *
 * Both have the file mapped, so that neither waits for the other. It knows the latest
 * SEQNUMs alone: rather an event twice than never.
 */
#ifndef HP_TAKEN_H
#define HP_TAKEN_H

#include <stdint.h>

#include "queue.h"

/* Of an event's plan, see dispatch.h. */
enum {
	HP_TAKEN_LOADS = 1,
	HP_TAKEN_REST = 2,
	HP_TAKEN_WHOLE = 3,
};

#define HP_TAKEN_SLOTS 2048

struct hp_taken {
	uint64_t slots[HP_TAKEN_SLOTS]; /* SEQNUM % HP_TAKEN_SLOTS */
};

/* Maps the table; with make, it is made where it is missing. Returns 0, or a negative
 * errno: -ENOENT, -EACCES where it is not ours, -EINVAL where it has not its size,
 * -ENOSPC, ... */
int hp_taken_open(struct hp_taken **ret, const struct hp_queue *queue,
		  bool make) _must_check_;

void hp_taken_close(struct hp_taken **taken);

/* hotplugd takes these parts, a helper the whole. Return what of it the other has not
 * taken before, which is the caller's now; all where taken is NULL or seqnum is 0. */
unsigned int hp_taken_by_daemon(struct hp_taken *taken, uint64_t seqnum,
				unsigned int parts);
unsigned int hp_taken_by_helper(struct hp_taken *taken, uint64_t seqnum);

#endif
