/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: whether a file is still the one that something was made from. See stamp.h. */
#include <errno.h>
#include <fcntl.h>

#include "checksum.h"
#include "stamp.h"

#define PIECE (64 * 1024)

static int sum_content(const char *path, uint64_t *ret)
{
	_cleanup_free_ unsigned char *piece = malloc(PIECE);
	_cleanup_close_ int fd = -1;
	uint64_t sum = 0;
	ssize_t n;

	if (!piece)
		return -ENOMEM;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd < 0)
		return -errno;
	while ((n = read(fd, piece, PIECE)) > 0)
		sum = hp_checksum(piece, n, sum);
	if (n < 0)
		return -errno;
	*ret = sum;
	return 0;
}

int hp_stamp_take(struct hp_stamp *ret, const char *path)
{
	struct hp_stamp stamp = {0};
	struct stat st;
	int r;

	if (stat(path, &st) < 0)
		return -errno;
	/* A link to /dev/null masks a file; the device's own time says nothing. */
	if (S_ISREG(st.st_mode)) {
		stamp.size = st.st_size;
		r = sum_content(path, &stamp.sum);
		if (r < 0)
			return r;
	}
	if (S_ISREG(st.st_mode) || S_ISDIR(st.st_mode)) {
		stamp.sec = st.st_mtim.tv_sec;
		stamp.nsec = st.st_mtim.tv_nsec;
	}
	*ret = stamp;
	return 0;
}

static bool same_time(const struct hp_stamp *stamp, const struct timespec *time)
{
	return stamp->sec == time->tv_sec &&
	       (stamp->nsec == (uint64_t)time->tv_nsec || time->tv_nsec == 0);
}

int hp_stamp_holds(const struct hp_stamp *stamp, const char *path)
{
	struct stat st;
	uint64_t sum;
	int r;

	if (stat(path, &st) < 0)
		return -errno;
	if (S_ISDIR(st.st_mode))
		return same_time(stamp, &st.st_mtim);
	if (!S_ISREG(st.st_mode))
		return stamp->size == 0 && stamp->sum == 0;
	if (stamp->size != (uint64_t)st.st_size)
		return 0;
	if (same_time(stamp, &st.st_mtim))
		return 1;
	r = sum_content(path, &sum);
	return r < 0 ? r : sum == stamp->sum;
}
