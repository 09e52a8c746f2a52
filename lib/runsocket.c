/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the sockets on which the suite's daemon is spoken to. See runsocket.h. */
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include "root.h"
#include "runsocket.h"
#include "scarce.h"

static int socket_address(struct sockaddr_un *ret, const char *name)
{
	char path[PATH_MAX];

	*ret = (struct sockaddr_un){.sun_family = AF_UNIX};
	if (hp_path(path, "%s/%s", HP_RUNDIR, name) < 0 ||
	    strlen(path) >= sizeof(ret->sun_path))
		return -ENAMETOOLONG;
	strcpy(ret->sun_path, path);
	return 0;
}

static int new_socket(void)
{
	int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	return fd < 0 ? -errno : fd;
}

static bool is_trusted(const char *path, mode_t type)
{
	struct stat st;

	return lstat(path, &st) == 0 && (st.st_mode & S_IFMT) == type &&
	       (st.st_uid == 0 || st.st_uid == geteuid()) &&
	       (type == S_IFSOCK || !(st.st_mode & (S_IWGRP | S_IWOTH)));
}

int hp_runsocket_connect(const char *name)
{
	struct sockaddr_un address;
	_cleanup_close_ int fd = -1;
	char dir[PATH_MAX];
	int r = socket_address(&address, name);

	if (r < 0)
		return r;
	if (hp_path(dir, "%s", HP_RUNDIR) < 0 ||
	    !is_trusted(address.sun_path, S_IFSOCK) || !is_trusted(dir, S_IFDIR))
		return -ENOENT;
	/* A daemon that takes nothing off its full backlog must not keep us. */
	fd = new_socket();
	if (fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof(address)) < 0)
		return -errno;
	return TAKE_FD(fd);
}

/* One daemon at a time looks whether there is another, so that none takes the socket of
 * one that is about to listen. The lock is a file of root's: the directory may be opened,
 * and so be locked, by anybody. */
static int lock_sockets(void)
{
	_cleanup_close_ int fd = -1;
	char path[PATH_MAX];

	if (hp_path(path, "%s/.lock", HP_RUNDIR) < 0)
		return -ENAMETOOLONG;
	fd = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0 || flock(fd, LOCK_EX) < 0)
		return -errno;
	return TAKE_FD(fd);
}

int hp_runsocket_listen(const char *name)
{
	_cleanup_close_ int fd = new_socket(), probe = new_socket(),
			    lock = lock_sockets();
	struct sockaddr_un address;
	mode_t mask;
	int r = socket_address(&address, name);

	if (r < 0 || fd < 0 || probe < 0 || lock < 0)
		return r < 0 ? r : fd < 0 ? fd : probe < 0 ? probe : lock;
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

static int (*admitter)(const char *name, gid_t group);

void hp_runsocket_set_admitter(int (*admit)(const char *name, gid_t group))
{
	admitter = admit;
}

static int admit_here(const char *name, gid_t group)
{
	struct sockaddr_un address;
	bool nobody = group == (gid_t)-1;
	int r = socket_address(&address, name);

	if (r < 0)
		return r;
	/* In this order nobody is let in by a group of before. */
	if (chmod(address.sun_path, 0700) < 0 ||
	    lchown(address.sun_path, -1, nobody ? getegid() : group) < 0 ||
	    (!nobody && chmod(address.sun_path, 0760) < 0))
		return -errno;
	return 0;
}

int hp_runsocket_admit(const char *name, gid_t group)
{
	return (admitter ?: admit_here)(name, group);
}

int hp_runsocket_accept(int listener, int flags)
{
	int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC | flags);

	return fd < 0 ? -errno : fd;
}

bool hp_runsocket_is_exhausted(int r)
{
	return hp_scarce_is(r) && r != -EAGAIN;
}
