/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: give an event to hotplugd where one listens. See handover.h. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include "handover.h"
#include "root.h"
#include "saved.h"

#define WORD_MS	 1000
#define COUNT_MS 30000 /* a daemon that is busy reads many events first */

static int socket_address(struct sockaddr_un *ret)
{
	char path[PATH_MAX];

	*ret = (struct sockaddr_un){.sun_family = AF_UNIX};
	if (hp_path(path, "%s/event", HP_RUNDIR) < 0 ||
	    strlen(path) >= sizeof(ret->sun_path))
		return -ENAMETOOLONG;
	strcpy(ret->sun_path, path);
	return 0;
}

static bool is_roots(const char *path, mode_t type)
{
	struct stat st;

	return lstat(path, &st) == 0 && (st.st_mode & S_IFMT) == type &&
	       st.st_uid == geteuid() && !(st.st_mode & (S_IWGRP | S_IWOTH));
}

static bool same_namespace(pid_t peer, const char *name)
{
	struct stat ours, theirs;
	char path[64];

	snprintf(path, sizeof(path), "/proc/self/ns/%s", name);
	if (stat(path, &ours) < 0)
		return false;
	snprintf(path, sizeof(path), "/proc/%d/ns/%s", (int)peer, name);
	return stat(path, &theirs) == 0 && ours.st_ino == theirs.st_ino &&
	       ours.st_dev == theirs.st_dev;
}

static bool peer_is_trusted(int fd)
{
	struct ucred peer;
	socklen_t size = sizeof(peer);

	return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 &&
	       peer.uid == geteuid() && same_namespace(peer.pid, "mnt") &&
	       same_namespace(peer.pid, "net");
}

static int connect_to_daemon(void)
{
	struct sockaddr_un address;
	_cleanup_close_ int fd = -1;
	char dir[PATH_MAX];
	int r = socket_address(&address);

	if (r < 0)
		return r;
	if (hp_path(dir, "%s", HP_RUNDIR) < 0 || !is_roots(address.sun_path, S_IFSOCK) ||
	    !is_roots(dir, S_IFDIR))
		return -ENOENT;
	/* A daemon that takes nothing off its full backlog must not keep us. */
	fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof(address)) < 0)
		return -errno;
	return peer_is_trusted(fd) ? TAKE_FD(fd) : -EPERM;
}

bool hp_handover_listens(void)
{
	_cleanup_close_ int fd = connect_to_daemon();

	return fd >= 0;
}

int hp_handover(const struct hp_uevent *event)
{
	_cleanup_close_ int fd = -1;
	struct pollfd answer;
	unsigned char word;
	int r;

	if (!event->devpath)
		return -EINVAL;
	fd = connect_to_daemon();
	if (fd < 0)
		return fd;
	r = hp_saved_write(fd, event);
	if (r < 0)
		return r;
	answer = (struct pollfd){.fd = fd, .events = POLLIN};
	if (poll(&answer, 1, event->seqnum ? WORD_MS : -1) <= 0)
		return -ETIMEDOUT;
	return recv(fd, &word, 1, 0) == 1 ? word : -EPIPE;
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

/* One daemon at a time looks whether there is another, so that none takes the socket of
 * one that is about to listen. */
static int lock_directory(void)
{
	_cleanup_close_ int fd = -1;
	char path[PATH_MAX];

	if (hp_path(path, "%s", HP_RUNDIR) < 0)
		return -ENAMETOOLONG;
	fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0 || flock(fd, LOCK_EX) < 0)
		return -errno;
	return TAKE_FD(fd);
}

int hp_handover_listen(void)
{
	struct sockaddr_un address;
	_cleanup_close_ int fd = -1, probe = -1, lock = lock_directory();
	mode_t mask;
	int r = socket_address(&address);

	if (r < 0 || lock < 0)
		return r < 0 ? r : lock;
	probe = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (probe < 0 || fd < 0)
		return -errno;
	if (connect(probe, (struct sockaddr *)&address, sizeof(address)) == 0 ||
	    errno == EAGAIN)
		return -EADDRINUSE;
	if (errno == ECONNREFUSED)
		unlink(address.sun_path);
	mask = umask(0077);
	r = bind(fd, (struct sockaddr *)&address, sizeof(address));
	umask(mask);
	if (r < 0 || listen(fd, SOMAXCONN) < 0)
		return -errno;
	return TAKE_FD(fd);
}

int hp_handover_accept(int listener)
{
	_cleanup_close_ int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);

	if (fd < 0)
		return -errno;
	return peer_is_trusted(fd) ? TAKE_FD(fd) : -EPERM;
}
