/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: the events that hotplugd has not finished, and which of them may be worked
 * now.
 *
 * An event waits for every earlier one, in the order of SEQNUM, that is not finished and
 * concerns
 *
 *	the same device: DEVPATH, DEVPATH_OLD, IFINDEX, or MAJOR, MINOR and block or not
 *	a device above or below that one in /sys, by DEVPATH or DEVPATH_OLD
 *
 * and for nothing else. What has no SEQNUM is as old as the newest that came before it.
 * Whatever the number of events, putting, taking and finishing one costs as many steps as
 * its DEVPATH has components, and one for each device below its own, with the components
 * of that, of which something is unfinished. One that waits takes less than 250 bytes
 * besides its msg, and its path less than 100 for each directory that no other is in.
 *
 * No file, no clock and no process is touched here. Children that are forked do not get
 * what is in the order (pool.h).
 */
#ifndef HP_ORDER_H
#define HP_ORDER_H

#include <stdint.h>

#include "uevent.h"

struct hp_order;

/* One unfinished event. */
struct hp_pending {
	uint64_t seqnum; /* of the event; of one that was made up, the newest by then */
	uint64_t inode;	 /* of the device's directory when the event came; 0: none */
	uint64_t place;	 /* in the journal, which has msg as well; 0: none */
	int64_t received_us, started_us; /* hp_clock_us(); for the caller alone */
	const char *msg;  /* as netlink brought it; NULL: in the journal alone */
	unsigned short n; /* of msg */
	unsigned char attempts;
	bool is_idle; /* nothing is to be done for it; it only keeps its turn */
};

/* bytes_max: what the unfinished events may take in memory. Returns 0 or -ENOMEM. */
int hp_order_new(struct hp_order **ret, size_t bytes_max) _must_check_;

/* Frees the order with all that is in it. */
void hp_order_free(struct hp_order *order);

/* Adds the event; pending is copied, and its msg, unless the journal has it. Returns 0,
 * -ENOBUFS where there is no room in bytes_max, or -ENOMEM; then the event is not in the
 * order. */
int hp_order_put(struct hp_order *order, const struct hp_uevent *event,
		 const struct hp_pending *pending) _must_check_;

/* Gives a pending event a msg that was NULL: pending->n bytes of malloc(3), freed with
 * it. */
void hp_order_set_msg(struct hp_pending *pending, char *msg);

/* Takes one that waits for nothing; NULL where there is none. Those that came to wait for
 * nothing first are given first. */
struct hp_pending *hp_order_take(struct hp_order *order);

/* Gives one that was taken back, not worked: the next to be taken. */
void hp_order_give_back(struct hp_order *order, struct hp_pending *pending);

/* One that was taken is finished: frees it, and lets go what waited for it alone. */
void hp_order_finish(struct hp_order *order, struct hp_pending *pending);

/* Whether something of the device at this path is unfinished. */
bool hp_order_has(struct hp_order *order, const char *devpath);

/* A mark behind all that is in the order now, and whether all that was put before it is
 * finished. */
uint64_t hp_order_mark(const struct hp_order *order);
bool hp_order_is_past(const struct hp_order *order, uint64_t mark);

/* Unfinished events, those that are taken included. */
size_t hp_order_count(const struct hp_order *order);

#endif
