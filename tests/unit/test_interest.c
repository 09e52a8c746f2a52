/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/interest.c: whether there is anything to run for an event. */
#include "interest.h"
#include "sandbox.h"

static void test_kinds(void **state)
{
	_cleanup_(hp_interest_free) struct hp_interest interest = {0};

	sandbox_executable(HP_AGENTDIR "/modalias.agent");
	sandbox_executable(HP_HOOKDIR "/net/a.hotplug");
	assert_int_equal(hp_interest_in(&interest, "net", false), HP_INTEREST_ANY);
	assert_int_equal(hp_interest_in(&interest, "net", true), HP_INTEREST_ANY);
	assert_int_equal(hp_interest_in(&interest, "mem", false), HP_INTEREST_NONE);
	assert_int_equal(hp_interest_in(&interest, "mem", true), HP_INTEREST_MODULES);
	assert_int_equal(interest.n, 4);
}

/* An administrator's may do anything. */
static void test_replaced_agent(void **state)
{
	_cleanup_(hp_interest_free) struct hp_interest interest = {0};

	sandbox_executable(HP_AGENTDIR "/modalias.agent");
	sandbox_executable(HP_CONFDIR "/modalias.agent");
	assert_int_equal(hp_interest_in(&interest, "mem", true), HP_INTEREST_ANY);
}

static void test_asked_once(void **state)
{
	_cleanup_(hp_interest_free) struct hp_interest interest = {0};

	sandbox_executable(HP_HOOKDIR "/net/a.hotplug");
	assert_int_equal(hp_interest_in(&interest, "net", false), HP_INTEREST_ANY);
	assert_int_equal(unlink(sandbox_path(HP_HOOKDIR "/net/a.hotplug")), 0);
	assert_int_equal(hp_interest_in(&interest, "net", false), HP_INTEREST_ANY);
	assert_int_equal(interest.n, 1);
}

/* What is refused is nobody's to run, and is told of once. */
static void test_refused(void **state)
{
	_cleanup_(hp_interest_free) struct hp_interest interest = {0};

	sandbox_file(HP_HOOKDIR "/net/a.hotplug", 0777, "#!/bin/sh\n");
	assert_int_equal(hp_interest_in(&interest, "net", false), HP_INTEREST_NONE);
	assert_int_equal(hp_interest_in(&interest, "net", false), HP_INTEREST_NONE);
	assert_int_equal(count_lines(sandbox_read("/log")), 1);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, logged_setup, logged_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_kinds),
		TEST(test_replaced_agent),
		TEST(test_asked_once),
		TEST(test_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
