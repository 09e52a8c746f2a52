/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the kernel's uevents as netlink brings them. See monitor.h. */
#include <errno.h>
#include <linux/netlink.h>
#include <sys/socket.h>

#include "log.h"
#include "monitor.h"
#include "udevmsg.h"

#define KERNEL_GROUP 1
#define UDEV_GROUP   2 /* as a number; as a bit it is HP_UDEVMSG_GROUP */
#define MEMORY_SHARE 16

struct slot {
	struct sockaddr_nl sender;
	struct iovec part;
	_Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(struct ucred))];
};

struct hp_monitor {
	int fd;
	bool hears_udev;
	unsigned int used; /* slots that are to be made ready, but for those kept */
	struct mmsghdr header[HP_MONITOR_MESSAGES];
	struct slot slot[HP_MONITOR_MESSAGES];
	char message[HP_MONITOR_MESSAGES][HP_MONITOR_MESSAGE_MAX];
};

size_t hp_monitor_buffer(void)
{
	size_t pages = sysconf(_SC_PHYS_PAGES), share = pages / MEMORY_SHARE;

	if (share > HP_MONITOR_BUFFER_MAX / (size_t)sysconf(_SC_PAGESIZE))
		return HP_MONITOR_BUFFER_MAX;
	share *= sysconf(_SC_PAGESIZE);
	return share < HP_MONITOR_BUFFER_MIN ? HP_MONITOR_BUFFER_MIN : share;
}

static void set_buffer(int fd, size_t buffer)
{
	int size = buffer ?: hp_monitor_buffer(), has = 0;
	socklen_t n = sizeof(has);

	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size)) == 0)
		return;
	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
	/* The kernel doubles it for its own needs, socket(7). */
	getsockopt(fd, SOL_SOCKET, SO_RCVBUF, &has, &n);
	if (has / 2 < size)
		hp_warning(0, "the receive buffer has %d of %d bytes: net.core.rmem_max",
			   has / 2, size);
}

static int open_socket(size_t buffer)
{
	static const struct sockaddr_nl address = {
		.nl_family = AF_NETLINK,
		.nl_groups = KERNEL_GROUP,
	};
	_cleanup_close_ int fd =
		socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK,
		       NETLINK_KOBJECT_UEVENT);
	int on = 1;

	if (fd < 0)
		return -errno;
	set_buffer(fd, buffer);
	if (setsockopt(fd, SOL_SOCKET, SO_PASSCRED, &on, sizeof(on)) < 0)
		return -errno;
	if (bind(fd, (const struct sockaddr *)&address, sizeof(address)) < 0)
		return -errno;
	return TAKE_FD(fd);
}

int hp_monitor_open(struct hp_monitor **ret, size_t buffer)
{
	struct hp_monitor *monitor;
	int fd = open_socket(buffer);

	if (fd < 0)
		return fd;
	monitor = malloc(sizeof(*monitor));
	if (!monitor) {
		close(fd);
		return -ENOMEM;
	}
	monitor->fd = fd;
	monitor->hears_udev = false;
	monitor->used = HP_MONITOR_MESSAGES;
	*ret = monitor;
	return 0;
}

void hp_monitor_set_buffer(const struct hp_monitor *monitor, size_t buffer)
{
	set_buffer(monitor->fd, buffer);
}

void hp_monitor_close(struct hp_monitor *monitor)
{
	if (!monitor)
		return;
	close(monitor->fd);
	free(monitor);
}

int hp_monitor_fd(const struct hp_monitor *monitor)
{
	return monitor->fd;
}

static void prepare(struct hp_monitor *monitor, unsigned int first)
{
	for (unsigned int i = first; i < monitor->used; i++) {
		struct slot *slot = &monitor->slot[i];

		slot->part =
			(struct iovec){monitor->message[i], sizeof(monitor->message[i])};
		monitor->header[i].msg_hdr = (struct msghdr){
			.msg_name = &slot->sender,
			.msg_namelen = sizeof(slot->sender),
			.msg_iov = &slot->part,
			.msg_iovlen = 1,
			.msg_control = slot->control,
			.msg_controllen = sizeof(slot->control),
		};
	}
}

int hp_monitor_receive_behind(struct hp_monitor *monitor, unsigned int kept)
{
	const unsigned int room = HP_MONITOR_MESSAGES - kept;
	int n;

	prepare(monitor, kept);
	n = recvmmsg(monitor->fd, monitor->header + kept, room, 0, NULL);
	/* One more may have been written to before an error. */
	monitor->used = kept + (n < 0 ? 1 : n < (int)room ? n + 1 : n);
	return n < 0 ? -errno : n;
}

int hp_monitor_receive(struct hp_monitor *monitor)
{
	return hp_monitor_receive_behind(monitor, 0);
}

int hp_monitor_hear_udev(struct hp_monitor *monitor, bool hear)
{
	const int group = UDEV_GROUP;

	if (setsockopt(monitor->fd, SOL_NETLINK,
		       hear ? NETLINK_ADD_MEMBERSHIP : NETLINK_DROP_MEMBERSHIP, &group,
		       sizeof(group)) < 0)
		return -errno;
	monitor->hears_udev = hear;
	return 0;
}

void hp_monitor_expect_udev(struct hp_monitor *monitor)
{
	monitor->hears_udev = true;
}

bool hp_monitor_is_udevs(const struct hp_monitor *monitor, unsigned int i)
{
	return monitor->hears_udev &&
	       monitor->slot[i].sender.nl_groups == HP_UDEVMSG_GROUP;
}

static bool credentials_are_root(const struct msghdr *message)
{
	const struct cmsghdr *part = CMSG_FIRSTHDR(message);
	struct ucred credentials;

	/* The one that SO_PASSCRED asks for. */
	if (!part || part->cmsg_level != SOL_SOCKET ||
	    part->cmsg_type != SCM_CREDENTIALS ||
	    part->cmsg_len != CMSG_LEN(sizeof(credentials)))
		return false;
	memcpy(&credentials, CMSG_DATA(part), sizeof(credentials));
	return credentials.uid == 0;
}

static bool is_kernels(const struct sockaddr_nl *sender)
{
	return sender->nl_pid == 0 && sender->nl_groups == KERNEL_GROUP;
}

ssize_t hp_monitor_message(const struct hp_monitor *monitor, unsigned int i,
			   const char **ret)
{
	const struct sockaddr_nl *sender = &monitor->slot[i].sender;
	const struct msghdr *message = &monitor->header[i].msg_hdr;

	if (message->msg_namelen != sizeof(*sender) || sender->nl_family != AF_NETLINK ||
	    !(is_kernels(sender) || hp_monitor_is_udevs(monitor, i)) ||
	    !credentials_are_root(message))
		return -EPERM;
	if (message->msg_flags & MSG_TRUNC)
		return -EMSGSIZE;
	*ret = monitor->message[i];
	return monitor->header[i].msg_len;
}
