/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: events sent on to programs that listen for them. See rebroadcast.h. */
#include <errno.h>
#include <inttypes.h>
#include <linux/netlink.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include "rebroadcast.h"

int hp_rebroadcast_open(void)
{
	static const struct sockaddr_nl any = {.nl_family = AF_NETLINK};
	_cleanup_close_ int fd =
		socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK,
		       NETLINK_KOBJECT_UEVENT);

	if (fd < 0 || bind(fd, (const struct sockaddr *)&any, sizeof(any)) < 0)
		return -errno;
	return TAKE_FD(fd);
}

/* The value of KEY= in what begins and ends with whole strings; NULL: none. */
static const char *find(const char *strings, size_t n, const char *key)
{
	const char *end = strings + n, *value;

	for (; strings < end; strings += strlen(strings) + 1) {
		value = skip_prefix(strings, key);
		if (value)
			return value;
	}
	return NULL;
}

static int send_to_group(int fd, unsigned int group, struct iovec parts[], size_t n)
{
	struct sockaddr_nl to = {.nl_family = AF_NETLINK, .nl_groups = group};
	struct msghdr message = {
		.msg_name = &to,
		.msg_namelen = sizeof(to),
		.msg_iov = parts,
		.msg_iovlen = n,
	};

	if (sendmsg(fd, &message, MSG_DONTWAIT) >= 0 || errno == ECONNREFUSED)
		return 0;
	return -errno;
}

int hp_rebroadcast_send(int fd, unsigned int groups, const char *msg, size_t n,
			uint64_t seqnum)
{
	const char *vars = msg + strlen(msg) + 1;
	size_t n_vars = msg + n - vars;
	struct hp_udevmsg_head head;
	char added[32];
	struct iovec parts[] = {
		{&head, sizeof(head)}, {(char *)vars, n_vars}, {added, 0}};
	int r = 0;

	if (!find(vars, n_vars, "SEQNUM="))
		parts[2].iov_len =
			1 + snprintf(added, sizeof(added), "SEQNUM=%" PRIu64, seqnum);
	head = hp_udevmsg_head(find(vars, n_vars, "SUBSYSTEM=") ?: "",
			       find(vars, n_vars, "DEVTYPE="), n_vars + parts[2].iov_len);
	if (groups & HP_REBROADCAST_UDEV)
		r = send_to_group(fd, HP_REBROADCAST_UDEV, parts, 3);
	if (r == 0 && groups & HP_REBROADCAST_RAW) {
		parts[1] = (struct iovec){(char *)msg, n};
		r = send_to_group(fd, HP_REBROADCAST_RAW, parts + 1, 2);
	}
	return r;
}
