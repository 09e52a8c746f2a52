/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: wait for file descriptors, call what is ready. See poller.h. */
#include <errno.h>

#include "clock.h"
#include "poller.h"

int hp_poller_add(struct hp_poller *poller, int fd, short events, hp_poller_ready ready,
		  void *data)
{
	if (poller->n == HP_POLLER_MAX)
		return -ENOSPC;
	poller->fds[poller->n] = (struct pollfd){.fd = fd, .events = events};
	poller->callees[poller->n].rests_until = 0;
	poller->callees[poller->n].ready = ready;
	poller->callees[poller->n++].data = data;
	return 0;
}

static struct pollfd *find(struct hp_poller *poller, int fd)
{
	for (unsigned int i = 0; i < poller->n; i++)
		if (poller->fds[i].fd == fd)
			return &poller->fds[i];
	return NULL;
}

void hp_poller_change(struct hp_poller *poller, int fd, short events)
{
	struct pollfd *found = find(poller, fd);

	if (found)
		found->events = events;
}

void hp_poller_rest(struct hp_poller *poller, int fd, unsigned int ms)
{
	struct pollfd *found = find(poller, fd);
	unsigned int i;

	if (!found)
		return;
	i = found - poller->fds;
	if (!poller->callees[i].rests_until)
		poller->callees[i].events = found->events;
	poller->callees[i].rests_until = hp_clock_ms() + ms;
	found->events = 0;
	poller->resting = true;
}

void hp_poller_remove(struct hp_poller *poller, int fd)
{
	struct pollfd *found = find(poller, fd);

	if (found)
		*found = (struct pollfd){.fd = -1};
}

static void drop_removed(struct hp_poller *poller)
{
	unsigned int n = 0;

	for (unsigned int i = 0; i < poller->n; i++) {
		if (poller->fds[i].fd < 0)
			continue;
		poller->fds[n] = poller->fds[i];
		poller->callees[n++] = poller->callees[i];
	}
	poller->n = n;
}

/* Returns when the next one has rested: hp_clock_ms(), 0: none does. */
static int64_t end_rests(struct hp_poller *poller, int64_t now)
{
	int64_t next = 0;

	for (unsigned int i = 0; i < poller->n; i++) {
		int64_t until = poller->callees[i].rests_until;

		if (!until)
			continue;
		if (until > now) {
			next = !next || until < next ? until : next;
			continue;
		}
		poller->callees[i].rests_until = 0;
		poller->fds[i].events = poller->callees[i].events;
	}
	poller->resting = next != 0;
	return next;
}

/* Returns the timeout, or own where one has rested before that. */
static const struct timespec *shorten(struct hp_poller *poller,
				      const struct timespec *timeout,
				      struct timespec *own)
{
	int64_t now = hp_clock_ms(), left = end_rests(poller, now) - now;

	if (!poller->resting ||
	    (timeout && timeout->tv_sec * 1000 + timeout->tv_nsec / 1000000 <= left))
		return timeout;
	*own = (struct timespec){left / 1000, left % 1000 * 1000000};
	return own;
}

int hp_poller_wait(struct hp_poller *poller, const struct timespec *timeout,
		   const sigset_t *unblocked)
{
	struct timespec own;
	unsigned int n;
	int ready;

	drop_removed(poller);
	if (poller->resting)
		timeout = shorten(poller, timeout, &own);
	n = poller->n; /* what is added meanwhile was not waited for */
	ready = ppoll(poller->fds, n, timeout, unblocked);
	if (ready < 0)
		return -errno;
	for (unsigned int i = 0; i < n && ready; i++) {
		struct pollfd *is = &poller->fds[i];

		if (is->fd >= 0 && is->revents)
			poller->callees[i].ready(is->fd, is->revents,
						 poller->callees[i].data);
	}
	return ready;
}
