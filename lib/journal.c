/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what hotplugd has taken and not finished, on record. See journal.h. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/uio.h>

#include "journal.h"
#include "log.h"
#include "monitor.h"

#define NAME	     ".journal"
#define MAGIC	     0x4a504831 /* "1HPJ" */
#define ATTEMPTS_MAX 3
#define FREE_AT_ONCE (1 << 20) /* bytes of finished records */

struct head {
	uint64_t magic;
	uint64_t first; /* record */
};

enum {
	UNFINISHED = 0,
	FINISHED, /* its worker said so, whom the daemon has not yet missed */
	RELEASED, /* the daemon knows; only then the place is another's */
};

struct record {
	uint32_t magic;
	uint16_t n; /* bytes that follow */
	uint8_t attempts;
	uint8_t state;
	uint64_t inode;
};

_Static_assert(HP_MONITOR_MESSAGE_MAX <= UINT16_MAX, "n of a record");

static int open_file(const struct hp_queue *queue)
{
	_cleanup_close_ int fd =
		openat(queue->fd, NAME,
		       O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600);
	struct stat st;

	if (fd < 0 || fstat(fd, &st) < 0)
		return -errno;
	if (!S_ISREG(st.st_mode) || st.st_uid != geteuid() || st.st_mode & 0022)
		return -EACCES;
	return TAKE_FD(fd);
}

static int write_head(const struct hp_journal *journal, uint64_t first)
{
	struct head head = {MAGIC, first};
	ssize_t n = pwrite(journal->fd, &head, sizeof(head), 0);

	return n == sizeof(head) ? 0 : n < 0 ? -errno : -ENOSPC;
}

static int make_empty(struct hp_journal *journal)
{
	if (ftruncate(journal->fd, sizeof(struct head)) < 0)
		return -errno;
	journal->first = journal->end = journal->freed = sizeof(struct head);
	journal->told = false;
	return write_head(journal, journal->first);
}

static bool read_record(const struct hp_journal *journal, uint64_t at, struct record *ret)
{
	return pread(journal->fd, ret, sizeof(*ret), at) == sizeof(*ret) &&
	       ret->magic == MAGIC;
}

static void write_byte(const struct hp_journal *journal, uint64_t at, uint8_t value)
{
	/* Where it fails, the event is done twice. */
	if (pwrite(journal->fd, &value, 1, at) != 1)
		hp_warning(-errno, "%s/queue/" NAME, HP_RUNDIR);
}

static void write_state(const struct hp_journal *journal, uint64_t at, uint8_t state)
{
	if (journal->fd >= 0 && at)
		write_byte(journal, at + offsetof(struct record, state), state);
}

static void take_record(const struct hp_journal *journal, const struct record *record,
			const char *msg, hp_journal_each each)
{
	char why[HP_UEVENT_WHY_MAX], text[512];
	struct hp_uevent event;

	if (hp_uevent_from_netlink(&event, msg, record->n, why) < 0)
		hp_warning(0, "%s/queue/" NAME ": no event: %s", HP_RUNDIR, why);
	else if (record->attempts >= ATTEMPTS_MAX)
		hp_error(0, "%s ended %d workers: dropped",
			 hp_uevent_describe(&event, text, sizeof(text)), ATTEMPTS_MAX);
	else
		return each(&event, record->inode, msg, record->n, journal->end);
	write_state(journal, journal->end, RELEASED);
}

/* Moves journal->end behind the last record that is whole. */
static void read_records(struct hp_journal *journal, uint64_t size, hp_journal_each each)
{
	while (journal->end < size) {
		char msg[UINT16_MAX];
		struct record record;

		if (!read_record(journal, journal->end, &record) ||
		    pread(journal->fd, msg, record.n, journal->end + sizeof(record)) !=
			    record.n) {
			hp_warning(0, "%s/queue/" NAME " is damaged at byte %llu",
				   HP_RUNDIR, (unsigned long long)journal->end);
			return;
		}
		if (record.state == UNFINISHED)
			take_record(journal, &record, msg, each);
		else if (record.state == FINISHED)
			write_state(journal, journal->end, RELEASED);
		journal->end += sizeof(record) + record.n;
	}
}

static void give_back(struct hp_journal *journal)
{
	if (journal->first - journal->freed < FREE_AT_ONCE ||
	    write_head(journal, journal->first) < 0)
		return;
	/* What stands in the first pages with it stays, until the journal is empty. */
	fallocate(journal->fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, journal->freed,
		  journal->first - journal->freed);
	journal->freed = journal->first;
}

/* Behind what is released. */
static void move_first(struct hp_journal *journal)
{
	struct record record;

	while (journal->first < journal->end &&
	       read_record(journal, journal->first, &record) && record.state == RELEASED)
		journal->first += sizeof(record) + record.n;
	if (journal->first == journal->end)
		(void)!make_empty(journal);
	else
		give_back(journal);
}

static int read_file(struct hp_journal *journal, hp_journal_each each)
{
	struct head head;
	struct stat st;
	int r;

	if (fstat(journal->fd, &st) < 0)
		return -errno;
	if (pread(journal->fd, &head, sizeof(head), 0) != sizeof(head) ||
	    head.magic != MAGIC || head.first < sizeof(head) ||
	    head.first >= (uint64_t)st.st_size) {
		r = make_empty(journal);
		return r < 0 ? r : st.st_size > 0;
	}
	journal->first = journal->end = journal->freed = head.first;
	read_records(journal, st.st_size, each);
	if (ftruncate(journal->fd, journal->end) < 0)
		return -errno;
	move_first(journal);
	return 1;
}

int hp_journal_open(struct hp_journal *ret, const struct hp_queue *queue, uint64_t max,
		    hp_journal_each each)
{
	int r;

	*ret = (struct hp_journal){.fd = open_file(queue), .max = max};
	if (ret->fd < 0)
		return ret->fd;
	r = read_file(ret, each);
	if (r < 0)
		hp_journal_close(ret);
	return r;
}

void hp_journal_close(struct hp_journal *journal)
{
	hp_closep(&journal->fd);
	journal->fd = -1;
}

/* Once, until all that is recorded is finished. */
static uint64_t refuse(struct hp_journal *journal, int r)
{
	if (!journal->told)
		hp_warning(r,
			   "%s/queue/" NAME
			   ": what is lost when hotplugd is killed now is "
			   "made up from /sys alone",
			   HP_RUNDIR);
	journal->told = true;
	/* Half a record would be damage. */
	(void)!ftruncate(journal->fd, journal->end);
	return 0;
}

uint64_t hp_journal_add(struct hp_journal *journal, uint64_t inode, const char *msg,
			size_t n)
{
	struct record record = {.magic = MAGIC, .n = n, .inode = inode};
	struct iovec parts[] = {{&record, sizeof(record)}, {(char *)msg, n}};
	uint64_t at = journal->end, size = sizeof(record) + n;
	ssize_t written;

	if (journal->fd < 0 || n > UINT16_MAX)
		return 0;
	if (at + size - journal->freed > journal->max)
		return refuse(journal, -EFBIG);
	written = pwritev(journal->fd, parts, ARRAY_SIZE(parts), at);
	if (written != (ssize_t)size)
		return refuse(journal, written < 0 ? -errno : -ENOSPC);
	journal->end += size;
	return at;
}

int hp_journal_read(const struct hp_journal *journal, uint64_t at, size_t n, char **ret)
{
	_cleanup_free_ char *msg = malloc(n);
	struct record record;
	struct iovec parts[] = {{&record, sizeof(record)}, {msg, n}};

	if (!msg)
		return -ENOMEM;
	if (preadv(journal->fd, parts, ARRAY_SIZE(parts), at) !=
		    (ssize_t)(sizeof(record) + n) ||
	    record.magic != MAGIC || record.n != n)
		return -EBADMSG;
	*ret = TAKE_PTR(msg);
	return 0;
}

void hp_journal_begin(const struct hp_journal *journal, uint64_t at)
{
	struct record record;

	if (journal->fd >= 0 && at && read_record(journal, at, &record))
		write_byte(journal, at + offsetof(struct record, attempts),
			   record.attempts + 1);
}

void hp_journal_end(const struct hp_journal *journal, uint64_t at)
{
	write_state(journal, at, FINISHED);
}

void hp_journal_finish(struct hp_journal *journal, uint64_t at)
{
	write_state(journal, at, RELEASED);
	if (journal->fd >= 0 && at == journal->first)
		move_first(journal);
}
