/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: an event as bytes, in the form that netlink has. See saved.h. */
#include <errno.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include "saved.h"

struct packet {
	struct iovec parts[HP_UEVENT_VARS_MAX + 3];
	size_t n, bytes;
};

static void packet_add(struct packet *packet, const char *text, size_t len)
{
	packet->parts[packet->n++] = (struct iovec){(char *)text, len};
	packet->bytes += len;
}

static void packet_make(struct packet *ret, const struct hp_uevent *event)
{
	const char *action = hp_action_name(event->action);

	ret->n = ret->bytes = 0;
	packet_add(ret, action, strlen(action));
	packet_add(ret, "@", 1);
	packet_add(ret, event->devpath, strlen(event->devpath) + 1);
	for (size_t i = 0; i < event->n_vars; i++)
		packet_add(ret, event->vars[i], strlen(event->vars[i]) + 1);
}

static int result(const struct packet *packet, ssize_t written)
{
	if (written < 0)
		return -errno;
	return (size_t)written == packet->bytes ? 0 : -ENOSPC;
}

int hp_saved_write(int fd, const struct hp_uevent *event)
{
	struct packet packet;

	packet_make(&packet, event);
	return result(&packet, writev(fd, packet.parts, packet.n));
}

int hp_saved_send(int fd, const struct hp_uevent *event)
{
	struct packet packet;
	struct msghdr message = {.msg_iov = packet.parts};

	packet_make(&packet, event);
	message.msg_iovlen = packet.n;
	return result(&packet, sendmsg(fd, &message, MSG_NOSIGNAL));
}
