/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the way of one event through plan, queue and drainers. */
#ifndef HP_HANDLE_H
#define HP_HANDLE_H

#include "uevent.h"

/*
 * Handles one event in this process, as the kernel's helper does:
 *
 *  - an empty plan ends at once;
 *  - firmware requests, and events under --dry-run, are worked there and then;
 *  - where hotplugd listens, the event is handed over;
 *  - while /sys is not mounted, or there is no place for a queue, an event is worked
 *    there and then, with one line in the log;
 *  - an event without SEQNUM (a person's) waits for its device and is worked here;
 *  - any other goes into the queue, and this process may become a drainer.
 *
 * Returns what hp_plan_run() returned for an event that was worked here; 0 for a queued
 * one.
 */
int hp_handle(const struct hp_uevent *event) _must_check_;

/* Plans and runs the event in this process. Returns as hp_plan_run(). */
int hp_handle_now(const struct hp_uevent *event);

/* How many processes may work events at the same time: Drainers= of hotplug.conf, else
 * two for each CPU that this process may use, 4 to 64. */
unsigned int hp_handle_drainers(void);

/* The same for hotplugd, whose workers are kept in order by it: Drainers=, else twelve
 * for each CPU, at most one for each 8 MiB of the machine's memory, 4 to 256. */
unsigned int hp_handle_workers(void);

#endif
