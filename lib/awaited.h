/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: the events that somebody waits for, by SEQNUM, until each is done.
 *
 * They come in any order: the kernel gives the number before it takes the lock under
 * which it sends (kobject_uevent_env() of Linux 6.12; until then both were one).
 */
#ifndef HP_AWAITED_H
#define HP_AWAITED_H

#include <stdint.h>

#include "macro.h"

/* {0} to begin with. */
struct hp_awaited {
	struct hp_awaited_event *event; /* ascending */
	size_t n;
	size_t left; /* of them are not done */
};

/* Waits for one more event. Returns 0 or -ENOMEM. */
int hp_awaited_add(struct hp_awaited *awaited, uint64_t seqnum) _must_check_;

/* Whether the event is waited for and not done. */
bool hp_awaited_has(const struct hp_awaited *awaited, uint64_t seqnum);

/* It is done; one that is not waited for is passed over. */
void hp_awaited_finish(struct hp_awaited *awaited, uint64_t seqnum);

/* Waits for none any more. */
void hp_awaited_free(struct hp_awaited *awaited);

#endif
