/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: firmware.agent: give the kernel the file that a driver's load waits for.
 *
 * The kernel looks in /lib/firmware itself first; what comes here is what it did not find
 * there, or what is forced here.
 * Source of the contract: drivers/base/firmware_loader/sysfs.c of Linux 6.1,
 * Documentation/driver-api/firmware/fallback-mechanisms.rst.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/utsname.h>

#include "agent.h"
#include "agents.h"
#include "log.h"
#include "root.h"

#define BLOCK_BYTES (1 << 16)

/* The administrator's own directory, then the kernel's own list. */
static const struct {
	const char *dir;
	bool by_release; /* "DIR/`uname -r`" */
} places[] = {
	{HP_CONFDIR "/firmware", false},  {"/lib/firmware/updates", true},
	{"/lib/firmware/updates", false}, {"/lib/firmware", true},
	{"/lib/firmware", false},
};

/* A file below the places: relative, and without a way out. */
static bool is_file_name(const char *name)
{
	const char *c = name;
	size_t n;

	for (; *c; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			return false;
	if (!*name || *name == '/')
		return false;
	for (c = name; c; c = c[n] ? c + n + 1 : NULL) {
		n = strcspn(c, "/");
		if (n == 2 && c[0] == '.' && c[1] == '.')
			return false;
	}
	return true;
}

/* Returns a descriptor, or -ENOENT where no place has such a file. */
static int open_firmware(const char *name)
{
	struct utsname uts;
	char path[PATH_MAX];
	struct stat st;
	size_t i;

	if (uname(&uts) < 0)
		return -errno;
	for (i = 0; i < ARRAY_SIZE(places); i++) {
		_cleanup_close_ int fd = -1;

		if (hp_path(path, "%s/%s%s%s", places[i].dir,
			    places[i].by_release ? uts.release : "",
			    places[i].by_release ? "/" : "", name) < 0)
			continue;
		fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
		if (fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode))
			return TAKE_FD(fd);
		if (fd < 0 && errno != ENOENT && errno != ENOTDIR)
			hp_warning(-errno, "%s", path);
	}
	return -ENOENT;
}

/* Writes all of it. Returns 0 or a negative errno. */
static int write_all(int fd, const char *data, size_t n)
{
	while (n) {
		ssize_t written = write(fd, data, n);

		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			return written < 0 ? -errno : -EIO;
		data += written;
		n -= written;
	}
	return 0;
}

static int copy(int from, int to)
{
	char block[BLOCK_BYTES];
	ssize_t n;
	int r;

	for (;;) {
		n = read(from, block, sizeof(block));
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n < 0 ? -errno : 0;
		r = write_all(to, block, n);
		if (r < 0)
			return r;
	}
}

static int open_attribute(const struct hp_uevent *event, const char *attribute)
{
	char path[PATH_MAX];
	int fd, r;

	r = hp_path(path, "/sys%s/%s", event->devpath, attribute);
	if (r < 0)
		return r;
	fd = open(path, O_WRONLY | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

static int send_file(const struct hp_uevent *event, int loading, int file)
{
	_cleanup_close_ int data = -1;
	int r = write_all(loading, "1", 1);

	if (r < 0)
		return r;
	data = open_attribute(event, "data");
	if (data < 0)
		return data;
	r = copy(file, data);
	return r < 0 ? r : write_all(loading, "0", 1);
}

/* The load waits in the kernel until it has the file, or is told that there is none. */
static int answer(const struct hp_uevent *event, const char *name, int loading)
{
	_cleanup_close_ int file = -EINVAL;
	int r;

	if (is_file_name(name))
		file = open_firmware(name);
	r = file < 0 ? file : send_file(event, loading, file);
	if (r == 0)
		return 0;
	write_all(loading, "-1", 2);
	if (r == -ENODEV || (r == -ENOENT && file >= 0))
		return 0;
	if (file == -EINVAL)
		return hp_error(0, "FIRMWARE=%s is not the name of a file", name), r;
	return hp_error(r, "firmware %s", name);
}

static void print_answer(const struct hp_uevent *event, const char *name)
{
	char line[2 * PATH_MAX];

	hp_log_escape(line, sizeof(line), name);
	dprintf(STDOUT_FILENO, "give firmware %s", line);
	hp_log_escape(line, sizeof(line), event->devpath);
	dprintf(STDOUT_FILENO, " to %s\n", line);
}

int hp_firmware_handle(const struct hp_uevent *event)
{
	const char *name = hp_uevent_get(event, "FIRMWARE");
	_cleanup_close_ int loading = -1;

	if (event->action != HP_ACTION_ADD)
		return 0;
	if (!name || !event->devpath)
		return hp_error(0, "not a usable event: no FIRMWARE"), -EBADMSG;
	if (hp_dry_run) {
		print_answer(event, name);
		return 0;
	}
	loading = open_attribute(event, "loading");
	if (loading == -ENOENT) {
		hp_info("%s waits for %s no more", event->devpath, name);
		return 0;
	}
	if (loading < 0)
		return hp_error(loading, "/sys%s/loading", event->devpath);
	/* Where helper and daemon both bring the request, two would write one file's
	 * bytes between the other's. */
	if (flock(loading, LOCK_EX | LOCK_NB) < 0 && errno == EWOULDBLOCK)
		return 0;
	return answer(event, name, loading);
}
