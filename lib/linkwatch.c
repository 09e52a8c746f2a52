/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what rtnetlink tells of network interfaces. See linkwatch.h. */
#include <errno.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>
#include <sys/time.h>

#include "linkwatch.h"

/* More than one interface fills, its virtual functions aside: those are not asked for. */
#define MESSAGE_MAX (64 * 1024)
#define LOWER_UP    0x10000 /* IFF_LOWER_UP of linux/if.h, which net/if.h excludes */
#define DUMP_S	    10

static int open_socket(unsigned int groups, int flags)
{
	struct sockaddr_nl address = {.nl_family = AF_NETLINK, .nl_groups = groups};
	_cleanup_close_ int fd =
		socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | flags, NETLINK_ROUTE);

	if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof(address)) < 0)
		return -errno;
	return TAKE_FD(fd);
}

int hp_linkwatch_open(void)
{
	return open_socket(RTMGRP_LINK, SOCK_NONBLOCK);
}

/* left: bytes of attributes; the macros round up, and so go below 0. */
static bool read_name(struct hp_link *link, const struct rtattr *attr, int left)
{
	for (; RTA_OK(attr, left); attr = RTA_NEXT(attr, left)) {
		size_t length = RTA_PAYLOAD(attr);

		if (attr->rta_type != IFLA_IFNAME)
			continue;
		if (length < 2 || length > sizeof(link->name) ||
		    strnlen(RTA_DATA(attr), length) != length - 1)
			return false;
		memcpy(link->name, RTA_DATA(attr), length);
		return true;
	}
	return false;
}

/* Bridges tell of their ports in messages of their own, AF_BRIDGE. */
static void take_link(const struct nlmsghdr *header, hp_linkwatch_take take, void *data)
{
	const struct ifinfomsg *info = NLMSG_DATA(header);
	struct hp_link link = {.is_gone = header->nlmsg_type == RTM_DELLINK};

	if (header->nlmsg_len < NLMSG_LENGTH(sizeof(*info)) ||
	    info->ifi_family != AF_UNSPEC || info->ifi_index <= 0 ||
	    !read_name(&link, IFLA_RTA(info), IFLA_PAYLOAD(header)))
		return;
	link.ifindex = info->ifi_index;
	link.is_up = !link.is_gone && info->ifi_flags & IFF_UP;
	link.has_carrier = link.is_up && info->ifi_flags & LOWER_UP;
	take(&link, data);
}

unsigned int hp_linkwatch_parse(const void *msg, size_t n, hp_linkwatch_take take,
				void *data)
{
	const struct nlmsghdr *header = msg;
	unsigned int says = 0;
	int left = n;

	for (; NLMSG_OK(header, left); header = NLMSG_NEXT(header, left)) {
		if (header->nlmsg_flags & NLM_F_DUMP_INTR)
			says |= HP_LINKWATCH_CHANGED;
		if (header->nlmsg_type == NLMSG_DONE)
			says |= HP_LINKWATCH_DONE;
		else if (header->nlmsg_type == NLMSG_ERROR)
			says |= HP_LINKWATCH_REFUSED;
		else if (header->nlmsg_type == RTM_NEWLINK ||
			 header->nlmsg_type == RTM_DELLINK)
			take_link(header, take, data);
	}
	return says;
}

/* Receives one datagram of the kernel's. Returns its length, or a negative errno. */
static ssize_t receive(int fd, void *ret)
{
	struct sockaddr_nl sender = {0};
	struct iovec part = {ret, MESSAGE_MAX};
	struct msghdr message = {
		.msg_name = &sender,
		.msg_namelen = sizeof(sender),
		.msg_iov = &part,
		.msg_iovlen = 1,
	};
	ssize_t n = recvmsg(fd, &message, 0);

	if (n < 0)
		return -errno;
	if (message.msg_flags & MSG_TRUNC)
		return -ENOBUFS;
	return sender.nl_pid == 0 ? n : 0;
}

int hp_linkwatch_read(int fd, hp_linkwatch_take take, void *data)
{
	static _Alignas(struct nlmsghdr) char msg[MESSAGE_MAX];
	ssize_t n;

	while ((n = receive(fd, msg)) >= 0)
		(void)hp_linkwatch_parse(msg, n, take, data);
	return n == -EAGAIN ? 0 : n;
}

static int ask_for_links(int fd)
{
	struct {
		struct nlmsghdr header;
		struct ifinfomsg info;
	} request = {
		.header = {.nlmsg_len = sizeof(request),
			   .nlmsg_type = RTM_GETLINK,
			   .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP},
	};

	return send(fd, &request, sizeof(request), 0) < 0 ? -errno : 0;
}

int hp_linkwatch_dump(hp_linkwatch_take take, void *data)
{
	static _Alignas(struct nlmsghdr) char msg[MESSAGE_MAX];
	struct timeval patience = {.tv_sec = DUMP_S};
	_cleanup_close_ int fd = open_socket(0, 0);
	unsigned int says = 0;
	ssize_t n;

	if (fd < 0)
		return fd;
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	n = ask_for_links(fd);
	while (n >= 0 && !(says & (HP_LINKWATCH_DONE | HP_LINKWATCH_REFUSED))) {
		n = receive(fd, msg);
		if (n >= 0)
			says |= hp_linkwatch_parse(msg, n, take, data);
	}
	if (n < 0)
		return n;
	return says & HP_LINKWATCH_REFUSED   ? -EIO
	       : says & HP_LINKWATCH_CHANGED ? -EINTR
					     : 0;
}
