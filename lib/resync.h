/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: after events were lost: what differs between /sys and the devices whose add
 * was handled, as events that are made up.
 *
 * Compared are instances (see device.h): another device at the same path is a remove and
 * an add. Only devices whose events have anything to do are looked at; changes cannot be
 * made up.
 */
#ifndef HP_RESYNC_H
#define HP_RESYNC_H

#include <stdint.h>

#include "outlook.h"
#include "queue.h"

/* Takes an event that was made up, without SEQNUM; inode: hp_device_inode(). data is the
 * caller's. */
typedef void (*hp_resync_take)(const struct hp_uevent *event, uint64_t inode, void *data);

/*
 * Gives the removes, those of the deepest devices first, then the adds, parents first. A
 * remove has ACTION, DEVPATH, SUBSYSTEM and, as far as the device had them, INTERFACE,
 * IFINDEX, MAJOR, MINOR; an add what the device's uevent file says.
 *
 * Returns 0, or a negative errno: -ENOENT where /sys is not mounted (nothing is judged
 * gone then), -ENOMEM.
 */
int hp_resync(const struct hp_queue *queue, struct hp_outlooks *outlooks,
	      hp_resync_take take, void *data) _must_check_;

#endif
