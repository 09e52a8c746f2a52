/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: who takes which of the kernel's events. See taken.h. */
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "taken.h"

#define NAME   ".taken"

/* Of a slot, below SEQNUM: two bits of each. */
#define BITS   4
#define HELPER 0
#define DAEMON 2
#define LATEST (UINT64_MAX >> BITS)

/* All of it is there: a page that cannot be had later would end whoever touches it. */
static int open_file(const struct hp_queue *queue, bool make)
{
	_cleanup_close_ int fd = openat(queue->fd, NAME,
					O_RDWR | (make ? O_CREAT : 0) | O_NOFOLLOW |
						O_NONBLOCK | O_CLOEXEC,
					0600);
	struct stat st;
	int r = 0;

	if (fd < 0 || fstat(fd, &st) < 0)
		return -errno;
	if (!S_ISREG(st.st_mode) || st.st_uid != geteuid() || st.st_mode & 0022)
		return -EACCES;
	if (make)
		r = -posix_fallocate(fd, 0, sizeof(struct hp_taken));
	else if (st.st_size < (off_t)sizeof(struct hp_taken))
		r = -EINVAL;
	return r < 0 ? r : TAKE_FD(fd);
}

int hp_taken_open(struct hp_taken **ret, const struct hp_queue *queue, bool make)
{
	_cleanup_close_ int fd = open_file(queue, make);
	void *map;

	if (fd < 0)
		return fd;
	map = mmap(NULL, sizeof(**ret), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (map == MAP_FAILED)
		return -errno;
	*ret = map;
	return 0;
}

void hp_taken_close(struct hp_taken **taken)
{
	if (*taken)
		munmap(*taken, sizeof(**taken));
	*taken = NULL;
}

static unsigned int take(struct hp_taken *taken, uint64_t seqnum, unsigned int parts,
			 unsigned int mine, unsigned int theirs)
{
	uint64_t *slot, old;
	unsigned int who, rest;

	if (!taken || !seqnum || seqnum > LATEST)
		return parts;
	slot = &taken->slots[seqnum % HP_TAKEN_SLOTS];
	old = __atomic_load_n(slot, __ATOMIC_SEQ_CST);
	do {
		who = old >> BITS == seqnum ? old & ((1 << BITS) - 1) : 0;
		rest = parts & ~(who >> theirs);
	} while (!__atomic_compare_exchange_n(slot, &old,
					      seqnum << BITS | who | rest << mine, false,
					      __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST));
	return rest;
}

unsigned int hp_taken_by_daemon(struct hp_taken *taken, uint64_t seqnum,
				unsigned int parts)
{
	return take(taken, seqnum, parts, DAEMON, HELPER);
}

unsigned int hp_taken_by_helper(struct hp_taken *taken, uint64_t seqnum)
{
	return take(taken, seqnum, HP_TAKEN_WHOLE, HELPER, DAEMON);
}
