/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/road.c: who brings the kernel's events here. */
#include "handover.h"
#include "road.h"
#include "sandbox.h"

#define SETTING "/proc/sys/kernel/hotplug"

static void set_helper(const char *path)
{
	char line[SANDBOX_PATH_MAX + 1];

	snprintf(line, sizeof(line), "%s\n", path);
	sandbox_write(SETTING, line);
}

static void test_helper(void **state)
{
	assert_int_equal(hp_road_find(), HP_ROAD_NONE);
	sandbox_executable(HP_HELPERDIR "/hotplug");
	sandbox_executable("/sbin/mdev");
	set_helper("");
	assert_int_equal(hp_road_find(), HP_ROAD_NONE);
	set_helper(sandbox_path("/sbin/mdev"));
	assert_int_equal(hp_road_find(), HP_ROAD_NONE);
	set_helper(sandbox_path("/sbin/nothing"));
	assert_int_equal(hp_road_find(), HP_ROAD_NONE);
	set_helper(sandbox_path(HP_HELPERDIR "/hotplug"));
	assert_int_equal(hp_road_find(), HP_ROAD_HELPER);
	/* By another name. */
	sandbox_link("hotplug", HP_HELPERDIR "/other");
	set_helper(sandbox_path(HP_HELPERDIR "/other"));
	assert_int_equal(hp_road_find(), HP_ROAD_HELPER);
}

static void test_daemon(void **state)
{
	_cleanup_close_ int listener = -1;

	sandbox_executable(HP_HELPERDIR "/hotplug");
	set_helper(sandbox_path(HP_HELPERDIR "/hotplug"));
	sandbox_mkdir(HP_RUNDIR);
	assert_false(hp_road_wait_daemon(50));
	listener = hp_handover_listen();
	assert_true(listener >= 0);
	assert_true(hp_road_wait_daemon(0));
	assert_int_equal(hp_road_find(), HP_ROAD_DAEMON);
	/* One that has died leaves its socket. */
	hp_closep(&listener);
	listener = -1;
	assert_false(hp_road_wait_daemon(0));
	assert_int_equal(hp_road_find(), HP_ROAD_HELPER);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_helper, sandbox_setup,
						sandbox_teardown),
		cmocka_unit_test_setup_teardown(test_daemon, sandbox_setup,
						sandbox_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
