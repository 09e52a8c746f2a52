/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the kernel's uevents as netlink brings them. See monitor.h. */
#include <errno.h>
#include <linux/netlink.h>
#include <sys/socket.h>

#include "monitor.h"

#define KERNEL_GROUP	   1
#define RECEIVE_BUFFER_MAX (128 << 20)

int hp_monitor_open(void)
{
	static const struct sockaddr_nl address = {
		.nl_family = AF_NETLINK,
		.nl_groups = KERNEL_GROUP,
	};
	_cleanup_close_ int fd = -1;
	int on = 1, size = RECEIVE_BUFFER_MAX;

	fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK,
		    NETLINK_KOBJECT_UEVENT);
	if (fd < 0)
		return -errno;
	/* Without CAP_NET_ADMIN the size ends at net.core.rmem_max. */
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size)) < 0)
		setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
	if (setsockopt(fd, SOL_SOCKET, SO_PASSCRED, &on, sizeof(on)) < 0)
		return -errno;
	if (bind(fd, (const struct sockaddr *)&address, sizeof(address)) < 0)
		return -errno;
	return TAKE_FD(fd);
}

static bool credentials_are_root(struct msghdr *message)
{
	struct cmsghdr *part;

	for (part = CMSG_FIRSTHDR(message); part; part = CMSG_NXTHDR(message, part)) {
		struct ucred credentials;

		if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_CREDENTIALS)
			continue;
		memcpy(&credentials, CMSG_DATA(part), sizeof(credentials));
		return credentials.uid == 0;
	}
	return false;
}

ssize_t hp_monitor_receive(int fd, char *buf, size_t size)
{
	_Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(struct ucred))];
	struct sockaddr_nl sender = {0};
	struct iovec part = {buf, size};
	struct msghdr message = {
		.msg_name = &sender,
		.msg_namelen = sizeof(sender),
		.msg_iov = &part,
		.msg_iovlen = 1,
		.msg_control = control,
		.msg_controllen = sizeof(control),
	};
	ssize_t n = recvmsg(fd, &message, 0);

	if (n < 0)
		return -errno;
	if (message.msg_namelen != sizeof(sender) || sender.nl_family != AF_NETLINK ||
	    sender.nl_pid != 0 || sender.nl_groups != KERNEL_GROUP ||
	    !credentials_are_root(&message))
		return -EPERM;
	if (message.msg_flags & MSG_TRUNC)
		return -EMSGSIZE;
	return n;
}
