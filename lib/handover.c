/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: give an event to hotplugd where one listens. See handover.h. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>

#include "handover.h"
#include "namespace.h"
#include "runsocket.h"
#include "saved.h"

#define NAME	 "event"
#define WORD_MS	 1000
#define LAST_MS	 60000 /* of a daemon that is at it */
#define COUNT_MS 30000 /* a daemon that is busy reads many events first */

static bool peer_is_trusted(int fd)
{
	struct ucred peer;
	socklen_t size = sizeof(peer);

	return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 &&
	       peer.uid == geteuid() && hp_namespace_is_ours(peer.pid);
}

static int connect_to_daemon(void)
{
	_cleanup_close_ int fd = hp_runsocket_connect(NAME);

	return fd < 0 || peer_is_trusted(fd) ? TAKE_FD(fd) : -EPERM;
}

bool hp_handover_listens(void)
{
	_cleanup_close_ int fd = connect_to_daemon();

	return fd >= 0;
}

/* Who waits no longer says so: what the daemon says after that, it cannot say. */
static int hear(int fd, int ms)
{
	struct pollfd answer = {.fd = fd, .events = POLLIN};
	bool is_late = poll(&answer, 1, ms) <= 0;
	unsigned char word;

	if (is_late && shutdown(fd, SHUT_RD) < 0)
		return -errno;
	if (recv(fd, &word, 1, 0) == 1)
		return word;
	return is_late ? -ETIMEDOUT : -EPIPE;
}

int hp_handover(const struct hp_uevent *event)
{
	_cleanup_close_ int fd = -1;
	int r;

	if (!event->devpath)
		return -EINVAL;
	fd = connect_to_daemon();
	if (fd < 0)
		return fd;
	r = hp_saved_write(fd, event);
	if (r < 0)
		return r;
	r = hear(fd, event->seqnum ? WORD_MS : -1);
	return r == HP_HANDOVER_HEARD ? hear(fd, LAST_MS) : r;
}

int hp_handover_count(unsigned int *ret)
{
	_cleanup_close_ int fd = connect_to_daemon();
	struct pollfd answer = {.fd = fd, .events = POLLIN};

	if (fd < 0)
		return fd;
	if (send(fd, HP_HANDOVER_COUNT, sizeof(HP_HANDOVER_COUNT), MSG_NOSIGNAL) < 0)
		return -errno;
	if (poll(&answer, 1, COUNT_MS) <= 0)
		return -ETIMEDOUT;
	return recv(fd, ret, sizeof(*ret), 0) == sizeof(*ret) ? 0 : -EPIPE;
}

int hp_handover_listen(void)
{
	return hp_runsocket_listen(NAME);
}

int hp_handover_accept(int listener)
{
	/* Its one packet is waited for. */
	_cleanup_close_ int fd = hp_runsocket_accept(listener, 0);

	return fd < 0 || peer_is_trusted(fd) ? TAKE_FD(fd) : -EPERM;
}
