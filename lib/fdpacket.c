/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: a packet and one descriptor with it. See fdpacket.h. */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "fdpacket.h"

struct carrier {
	struct iovec part;
	struct msghdr message;
	_Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(int))];
};

int hp_fdpacket_pair(int ret_ends[2])
{
	int type = SOCK_SEQPACKET | SOCK_CLOEXEC;

	return socketpair(AF_UNIX, type, 0, ret_ends) < 0 ? -errno : 0;
}

static void carrier_init(struct carrier *carrier, char *packet, size_t n)
{
	carrier->part = (struct iovec){packet, n};
	carrier->message = (struct msghdr){
		.msg_iov = &carrier->part,
		.msg_iovlen = 1,
		.msg_control = carrier->control,
		.msg_controllen = sizeof(carrier->control),
	};
}

int hp_fdpacket_send(int fd, char *packet, size_t n, int with)
{
	struct carrier carrier;
	struct cmsghdr *control;

	carrier_init(&carrier, packet, n);
	control = CMSG_FIRSTHDR(&carrier.message);
	control->cmsg_level = SOL_SOCKET;
	control->cmsg_type = SCM_RIGHTS;
	control->cmsg_len = CMSG_LEN(sizeof(with));
	memcpy(CMSG_DATA(control), &with, sizeof(with));
	if (sendmsg(fd, &carrier.message, MSG_NOSIGNAL) >= 0)
		return 0;
	/* Sockets on their way count as descriptors of who has sent them. */
	return errno == ETOOMANYREFS ? -EAGAIN : -errno;
}

ssize_t hp_fdpacket_receive(int fd, char *packet, size_t size, int *ret_with)
{
	const struct cmsghdr *control;
	struct carrier carrier;
	ssize_t n;

	carrier_init(&carrier, packet, size);
	carrier.message.msg_controllen = CMSG_LEN(sizeof(int)); /* no room for a second */
	n = recvmsg(fd, &carrier.message, MSG_CMSG_CLOEXEC);
	if (n < 0)
		return -errno;
	*ret_with = -1;
	control = CMSG_FIRSTHDR(&carrier.message);
	if (control && control->cmsg_level == SOL_SOCKET &&
	    control->cmsg_type == SCM_RIGHTS &&
	    control->cmsg_len == CMSG_LEN(sizeof(int)))
		memcpy(ret_with, CMSG_DATA(control), sizeof(int));
	return n;
}
