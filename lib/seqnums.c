/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: which of the latest SEQNUMs have been seen. See seqnums.h. */
#include <errno.h>
#include <fcntl.h>

#include "number.h"
#include "root.h"
#include "seqnums.h"

static uint64_t *word(struct hp_seqnums *seqnums, uint64_t seqnum)
{
	return &seqnums->seen[seqnum % HP_SEQNUMS_WINDOW / 64];
}

static void move_window(struct hp_seqnums *seqnums, uint64_t seqnum)
{
	if (seqnum - seqnums->newest >= HP_SEQNUMS_WINDOW) {
		memset(seqnums->seen, 0, sizeof(seqnums->seen));
	} else {
		for (uint64_t n = seqnums->newest; n++ != seqnum;)
			*word(seqnums, n) &= ~(1ULL << n % 64);
	}
	seqnums->newest = seqnum;
}

static bool is_in_window(const struct hp_seqnums *seqnums, uint64_t seqnum)
{
	return seqnum && seqnum <= seqnums->newest &&
	       seqnums->newest - seqnum < HP_SEQNUMS_WINDOW;
}

void hp_seqnums_mark(struct hp_seqnums *seqnums, uint64_t seqnum)
{
	if (seqnum > seqnums->newest)
		move_window(seqnums, seqnum);
	if (is_in_window(seqnums, seqnum))
		*word(seqnums, seqnum) |= 1ULL << seqnum % 64;
}

bool hp_seqnums_has(const struct hp_seqnums *seqnums, uint64_t seqnum)
{
	return is_in_window(seqnums, seqnum) &&
	       seqnums->seen[seqnum % HP_SEQNUMS_WINDOW / 64] & 1ULL << seqnum % 64;
}

int hp_seqnums_read_newest(uint64_t *ret)
{
	_cleanup_close_ int fd = -1;
	char path[PATH_MAX], text[32];
	ssize_t n;

	if (hp_path(path, "/sys/kernel/uevent_seqnum") < 0)
		return -ENAMETOOLONG;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	n = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
	if (n < 0)
		return -errno;
	text[n] = '\0';
	text[strcspn(text, "\n")] = '\0';
	return hp_number_parse(text, 10, UINT64_MAX, ret);
}
