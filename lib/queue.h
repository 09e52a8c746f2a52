/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: many helpers at once: each event handled once, by a bounded number of them.
 *
 * The kernel starts a helper for every event at the same moment, without order or limit.
 * A helper leaves its event as a file in /run/hotplug/queue and tries to become one of a
 * few drainers, which work the events by SEQNUM, one at a time for each device.
 *
 *	/run/hotplug/queue/SEQNUM-INODE-ID    an event, as netlink would bring it
 *	/run/hotplug/queue/.lock              byte ranges: drainers' slots, devices
 *	/run/hotplug/device/RECORD            a link: the last add handled, see device.h
 *
 * SEQNUM has 20 digits; INODE is that of the device's directory in /sys when the event
 * arrived, 0 where there was none; ID is hp_device_id(), RECORD hp_device_record_name().
 * All locks are OFD locks (F_OFD_SETLK of fcntl(2)): the kernel drops them when their
 * process ends, however it ends, and the next drainer finds the event again; one that has
 * ended three is dropped.
 */
#ifndef HP_QUEUE_H
#define HP_QUEUE_H

#include "uevent.h"

struct hp_queue {
	int fd;	  /* the directory, or -1 */
	int lock; /* .lock in it */
};

/* Works one event. Returns 0 or a negative errno; the event is done either way. */
typedef int (*hp_queue_worker)(const struct hp_uevent *event);

/* Opens the queue and makes it where it is missing. Returns 0, or a negative errno: there
 * is no place for a queue (-EROFS, -ENOENT, -ENOSPC, ...), or -EACCES where somebody
 * other than root (the effective user) could write there. */
int hp_queue_open(struct hp_queue *ret) _must_check_;

void hp_queue_close(struct hp_queue *queue);

/* Leaves the event in the queue, whole or not at all. Returns 0 or a negative errno. */
int hp_queue_put(const struct hp_queue *queue,
		 const struct hp_uevent *event) _must_check_;

/* Opens the directory of the records of device.h. Returns it or a negative errno. */
int hp_queue_open_records(const struct hp_queue *queue) _must_check_;

/*
 * Becomes one of at most `drainers` and works events until there is none that somebody
 * else does not work on already; returns at once where all drainers are there. Not
 * worked, since obsolete: an add whose device is gone (hp_device_is_gone()), a remove
 * older than the add that was worked last.
 */
void hp_queue_drain(const struct hp_queue *queue, unsigned int drainers,
		    hp_queue_worker worker);

/* Whether no event is left, being worked or not. */
bool hp_queue_is_empty(const struct hp_queue *queue);

/* Waits for the event's device and works the event at once, outside the queue, where it
 * is not obsolete. Returns what the worker returned. */
int hp_queue_work(const struct hp_queue *queue, const struct hp_uevent *event,
		  uint64_t inode, hp_queue_worker worker) _must_check_;

/* The same, as it is now; then drains, since events of that device may have come
 * meanwhile. */
int hp_queue_work_now(const struct hp_queue *queue, const struct hp_uevent *event,
		      unsigned int drainers, hp_queue_worker worker) _must_check_;

#endif
