/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: the processes of which each does one job at a time for one that only gives
 * jobs out. One that has done its job is kept for the next: a fork costs more than a job
 * does.
 *
 * A job is a packet, and a descriptor of whoever waits for it. That is closed when the
 * job is done, and where the hand is killed. A hand with a child left does not do another
 * job: it ends, and the child is left to whoever is next (PR_SET_CHILD_SUBREAPER of
 * prctl(2)).
 */
#ifndef HP_HANDS_H
#define HP_HANDS_H

#include <stdint.h>
#include <sys/types.h>

#include "macro.h"

#define HP_HANDS_PACKET_MAX 65536
#define HP_HANDS_KEPT	    32 /* of those with nothing to do */

struct hp_hand;

struct hp_hands {
	void (*work)(char *packet, size_t n, int client); /* in the hand */
	int done;					  /* readable: hp_hands_hear() */
	int tell;	  /* its other end, for the hands */
	uint64_t started; /* hands, ever */
	size_t n;
	struct hp_hand *list;
};

/* Returns 0 or the negative errno of socketpair(2). */
int hp_hands_init(struct hp_hands *ret,
		  void (*work)(char *packet, size_t n, int client)) _must_check_;

/* The hands end when they have done their jobs. */
void hp_hands_free(struct hp_hands *hands);

/* Gives a job to a hand that has none, or to a new one. packet: HP_HANDS_PACKET_MAX
 * bytes, n of them used; what is there afterwards is not said. client stays the caller's.
 * Returns 0, or -ENOMEM or a negative errno of socketpair(2) or fork(2): nobody does it.
 */
int hp_hands_give(struct hp_hands *hands, char *packet, size_t n,
		  int client) _must_check_;

/* Takes who has done his job. What is more than HP_HANDS_KEPT ends. */
void hp_hands_hear(struct hp_hands *hands);

/* One of the caller's children has ended; any that is no hand does not matter. */
void hp_hands_ended(struct hp_hands *hands, pid_t pid);

/* Whether any has nothing to do; and lets those go. */
bool hp_hands_rest(const struct hp_hands *hands);
void hp_hands_let_go(struct hp_hands *hands);

#endif
