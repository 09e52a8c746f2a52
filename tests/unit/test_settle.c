/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/settle.c with events of this machine's kernel. */
#include "queue.h"
#include "sandbox.h"
#include "settle.h"
#include "synth.h"

/* Any device will do; nothing outside the sandbox has a hook for it. */
#define DEVICE "/sys/devices/virtual/mem/null"

static char uuid[HP_SYNTH_UUID_MAX];
static struct hp_uevent heard; /* ours */
static unsigned int n_heard;

static void on_event(const struct hp_uevent *event, void *data)
{
	const char *found = hp_uevent_get(event, "SYNTH_UUID");
	char *vars[HP_UEVENT_VARS_MAX];
	char why[HP_UEVENT_WHY_MAX];

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

	n_heard = 0;
	assert_int_equal(hp_synth_uuid(uuid), 0);
	assert_int_equal(hp_settle_begin(&settle, interest, road, on_event, NULL), 0);
	return settle;
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
	assert_int_equal(hp_settle_pending(settle), 1);
	assert_int_equal(hp_queue_open(&queue), 0);
	assert_int_equal(hp_queue_put(&queue, &heard), 0);
	hp_settle_hear(settle);
	assert_int_equal(hp_settle_pending(settle), 1);
	hp_queue_drain(&queue, 1, do_nothing);
	assert_int_equal(hp_settle_wait(settle, 1000), 0);
	assert_int_equal(hp_settle_pending(settle), 0);
}

/* Its drainer was killed: whoever waits works it. */
static void test_left_behind(void **state)
{
	_cleanup_(hp_interest_free) struct hp_interest interest = {0};
	_cleanup_(hp_settle_endp) struct hp_settle *settle = NULL;
	_cleanup_(hp_queue_close) struct hp_queue queue = {-1, -1};
	char text[SANDBOX_PATH_MAX + 64];

	snprintf(text, sizeof(text), "#!/bin/sh\ntouch %s\n", sandbox_path("/worked"));
	sandbox_file(HP_HOOKDIR "/mem/a.hotplug", 0755, text);
	sandbox_mkdir("/run");
	sandbox_mkdir("/sys/devices/virtual/mem/null");
	settle = begin(&interest, HP_ROAD_HELPER);
	send_event();
	hp_settle_hear(settle);
	assert_int_equal(hp_queue_open(&queue), 0);
	assert_int_equal(hp_queue_put(&queue, &heard), 0);
	while (hp_settle_pending(settle))
		assert_int_equal(hp_settle_wait(settle, 100), 0);
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
		TEST(test_worked),
		TEST(test_left_behind),
		TEST(test_not_pending),
		TEST(test_no_queue),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
