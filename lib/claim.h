/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: who works which event of the queue: slots, devices and claims, for queue.c.
 *
 * All locks are bytes of /run/hotplug/queue/.lock, OFD locks of fcntl(2).
 */
#ifndef HP_CLAIM_H
#define HP_CLAIM_H

#include <stdint.h>

#include "queue.h"

/* An event that nobody else works: its device's lock is held. */
struct hp_claim {
	char *name;
	const char *id; /* inside name */
	uint64_t inode;
};

/* Takes the oldest event whose device nobody works on. Returns whether there was one. */
bool hp_claim_oldest(const struct hp_queue *queue, struct hp_claim *ret);

/* Gives the claim up; the event stays. */
void hp_claim_drop(const struct hp_queue *queue, struct hp_claim *claim);

/* Removes the event and gives the claim up. Returns 0, or a negative errno where the
 * event cannot be removed, with the message logged. */
int hp_claim_done(const struct hp_queue *queue, struct hp_claim *claim) _must_check_;

/* Slots are numbered from 0, below 4096. Returns 0, or -EAGAIN where somebody has it. */
int hp_queue_lock_slot(const struct hp_queue *queue, unsigned int slot) _must_check_;
void hp_queue_unlock_slot(const struct hp_queue *queue, unsigned int slot);

/* The same for a device, by hp_device_id(); with wait, until it can be had. */
int hp_queue_lock_device(const struct hp_queue *queue, const char *id,
			 bool wait) _must_check_;
void hp_queue_unlock_device(const struct hp_queue *queue, const char *id);

#endif
