/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: test lib/journal: what was begun and not finished is found again. */
#include <errno.h>

#include "journal.h"
#include "log.h"
#include "sandbox.h"

#include <signal.h>
#include <sys/resource.h>

#define MAX	  (4 << 20)
#define FILE_PATH HP_RUNDIR "/queue/.journal"

static struct hp_queue queue;
static struct hp_journal journal;

/* What was found when the journal was opened. */
static struct {
	size_t n;
	uint64_t seqnum[64], inode[64], place[64];
} found;

static void find(const struct hp_uevent *event, uint64_t inode, const char *msg, size_t n,
		 uint64_t at)
{
	struct hp_uevent again;
	char why[HP_UEVENT_WHY_MAX];

	assert_int_equal(hp_uevent_from_netlink(&again, msg, n, why), 0);
	assert_int_equal(again.seqnum, event->seqnum);
	assert_true(found.n < ARRAY_SIZE(found.seqnum));
	found.seqnum[found.n] = event->seqnum;
	found.inode[found.n] = inode;
	found.place[found.n++] = at;
}

/* The daemon is gone, without a word; the next one opens. */
static void open_again(void)
{
	hp_journal_close(&journal);
	found.n = 0;
	assert_int_equal(hp_journal_open(&journal, &queue, MAX, find), 1);
}

static uint64_t add(uint64_t seqnum)
{
	char msg[128];
	int n = snprintf(msg, sizeof(msg),
			 "add@/a%cACTION=add%cDEVPATH=/a%cSUBSYSTEM=x%cSEQNUM=%llu", 0, 0,
			 0, 0, (unsigned long long)seqnum) +
		1;

	return hp_journal_add(&journal, seqnum + 1000, msg, n);
}

static off_t size(void)
{
	struct stat st;

	assert_int_equal(stat(sandbox_path(FILE_PATH), &st), 0);
	return st.st_size;
}

static void what_is_unfinished_is_found(void **state)
{
	uint64_t second;

	add(1);
	second = add(2);
	add(3);
	hp_journal_finish(&journal, second);
	open_again();
	assert_int_equal(found.n, 2);
	assert_int_equal(found.seqnum[0], 1);
	assert_int_equal(found.inode[0], 1001);
	assert_int_equal(found.seqnum[1], 3);
	hp_journal_finish(&journal, found.place[0]);
	open_again();
	assert_int_equal(found.n, 1);
	assert_int_equal(found.seqnum[0], 3);
}

/* The daemon was killed between: what it knew to be finished is not waited for. */
static void an_earlier_daemon_s_room_is_given_back(void **state)
{
	off_t empty = size();
	uint64_t first = add(1), second = add(2), third = add(3);

	hp_journal_finish(&journal, first);
	hp_journal_end(&journal, second);
	open_again();
	assert_int_equal(found.n, 1);
	assert_int_equal(found.place[0], third);
	hp_journal_finish(&journal, third);
	assert_int_equal(size(), empty);
}

static void a_worker_s_word_counts(void **state)
{
	uint64_t first = add(1);

	hp_journal_end(&journal, first);
	open_again();
	assert_int_equal(found.n, 0);
}

/* The daemon hears of the worker's end when the place behind it is long another's. */
static void a_place_is_not_given_away_too_early(void **state)
{
	uint64_t first = add(1), second = add(2), third;

	hp_journal_end(&journal, second);
	hp_journal_finish(&journal, first);
	third = add(3);
	hp_journal_finish(&journal, second);
	open_again();
	assert_int_equal(found.n, 1);
	assert_int_equal(found.seqnum[0], 3);
	assert_int_equal(found.place[0], third);
}

static void what_is_not_finished_is_read(void **state)
{
	static const char first[] =
		"add@/a\0ACTION=add\0DEVPATH=/a\0SUBSYSTEM=x\0SEQNUM=1";
	uint64_t one = add(1), other = add(2);
	char *msg;

	assert_int_equal(hp_journal_read(&journal, one, sizeof(first), &msg), 0);
	assert_memory_equal(msg, first, sizeof(first));
	free(msg);
	assert_int_equal(hp_journal_read(&journal, one, sizeof(first) + 1, &msg),
			 -EBADMSG);
	assert_int_equal(hp_journal_read(&journal, one + 1, sizeof(first), &msg),
			 -EBADMSG);
	assert_int_equal(truncate(sandbox_path(FILE_PATH), other + 1), 0);
	assert_int_equal(hp_journal_read(&journal, other, sizeof(first), &msg), -EBADMSG);
	hp_journal_close(&journal);
	assert_int_equal(hp_journal_read(&journal, one, sizeof(first), &msg), -EBADMSG);
}

static void what_is_finished_takes_no_room(void **state)
{
	off_t empty = size();
	uint64_t first = add(1), last = add(2);

	assert_true(size() > empty);
	hp_journal_finish(&journal, last);
	hp_journal_finish(&journal, first);
	assert_int_equal(size(), empty);
}

/* One event hangs, and many come after it; then it ends. */
static void room_is_given_back(void **state)
{
	uint64_t hangs = add(1), last = 0;
	struct stat st;

	for (uint64_t n = 2; n < 40000; n++) {
		hp_journal_finish(&journal, last);
		last = add(n);
	}
	hp_journal_finish(&journal, hangs);
	assert_int_equal(stat(sandbox_path(FILE_PATH), &st), 0);
	assert_true(st.st_size > 2 << 20);
	assert_true(st.st_blocks * 512 < 1 << 20);
	open_again();
	assert_int_equal(found.n, 1);
	assert_int_equal(found.seqnum[0], 39999);
}

static void what_ends_its_workers_is_dropped(void **state)
{
	uint64_t place = add(1);

	hp_journal_begin(&journal, place);
	hp_journal_begin(&journal, place);
	open_again();
	assert_int_equal(found.n, 1);
	hp_journal_begin(&journal, place);
	open_again();
	assert_int_equal(found.n, 0);
	open_again();
	assert_int_equal(found.n, 0);
}

/* The daemon was killed while it wrote, or the file system was full. */
static void what_is_cut_off_is_left_out(void **state)
{
	uint64_t last;

	add(1);
	last = add(2);
	for (off_t n = size() - 1; n > (off_t)last; n--) {
		assert_int_equal(truncate(sandbox_path(FILE_PATH), n), 0);
		open_again();
		assert_int_equal(found.n, 1);
		assert_int_equal(size(), last);
		assert_int_equal(add(2), last);
	}
}

static void what_is_no_journal_is_begun_anew(void **state)
{
	static const char *const contents[] = {"x", "a file of another program"};

	for (size_t i = 0; i < ARRAY_SIZE(contents); i++) {
		sandbox_write(FILE_PATH, contents[i]);
		open_again();
		assert_int_equal(found.n, 0);
		assert_int_not_equal(add(1), 0);
		open_again();
		assert_int_equal(found.n, 1);
	}
}

/* Every byte, once: nothing but events comes out. */
static void what_is_damaged_does_no_harm(void **state)
{
	off_t n;

	add(1);
	add(2);
	n = size();
	for (off_t at = 0; at < n; at++) {
		_cleanup_close_ int fd = open(sandbox_path(FILE_PATH), O_WRONLY);

		assert_int_equal(pwrite(fd, "\xff", 1, at), 1);
		open_again();
		assert_true(found.n <= 2);
		while (found.n)
			hp_journal_finish(&journal, found.place[--found.n]);
		open_again();
		add(1);
		add(2);
	}
}

static void a_file_of_others_is_refused(void **state)
{
	hp_journal_close(&journal);
	assert_int_equal(chmod(sandbox_path(FILE_PATH), 0620), 0);
	assert_int_equal(hp_journal_open(&journal, &queue, MAX, find), -EACCES);
	assert_int_equal(add(1), 0);
	hp_journal_begin(&journal, 16);
	hp_journal_finish(&journal, 16);
}

static int set_up(void **state)
{
	if (logged_setup(state) < 0)
		return -1;
	sandbox_mkdir("/run");
	found.n = 0;
	return hp_queue_open(&queue) ?: hp_journal_open(&journal, &queue, MAX, find);
}

static int tear_down(void **state)
{
	hp_journal_close(&journal);
	hp_queue_close(&queue);
	return logged_teardown(state);
}

/* Behind one that hangs; it is said once, until it has ended. */
static void its_size_is_bounded(void **state)
{
	uint64_t hangs = add(1), last = hangs, next;
	off_t full;

	while ((next = add(2))) {
		hp_journal_finish(&journal, next);
		last = next;
	}
	assert_int_equal(add(3), 0);
	full = size();
	assert_in_range(full, MAX - 256, MAX + 256);
	assert_in_range(last, MAX - 512, MAX + 256);
	assert_int_equal(count_lines(sandbox_read("/log")), 1);
	hp_journal_finish(&journal, hangs);
	assert_true(size() < full);
	assert_int_not_equal(add(4), 0);
	assert_int_equal(count_lines(sandbox_read("/log")), 1);
}

/* What does not fit leaves no half of it behind. */
static void no_room_is_said_once(void **state)
{
	struct rlimit before, limit;
	size_t n = 0;

	/* More than the log is to take. */
	while (size() < 4096 && add(++n))
		;
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	limit = (struct rlimit){size() + 40, before.rlim_max};
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
	assert_int_equal(add(2), 0);
	assert_int_equal(add(3), 0);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	assert_int_equal(count_lines(sandbox_read("/log")), 1);
	open_again();
	assert_int_equal(found.n, n);
	assert_int_equal(count_lines(sandbox_read("/log")), 1);
}

#define JOURNAL_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		JOURNAL_TEST(what_is_unfinished_is_found),
		JOURNAL_TEST(an_earlier_daemon_s_room_is_given_back),
		JOURNAL_TEST(a_worker_s_word_counts),
		JOURNAL_TEST(a_place_is_not_given_away_too_early),
		JOURNAL_TEST(what_is_not_finished_is_read),
		JOURNAL_TEST(what_is_finished_takes_no_room),
		JOURNAL_TEST(room_is_given_back),
		JOURNAL_TEST(what_ends_its_workers_is_dropped),
		JOURNAL_TEST(what_is_cut_off_is_left_out),
		JOURNAL_TEST(what_is_no_journal_is_begun_anew),
		JOURNAL_TEST(what_is_damaged_does_no_harm),
		JOURNAL_TEST(a_file_of_others_is_refused),
		JOURNAL_TEST(its_size_is_bounded),
		JOURNAL_TEST(no_room_is_said_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
