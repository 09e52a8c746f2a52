/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: processes that work the events of an order, a bounded number at the same time.
 *
 * Each event that has something to do gets a process of its own, so that one that hangs
 * delays only what waits for it. An event whose process was killed is worked again, three
 * times at most. What is begun and finished is on record in the journal.
 */
#ifndef HP_WORKERS_H
#define HP_WORKERS_H

#include <sys/types.h>

#include "journal.h"
#include "order.h"
#include "stats.h"

struct hp_worker;

struct hp_workers {
	struct hp_order *order;
	struct hp_journal *journal;
	unsigned int max, n;
	struct hp_worker *list; /* n of max */
	void (*in_child)(void); /* closes and resets what is the parent's */
	hp_queue_worker work;
	/* Told of each event that is finished, before it is gone. One whose msg is NULL
	 * could not be read from the journal, and was not worked. */
	void (*finished)(const struct hp_pending *pending, enum hp_outcome outcome);
	/* Told that a worker has left its device, and that events in the queue may have
	 * been left there because of it. */
	void (*left)(void);
};

/* Fills the list from max; the rest of workers is the caller's. Returns 0 or -ENOMEM. */
int hp_workers_init(struct hp_workers *workers) _must_check_;

void hp_workers_free(struct hp_workers *workers);

/* As many from now on; those above that go on. Returns 0 or -ENOMEM: as before. */
int hp_workers_set_max(struct hp_workers *workers, unsigned int max) _must_check_;

void hp_workers_kill(const struct hp_workers *workers, int signal);

/* Starts a process for each event that may be worked now, as long as there are not max.
 * Returns 0, or -ENOMEM or the negative errno of fork(2): the event is still in the
 * order. */
int hp_workers_start(struct hp_workers *workers) _must_check_;

/* To be told of each child that ended, with the status of waitpid(2). Returns whether it
 * was a worker; what it worked is finished by then, or to be worked again. */
bool hp_workers_ended(struct hp_workers *workers, pid_t pid, int status);

#endif
