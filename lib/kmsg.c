/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what the kernel logs from now on. See kmsg.h. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>

#include "kmsg.h"
#include "number.h"
#include "root.h"

/* CONSOLE_EXT_LOG_MAX of the kernel's printk.h. */
#define RECORD_MAX 8192

int hp_kmsg_open(void)
{
	_cleanup_close_ int fd = -1;
	char path[PATH_MAX];

	if (hp_path(path, "/dev/kmsg") < 0)
		return -ENAMETOOLONG;
	fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
	if (fd < 0 || lseek(fd, 0, SEEK_END) < 0)
		return -errno;
	return TAKE_FD(fd);
}

int hp_kmsg_parse(char *record, unsigned int *ret_level, const char **ret_text)
{
	char *text = strchr(record, ';'), *comma = strchr(record, ',');
	uint64_t priority;

	if (!text || !comma || comma > text)
		return -EINVAL;
	*comma = '\0';
	/* The three bits of the level; the kernel's facility is 0. */
	if (hp_number_parse(record, 10, 7, &priority) < 0)
		return -EINVAL;
	text++;
	text[strcspn(text, "\n")] = '\0';
	*ret_level = priority;
	*ret_text = text;
	return 0;
}

int hp_kmsg_read(int fd, hp_kmsg_fn fn, void *data)
{
	char record[RECORD_MAX + 1];
	unsigned int level;
	const char *text;
	int lost = 0;

	for (;;) {
		ssize_t n = read(fd, record, sizeof(record) - 1);

		if (n == 0 || (n < 0 && errno == EAGAIN))
			return lost;
		if (n < 0 && errno == EPIPE)
			lost = -EPIPE;
		else if (n < 0 && errno != EINTR)
			return -errno;
		if (n < 0)
			continue;
		record[n] = '\0';
		if (hp_kmsg_parse(record, &level, &text) == 0)
			fn(level, text, data);
	}
}
