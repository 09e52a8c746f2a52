/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: wait for file descriptors, call what is ready. See poller.h. */
#include <errno.h>

#include "poller.h"

int hp_poller_add(struct hp_poller *poller, int fd, short events, hp_poller_ready ready,
		  void *data)
{
	if (poller->n == HP_POLLER_MAX)
		return -ENOSPC;
	poller->fds[poller->n] = (struct pollfd){.fd = fd, .events = events};
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

int hp_poller_wait(struct hp_poller *poller, const struct timespec *timeout,
		   const sigset_t *unblocked)
{
	unsigned int n;
	int ready;

	drop_removed(poller);
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
