/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what has to be remembered of an interface. See netrecord.h. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sys/stat.h>
#include <time.h>

#include "clock.h"
#include "hash.h"
#include "netrecord.h"
#include "root.h"

#define LOCK_WAIT_MS   10000
#define DEVICE_WAIT_MS 30000
#define RECORD_MAX     256
/* F_OFD_SETLK of linux/fcntl.h, which C libraries of 32-bit systems may hide. */
#ifndef F_OFD_SETLK
#define F_OFD_SETLK 37
#endif

/* A lock of the open file, which the kernel drops with the process. */
static int wait_for_lock(int fd, struct flock lock, int64_t wait_ms)
{
	int64_t end = hp_clock_ms() + wait_ms;
	struct timespec pause = {.tv_nsec = 1000000};

	lock.l_type = F_WRLCK;
	while (fcntl(fd, F_OFD_SETLK, &lock) < 0) {
		if (errno != EAGAIN && errno != EACCES && errno != EINTR)
			return -errno;
		if (hp_clock_ms() >= end)
			return -ETIMEDOUT;
		nanosleep(&pause, NULL);
		if (pause.tv_nsec < 32000000)
			pause.tv_nsec *= 2;
	}
	return 0;
}

static int open_in_run(const char *name, int flags)
{
	char path[PATH_MAX];
	int fd;

	if (hp_path(path, "%s/net%s", HP_RUNDIR, name) < 0)
		return -ENAMETOOLONG;
	fd = open(path, flags | O_CLOEXEC | O_NOFOLLOW, 0644);
	return fd < 0 ? -errno : fd;
}

static int make_directory(const char *dir)
{
	char path[PATH_MAX];

	if (hp_path(path, "%s", dir) < 0)
		return -ENAMETOOLONG;
	return mkdir(path, 0755) < 0 && errno != EEXIST ? -errno : 0;
}

static int create_in_run(const char *name)
{
	int fd = open_in_run(name, O_RDWR | O_CREAT), r;

	if (fd != -ENOENT)
		return fd;
	r = make_directory(HP_RUNDIR);
	if (r == 0)
		r = make_directory(HP_RUNDIR "/net");
	return r < 0 ? r : open_in_run(name, O_RDWR | O_CREAT);
}

/* Whether the file that was locked is still the one that others will open. */
static bool is_linked(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 && st.st_nlink > 0;
}

static int lock_in_run(const char *name, int64_t wait_ms)
{
	for (;;) {
		_cleanup_close_ int fd = create_in_run(name);
		int r;

		if (fd < 0)
			return TAKE_FD(fd);
		r = wait_for_lock(fd, (struct flock){.l_whence = SEEK_SET}, wait_ms);
		if (r < 0)
			return r;
		if (is_linked(fd))
			return TAKE_FD(fd);
	}
}

static void name_of(unsigned int ifindex, char ret[static 16])
{
	snprintf(ret, 16, "/%u", ifindex);
}

int hp_net_record_lock(unsigned int ifindex)
{
	char name[16];

	name_of(ifindex, name);
	return lock_in_run(name, LOCK_WAIT_MS);
}

int hp_net_names_lock(void)
{
	return lock_in_run(".lock", LOCK_WAIT_MS);
}

/* A name has a byte of a file that all share: to make one for each, and remove it, would
 * cost a tenth of what making a thousand devices does. */
int hp_net_device_lock(const char *name)
{
	const struct flock byte = {.l_whence = SEEK_SET,
				   .l_start = hp_hash_text(name) % INT32_MAX,
				   .l_len = 1};
	_cleanup_close_ int fd = create_in_run("/.make");
	int r = fd < 0 ? fd : wait_for_lock(fd, byte, DEVICE_WAIT_MS);

	return r < 0 ? r : TAKE_FD(fd);
}

static bool parse_record(const char *text, struct hp_net_record *ret)
{
	struct hp_net_record record = {0};
	char mac[HP_HWADDR_TEXT], by[8], undone[8] = "";

	if (sscanf(text, "%" SCNu64 " %15s %95s %7s %7s", &record.inode, record.name, mac,
		   by, undone) < 4)
		return false;
	if (!streq(mac, "-") && hp_hwaddr_parse(&record.mac, mac) < 0)
		return false;
	record.by_kernel = streq(by, "kernel");
	record.is_undone = streq(undone, "undone");
	*ret = record;
	return hp_ifname_is_valid(record.name);
}

void hp_net_record_read(unsigned int ifindex, uint64_t inode, struct hp_net_record *ret)
{
	char name[16], text[RECORD_MAX];
	_cleanup_close_ int fd = -1;
	ssize_t n;

	name_of(ifindex, name);
	fd = open_in_run(name, O_RDONLY);
	n = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
	text[n < 0 ? 0 : n] = '\0';
	if (!parse_record(text, ret) || (inode && ret->inode && ret->inode != inode))
		*ret = (struct hp_net_record){0};
}

int hp_net_record_write(int fd, const struct hp_net_record *record)
{
	char text[RECORD_MAX], mac[HP_HWADDR_TEXT] = "-";
	int n;

	if (record->mac.len)
		hp_hwaddr_format(&record->mac, mac);
	n = snprintf(text, sizeof(text), "%" PRIu64 " %s %s %s%s\n", record->inode,
		     record->name, mac, record->by_kernel ? "kernel" : "driver",
		     record->is_undone ? " undone" : "");
	if (pwrite(fd, text, n, 0) != n)
		return -errno;
	return ftruncate(fd, n) < 0 ? -errno : 0;
}

void hp_net_record_drop(unsigned int ifindex)
{
	char name[16], path[PATH_MAX];

	name_of(ifindex, name);
	/* Nothing is done to one that has no record. */
	if (hp_path(path, "%s/net%s", HP_RUNDIR, name) == 0 && unlink(path) == 0 &&
	    hp_net_record_path(ifindex, "undo", path) == 0)
		unlink(path);
}

int hp_net_record_path(unsigned int ifindex, const char *kind, char ret[static PATH_MAX])
{
	char name[16];

	name_of(ifindex, name);
	return hp_path(ret, "%s/net%s.%s", HP_RUNDIR, name, kind);
}
