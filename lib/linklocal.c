/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: wait until an interface has a link-local address of IPv6. See linklocal.h. */
#include <errno.h>
#include <linux/if_addr.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sys/socket.h>

#include "linklocal.h"

#define SCOPE_LINK 0x20 /* IPV6_ADDR_LINKLOCAL of include/net/ipv6.h */
#define NOT_USABLE (IFA_F_TENTATIVE | IFA_F_DADFAILED)

static bool has_address(unsigned int ifindex)
{
	_cleanup_fclose_ FILE *file = fopen("/proc/net/if_inet6", "re");
	unsigned int index, scope, flags;

	while (file && fscanf(file, "%*s %x %*x %x %x %*s", &index, &scope, &flags) == 3)
		if (index == ifindex && scope == SCOPE_LINK && !(flags & NOT_USABLE))
			return true;
	return false;
}

static int listen_to_addresses(void)
{
	const struct sockaddr_nl address = {.nl_family = AF_NETLINK,
					    .nl_groups = RTMGRP_IPV6_IFADDR};
	_cleanup_close_ int fd =
		socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);

	if (fd < 0 || bind(fd, (const struct sockaddr *)&address, sizeof(address)) < 0)
		return -errno;
	return TAKE_FD(fd);
}

bool hp_linklocal_wait(const void *ifindex)
{
	_cleanup_close_ int fd = listen_to_addresses();
	char message[4096];

	/* What a message says is looked up: one may have been lost. */
	while (fd >= 0 && !has_address(*(const unsigned int *)ifindex))
		if (recv(fd, message, sizeof(message), 0) < 0 && errno != ENOBUFS &&
		    errno != EINTR)
			return false;
	return fd >= 0;
}
