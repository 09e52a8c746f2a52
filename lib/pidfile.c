/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the file that tells others a daemon's process number. See pidfile.h. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>

#include "pidfile.h"

static struct {
	const char *path;
	pid_t pid;
	int (*write)(bool is_there);
} pidfile;

void hp_pidfile_set(const char *path)
{
	pidfile.path = path;
	pidfile.pid = getpid();
}

void hp_pidfile_set_writer(int (*write)(bool is_there))
{
	pidfile.write = write;
}

static int write_here(void)
{
	_cleanup_close_ int fd = -1;
	char new[PATH_MAX];

	if (snprintf(new, sizeof(new), "%s.new", pidfile.path) >= (int)sizeof(new))
		return -ENAMETOOLONG;
	unlink(new);
	fd = open(new, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	if (fd < 0)
		return -errno;
	if (dprintf(fd, "%d\n", (int)pidfile.pid) < 0 || rename(new, pidfile.path) < 0) {
		int r = -errno;

		unlink(new);
		return r;
	}
	return 0;
}

static bool is_ours(void)
{
	_cleanup_close_ int fd =
		open(pidfile.path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	char text[16] = "";

	return fd >= 0 && read(fd, text, sizeof(text) - 1) > 0 &&
	       atoi(text) == pidfile.pid;
}

int hp_pidfile_write(void)
{
	if (!pidfile.path)
		return 0;
	return pidfile.write ? pidfile.write(true) : write_here();
}

int hp_pidfile_remove(void)
{
	if (!pidfile.path)
		return 0;
	if (pidfile.write)
		return pidfile.write(false);
	if (is_ours())
		unlink(pidfile.path);
	return 0;
}
