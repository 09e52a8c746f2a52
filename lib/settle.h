/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: hear the kernel's events, and wait until the suite is done with them.
 *
 * An event for which there is anything to run goes into /run/hotplug/queue, whoever
 * brings it, and leaves it when it is worked (queue.h). The kernel's message about an
 * event comes before its helper or hotplugd can put it there: so each of these events
 * that is heard here is seen to leave the queue.
 */
#ifndef HP_SETTLE_H
#define HP_SETTLE_H

#include <stdint.h>

#include "interest.h"
#include "road.h"
#include "uevent.h"

struct hp_settle;

/* Called for each event of the kernel that is heard; with NULL where some were dropped:
 * then /sys knows more. */
typedef void (*hp_settle_fn)(const struct hp_uevent *event, void *data);

/*
 * Begins to hear. road: who works the events; where nobody does, nothing is ever pending.
 * interest must outlive it.
 *
 * Returns 0; what hp_monitor_open() or hp_queue_open() gave, logged; or -ENOMEM.
 */
int hp_settle_begin(struct hp_settle **ret, struct hp_interest *interest,
		    enum hp_road road, hp_settle_fn fn, void *data) _must_check_;

void hp_settle_end(struct hp_settle *settle);

static inline void hp_settle_endp(struct hp_settle **settle)
{
	hp_settle_end(*settle);
}

/* Readable when there is an event to hear. */
int hp_settle_fd(const struct hp_settle *settle);

/* Hears what has come since the last call; does not wait. Where the kernel had to drop
 * some, that is one line of the log, and what was not heard is pending until nothing has
 * moved in the queue for a second and nothing is left there, or hotplugd has no
 * unfinished event. To be called often: what waits for us is bounded. */
void hp_settle_hear(struct hp_settle *settle);

/* How many of the events that were heard are not done yet. */
size_t hp_settle_pending(const struct hp_settle *settle);

/*
 * Waits ms at most until there is another event to hear or one that is done. On the
 * helper's road, where nothing moves for a second, starts a drainer of the queue in case
 * its last one was killed: a child of its own, which is left alone by hp_settle_end().
 *
 * Returns 0; or, nothing being pending then: -ETIMEDOUT where for HP_SETTLE_PATIENCE_S
 * nothing has moved and none of the pending events is in the queue: nobody took them up;
 * what hp_handover_count() gave where hotplugd does not answer.
 */
int hp_settle_wait(struct hp_settle *settle, unsigned int ms) _must_check_;

#define HP_SETTLE_PATIENCE_S 30

#endif
