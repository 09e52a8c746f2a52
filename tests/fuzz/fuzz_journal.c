/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: any bytes as the journal of an earlier hotplugd. What is found in it is an
 * event, is found again as long as it is not finished, and not once it is. */
#include <fcntl.h>
#include <stdint.h>

#include "journal.h"
#include "log.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FOUND_MAX 64

static struct {
	size_t n;
	uint64_t place[FOUND_MAX];
} found;

static void find(const struct hp_uevent *event, uint64_t inode, const char *msg, size_t n,
		 uint64_t at)
{
	if (!event->devpath || !n || !at)
		abort();
	if (found.n < FOUND_MAX)
		found.place[found.n++] = at;
}

static size_t open_journal(struct hp_journal *journal, const struct hp_queue *queue)
{
	found.n = 0;
	if (hp_journal_open(journal, queue, UINT64_MAX, find) < 0)
		abort();
	return found.n;
}

static void make_file(const struct hp_queue *queue, const uint8_t *data, size_t size)
{
	int fd = openat(queue->fd, ".journal", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
			0600);

	if (fd < 0 || write(fd, data, size) != (ssize_t)size)
		abort();
	close(fd);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char dir[] = "/tmp/fuzz-journal.XXXXXX";
	struct hp_queue queue = {-1, -1};
	struct hp_journal journal;
	size_t n;

	hp_log_set_level(HP_LOG_ERR - 1);
	if (!mkdtemp(dir) ||
	    (queue.fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) < 0)
		abort();
	make_file(&queue, data, size);
	n = open_journal(&journal, &queue);
	hp_journal_close(&journal);
	if (open_journal(&journal, &queue) != n)
		abort();
	while (n)
		hp_journal_finish(&journal, found.place[--n]);
	hp_journal_close(&journal);
	n = found.n;
	if (open_journal(&journal, &queue) && n < FOUND_MAX)
		abort();
	hp_journal_close(&journal);
	unlinkat(queue.fd, ".journal", 0);
	close(queue.fd);
	rmdir(dir);
	return 0;
}
