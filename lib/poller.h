/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: file descriptors that a program waits for, and what is called when one of them
 * is ready. See ppoll(2). */
#ifndef HP_POLLER_H
#define HP_POLLER_H

#include <poll.h>
#include <signal.h>
#include <stdint.h>

#include "macro.h"

#define HP_POLLER_MAX 128

/* revents: of poll(2). May add and remove descriptors, its own among them. */
typedef void (*hp_poller_ready)(int fd, short revents, void *data);

/* {0} to begin with. */
struct hp_poller {
	unsigned int n;
	struct pollfd fds[HP_POLLER_MAX]; /* fd -1: removed */
	bool resting;			  /* one of them */
	struct {
		hp_poller_ready ready;
		void *data;
		int64_t rests_until; /* hp_clock_ms(); 0: does not */
		short events;	     /* that are waited for afterwards */
	} callees[HP_POLLER_MAX];
};

/* events: of poll(2). Returns 0, or -ENOSPC where there are HP_POLLER_MAX. */
int hp_poller_add(struct hp_poller *poller, int fd, short events, hp_poller_ready ready,
		  void *data) _must_check_;

/* Waits for other events of one that was added. */
void hp_poller_change(struct hp_poller *poller, int fd, short events);

/* Does not wait for it for that time: what cannot be dealt with now would stay ready. */
void hp_poller_rest(struct hp_poller *poller, int fd, unsigned int ms);

/* Before fd is closed. One that was not added is ignored. */
void hp_poller_remove(struct hp_poller *poller, int fd);

/* Waits as ppoll(2) does, and calls what is ready, those added first before others.
 * Returns how many were ready, or a negative errno of ppoll(2): -EINTR is a signal. */
int hp_poller_wait(struct hp_poller *poller, const struct timespec *timeout,
		   const sigset_t *unblocked);

#endif
