/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/rival. */
#include <sys/wait.h>

#include "rival.h"
#include "sandbox.h"

#define MODULE "/sys/module/foo_bar"
#define MANY   20

static unsigned int calls;

static int find_no_device(const void *data)
{
	calls++;
	return -ENODEV;
}

static void test_first_answer(void **state)
{
	calls = 0;
	assert_int_equal(hp_rival_insert("foo-bar", find_no_device, NULL), -ENODEV);
	assert_int_equal(calls, 1);
}

/* Nobody else is at it. */
static int be_busy(const void *data)
{
	calls++;
	return -EBUSY;
}

static void test_own_answer(void **state)
{
	calls = 0;
	assert_int_equal(hp_rival_insert("foo-bar", be_busy, NULL), -EBUSY);
	assert_int_equal(calls, 9);
}

static int lose_to_going(const void *data)
{
	if (calls++ == 0)
		return -EBUSY;
	assert_false(sandbox_has(MODULE));
	return -ENODEV;
}

static void test_waits_for_end(void **state)
{
	pid_t pid;

	sandbox_write(MODULE "/initstate", "going\n");
	calls = 0;
	pid = fork();
	if (pid == 0) {
		usleep(50000);
		_exit(rename(sandbox_path(MODULE), sandbox_path("/gone")) != 0);
	}
	assert_int_equal(hp_rival_insert("foo-bar", lose_to_going, NULL), -ENODEV);
	assert_int_equal(calls, 2);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
}

/* More often than where nobody else is seen. */
static int lose_to_many(const void *data)
{
	return calls++ < MANY ? -EBUSY : -EEXIST;
}

static void test_many(void **state)
{
	sandbox_write(MODULE "/initstate", "live\n");
	calls = 0;
	assert_int_equal(hp_rival_insert("foo-bar", lose_to_many, NULL), -EEXIST);
	assert_int_equal(calls, MANY + 1);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, sandbox_setup, sandbox_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_first_answer),
		TEST(test_own_answer),
		TEST(test_waits_for_end),
		TEST(test_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
