/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/settle.c with events of this machine's kernel. */
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include "queue.h"
#include "sandbox.h"
#include "settle.h"
#include "synth.h"

/* Any device will do; nothing outside the sandbox has a hook for it. */
#define DEVICE "/sys/devices/virtual/mem/null"

static char uuid[HP_SYNTH_UUID_MAX];
static struct hp_uevent heard; /* ours */
static unsigned int n_heard, n_others, n_dropped;

/* Other tests make events as well: who works them in the sandbox finds them there. */
static void put_others(const struct hp_uevent *event)
{
	_cleanup_(hp_queue_close) struct hp_queue queue = {-1, -1};

	assert_int_equal(hp_queue_open(&queue), 0);
	assert_int_equal(hp_queue_put(&queue, event), 0);
	n_others++;
}

static void on_event(const struct hp_uevent *event, void *data)
{
	const char *found = event ? hp_uevent_get(event, "SYNTH_UUID") : NULL;
	char *vars[HP_UEVENT_VARS_MAX];
	char why[HP_UEVENT_WHY_MAX];

	n_dropped += !event;
	if (event && (!found || !streq(found, uuid)) && streq(event->subsystem, "mem"))
		put_others(event);
	if (!found || !streq(found, uuid))
		return;
	for (size_t i = 0; i < event->n_vars; i++)
		vars[i] = (char *)event->vars[i];
	assert_int_equal(hp_uevent_from_vars(&heard, vars, event->n_vars, NULL, why), 0);
	n_heard++;
}

static void send_event(void)
{
	int r = hp_synth_add(DEVICE, uuid);

	if (r < 0)
		skip(); /* not root, or /sys is read-only */
}

static struct hp_settle *begin(struct hp_interest *interest, enum hp_road road)
{
	struct hp_settle *settle;

	n_heard = n_others = n_dropped = 0;
	assert_int_equal(hp_synth_uuid(uuid), 0);
	assert_int_equal(hp_settle_begin(&settle, interest, road, on_event, NULL), 0);
	return settle;
}

static void wait_for_all(struct hp_settle *settle)
{
	while (hp_settle_pending(settle))
		assert_int_equal(hp_settle_wait(settle, 100), 0);
}

static int do_nothing(const struct hp_uevent *event)
{
	return 0;
}

/* As hotplugd or the helper does: put, then worked. */
static void test_worked(void **state)
{
	_cleanup_(hp_interest_free) struct hp_interest interest = {0};
	_cleanup_(hp_settle_endp) struct hp_settle *settle = NULL;
	_cleanup_(hp_queue_close) struct hp_queue queue = {-1, -1};

	sandbox_executable(HP_HOOKDIR "/mem/a.hotplug");
	sandbox_mkdir("/run");
	settle = begin(&interest, HP_ROAD_HELPER);
	send_event();
	hp_settle_hear(settle);
	assert_int_equal(n_heard, 1);
	assert_int_equal(hp_settle_pending(settle), 1 + n_others);
	assert_int_equal(hp_queue_open(&queue), 0);
	assert_int_equal(hp_queue_put(&queue, &heard), 0);
	hp_settle_hear(settle);
	assert_int_equal(hp_settle_pending(settle), 1 + n_others);
	hp_queue_drain(&queue, 1, do_nothing);
	wait_for_all(settle);
}

/* Its drainer was killed: whoever waits has it worked, and does not wait longer than he
 * wants. */
static void test_left_behind(void **state)
{
	_cleanup_(hp_interest_free) struct hp_interest interest = {0};
	_cleanup_(hp_settle_endp) struct hp_settle *settle = NULL;
	_cleanup_(hp_queue_close) struct hp_queue queue = {-1, -1};
	char text[3 * SANDBOX_PATH_MAX + 96];

	snprintf(text, sizeof(text),
		 "#!/bin/sh\ntouch %s/begun\n"
		 "until [ -e %s/go ]; do sleep 0.01; done\ntouch %s/worked\n",
		 sandbox_dir, sandbox_dir, sandbox_dir);
	sandbox_file(HP_HOOKDIR "/mem/a.hotplug", 0755, text);
	sandbox_mkdir("/run");
	sandbox_mkdir("/sys/devices/virtual/mem/null");
	settle = begin(&interest, HP_ROAD_HELPER);
	send_event();
	hp_settle_hear(settle);
	assert_int_equal(hp_queue_open(&queue), 0);
	assert_int_equal(hp_queue_put(&queue, &heard), 0);
	while (!sandbox_has("/begun"))
		assert_int_equal(hp_settle_wait(settle, 100), 0);
	assert_int_equal(hp_settle_wait(settle, 100), 0);
	assert_true(hp_settle_pending(settle) > 0);
	sandbox_file("/go", 0644, "");
	wait_for_all(settle);
	assert_true(sandbox_has("/worked"));
}

/* Nothing to run, or nobody to run it: heard, and no more. */
static void test_not_pending(void **state)
{
	_cleanup_(hp_interest_free) struct hp_interest interest = {0}, any = {0};
	_cleanup_(hp_settle_endp) struct hp_settle *settle = NULL;

	sandbox_mkdir("/run");
	settle = begin(&interest, HP_ROAD_HELPER);
	send_event();
	hp_settle_hear(settle);
	assert_int_equal(n_heard, 1);
	assert_int_equal(hp_settle_pending(settle), 0);
	hp_settle_end(settle);
	sandbox_executable(HP_HOOKDIR "/mem/a.hotplug");
	settle = begin(&any, HP_ROAD_NONE);
	send_event();
	hp_settle_hear(settle);
	assert_int_equal(n_heard, 1);
	assert_int_equal(hp_settle_pending(settle), 0);
}

/* The kernel drops events: that is told, and what stands in the queue is waited for. */
static void test_events_dropped(void **state)
{
	_cleanup_(hp_interest_free) struct hp_interest interest = {0};
	_cleanup_(hp_settle_endp) struct hp_settle *settle = NULL;
	_cleanup_(hp_queue_close) struct hp_queue queue = {-1, -1};
	int none = 0;

	sandbox_executable(HP_HOOKDIR "/mem/a.hotplug");
	sandbox_mkdir("/run");
	settle = begin(&interest, HP_ROAD_HELPER);
	if (setsockopt(hp_settle_fd(settle), SOL_SOCKET, SO_RCVBUFFORCE, &none,
		       sizeof(none)) < 0)
		skip(); /* not root */
	for (unsigned int i = 0; i < 100; i++)
		send_event();
	hp_settle_hear(settle);
	assert_true(n_dropped > 0);
	assert_in_range(n_heard, 1, 99);
	assert_contains(sandbox_read("/log"), "had to drop events");
	assert_true(hp_settle_pending(settle) > n_heard + n_others);
	assert_int_equal(hp_queue_open(&queue), 0);
	heard.seqnum++; /* one that we did not hear */
	assert_int_equal(hp_queue_put(&queue, &heard), 0);
	assert_int_equal(hp_settle_wait(settle, 1), 0);
	assert_true(hp_settle_pending(settle) > 0);
	hp_queue_drain(&queue, 1, do_nothing);
	wait_for_all(settle);
}

/* More names change than inotify(7) tells of (max_queued_events), ours the last. */
static void test_changes_dropped(void **state)
{
	_cleanup_(hp_interest_free) struct hp_interest interest = {0};
	_cleanup_(hp_settle_endp) struct hp_settle *settle = NULL;
	_cleanup_(hp_queue_close) struct hp_queue queue = {-1, -1};
	_cleanup_close_ int limit =
		open("/proc/sys/fs/inotify/max_queued_events", O_RDONLY | O_CLOEXEC);
	char text[32] = "";

	sandbox_executable(HP_HOOKDIR "/mem/a.hotplug");
	sandbox_mkdir("/run");
	assert_true(read(limit, text, sizeof(text) - 1) > 0);
	settle = begin(&interest, HP_ROAD_HELPER);
	send_event();
	assert_int_equal(hp_queue_open(&queue), 0);
	assert_int_equal(mkdirat(queue.fd, "a", 0700), 0);
	for (long i = atol(text) / 4; i >= 0; i--) {
		assert_int_equal(renameat(queue.fd, "a", queue.fd, "b"), 0);
		assert_int_equal(renameat(queue.fd, "b", queue.fd, "a"), 0);
	}
	assert_int_equal(unlinkat(queue.fd, "a", AT_REMOVEDIR), 0);
	hp_settle_hear(settle);
	assert_contains(sandbox_read("/log"), "had to drop changes of the queue");
	assert_int_equal(n_dropped, 0);
	assert_int_equal(hp_queue_put(&queue, &heard), 0);
	assert_int_equal(hp_settle_wait(settle, 1), 0);
	assert_true(hp_settle_pending(settle) > 0);
	hp_queue_drain(&queue, 1, do_nothing);
	wait_for_all(settle);
}

static void test_no_queue(void **state)
{
	_cleanup_(hp_interest_free) struct hp_interest interest = {0};
	struct hp_settle *settle = NULL;

	assert_int_equal(
		hp_settle_begin(&settle, &interest, HP_ROAD_HELPER, on_event, NULL),
		-ENOENT);
	assert_null(settle);
	assert_contains(sandbox_read("/log"), "cannot open " HP_RUNDIR "/queue");
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, logged_setup, logged_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_worked),	    TEST(test_left_behind),
		TEST(test_not_pending),	    TEST(test_events_dropped),
		TEST(test_changes_dropped), TEST(test_no_queue),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
