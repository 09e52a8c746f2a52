/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/interest.c: whether there is anything to run for an event. */
#include "dispatch.h"
#include "interest.h"
#include "sandbox.h"

static int interest_in(struct hp_interest *interest, const char *subsystem, bool modalias)
{
	const struct hp_uevent event = {
		.action = HP_ACTION_ADD,
		.subsystem = subsystem,
		.modalias = modalias ? "" : NULL,
	};

	return hp_interest_in(interest, &event);
}

static bool yes(const char *subsystem)
{
	return true;
}

static bool wants_add(const struct hp_uevent *event)
{
	return event->action == HP_ACTION_ADD;
}

static const struct hp_agent *find_agent(const char *path)
{
	static const struct hp_agent agent = {
		.name = "modalias.agent", .only_loads = yes, .wants = wants_add};

	return strstr(path, "modalias.agent") ? &agent : NULL;
}

/* As it installs: a link to the dispatcher. */
static void put_agent(void)
{
	hp_dispatch_set_built_in(find_agent);
	sandbox_executable(HP_HELPERDIR "/hotplug");
	sandbox_mkdir_of(HP_AGENTDIR "/modalias.agent");
	assert_int_equal(link(sandbox_path(HP_HELPERDIR "/hotplug"),
			      sandbox_path(HP_AGENTDIR "/modalias.agent")),
			 0);
}

static void test_kinds(void **state)
{
	_cleanup_(hp_interest_free) struct hp_interest interest = {0};

	put_agent();
	sandbox_executable(HP_HOOKDIR "/net/a.hotplug");
	assert_int_equal(interest_in(&interest, "net", false), HP_INTEREST_ANY);
	assert_int_equal(interest_in(&interest, "net", true), HP_INTEREST_ANY);
	assert_int_equal(interest_in(&interest, "mem", false), HP_INTEREST_NONE);
	assert_int_equal(interest_in(&interest, "mem", true), HP_INTEREST_MODULES);
	assert_int_equal(interest.answers->n, 4);
	/* An agent that does not want it is no interest. */
	assert_int_equal(
		hp_interest_in(&interest, &(struct hp_uevent){.action = HP_ACTION_BIND,
							      .subsystem = "mem",
							      .modalias = ""}),
		HP_INTEREST_NONE);
}

/* An administrator's may do anything. */
static void test_replaced_agent(void **state)
{
	_cleanup_(hp_interest_free) struct hp_interest interest = {0};

	put_agent();
	sandbox_executable(HP_CONFDIR "/modalias.agent");
	assert_int_equal(interest_in(&interest, "mem", true), HP_INTEREST_ANY);
}

static void test_asked_once(void **state)
{
	_cleanup_(hp_interest_free) struct hp_interest interest = {0};

	sandbox_executable(HP_HOOKDIR "/net/a.hotplug");
	assert_int_equal(interest_in(&interest, "net", false), HP_INTEREST_ANY);
	assert_int_equal(unlink(sandbox_path(HP_HOOKDIR "/net/a.hotplug")), 0);
	assert_int_equal(interest_in(&interest, "net", false), HP_INTEREST_ANY);
	assert_int_equal(interest.answers->n, 1);
}

/* What is refused is nobody's to run, and is told of once. */
static void test_refused(void **state)
{
	_cleanup_(hp_interest_free) struct hp_interest interest = {0};

	sandbox_file(HP_HOOKDIR "/net/a.hotplug", 0777, "#!/bin/sh\n");
	assert_int_equal(interest_in(&interest, "net", false), HP_INTEREST_NONE);
	assert_int_equal(interest_in(&interest, "net", false), HP_INTEREST_NONE);
	assert_int_equal(count_lines(sandbox_read("/log")), 1);
}

/* Who works the event says so. */
static void test_refused_is_left(void **state)
{
	_cleanup_(hp_interest_free) struct hp_interest interest = {.leaves_refused =
									   true};

	sandbox_file(HP_HOOKDIR "/net/a.hotplug", 0777, "#!/bin/sh\n");
	assert_int_equal(interest_in(&interest, "net", false), HP_INTEREST_ANY);
	assert_int_equal(count_lines(sandbox_read("/log")), 0);
}

/* For another process, which has the answers alone. */
static void test_recall(void **state)
{
	_cleanup_(hp_interest_free) struct hp_interest interest = {0};
	struct hp_uevent add = {.subsystem = "mem", .modalias = "a:b"},
			 other = {.subsystem = "mem", .modalias = "a:c"};

	put_agent();
	assert_int_equal(hp_interest_in(&interest, &add), HP_INTEREST_MODULES);
	assert_int_equal(hp_interest_recall(interest.answers, &add), HP_INTEREST_MODULES);
	assert_int_equal(hp_interest_remember_nowhere(&interest, &add), 0);
	assert_int_equal(hp_interest_recall(interest.answers, &add), HP_INTEREST_NONE);
	assert_int_equal(hp_interest_recall(interest.answers, &other),
			 HP_INTEREST_MODULES);
	other.subsystem = "net";
	assert_int_equal(hp_interest_recall(interest.answers, &other), -ENOENT);
}

/* More kinds than there is room for. */
static void test_bound(void **state)
{
	_cleanup_(hp_interest_free) struct hp_interest interest = {0};
	char name[16];

	for (int i = 0; i <= HP_ANSWERS_MAX; i++) {
		snprintf(name, sizeof(name), "s%d", i);
		assert_int_equal(interest_in(&interest, name, false), HP_INTEREST_NONE);
	}
	assert_int_equal(interest.answers->n, 1);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, logged_setup, logged_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_kinds),   TEST(test_replaced_agent),	TEST(test_asked_once),
		TEST(test_refused), TEST(test_refused_is_left), TEST(test_recall),
		TEST(test_bound),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
