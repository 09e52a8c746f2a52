/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: test lib/stuck: told by one process, seen by another, until it ends. */
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include "sandbox.h"
#include "stuck.h"

#define LONG_NAME                                                                        \
	"/0123456789012345678901234567890123456789012345678901234567890123456789"

static struct hp_stuck *stuck;
static struct hp_stuck_process found[HP_STUCK_MAX];

static int setup(void **state)
{
	return hp_stuck_new(&stuck);
}

static int teardown(void **state)
{
	hp_stuck_free(stuck);
	return 0;
}

static pid_t start_sleeper(void)
{
	pid_t pid = fork();

	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		pause();
		_exit(0);
	}
	assert_true(pid > 0);
	return pid;
}

static void note_in_child(pid_t pid, const char *name)
{
	pid_t writer = fork();

	if (writer == 0) {
		hp_stuck_note(stuck, pid, name);
		_exit(0);
	}
	assert_int_equal(waitpid(writer, NULL, 0), writer);
}

static void end(pid_t pid)
{
	assert_int_equal(kill(pid, SIGKILL), 0);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
}

static void test_until_it_ends(void **state)
{
	pid_t a = start_sleeper(), b = start_sleeper();

	assert_int_equal(hp_stuck_list(stuck, found, HP_STUCK_MAX), 0);
	note_in_child(a, "a");
	note_in_child(b, LONG_NAME);
	assert_int_equal(hp_stuck_list(stuck, found, HP_STUCK_MAX), 2);
	assert_int_equal(found[0].pid, a);
	assert_string_equal(found[0].name, "a");
	assert_true(found[0].since_us <= found[1].since_us && found[0].since_us > 0);
	assert_int_equal(strlen(found[1].name), sizeof(found[1].name) - 1);
	assert_int_equal(hp_stuck_list(stuck, found, 1), 1);
	/* Before anybody has waited for it, it is a zombie. */
	assert_int_equal(kill(a, SIGKILL), 0);
	assert_int_equal(waitid(P_PID, a, &(siginfo_t){0}, WEXITED | WNOWAIT), 0);
	assert_int_equal(hp_stuck_list(stuck, found, HP_STUCK_MAX), 1);
	assert_int_equal(found[0].pid, b);
	assert_int_equal(waitpid(a, NULL, 0), a);
	end(b);
	assert_int_equal(hp_stuck_list(stuck, found, HP_STUCK_MAX), 0);
	assert_int_equal(hp_stuck_count(stuck), 2);
}

static void test_more_than_there_is_room_for(void **state)
{
	for (size_t i = 0; i < HP_STUCK_MAX + 3; i++)
		hp_stuck_note(stuck, getpid(), "x");
	assert_int_equal(hp_stuck_list(stuck, found, HP_STUCK_MAX), HP_STUCK_MAX);
	assert_int_equal(hp_stuck_count(stuck), HP_STUCK_MAX + 3);
}

static void test_gone_already(void **state)
{
	pid_t pid = start_sleeper();

	end(pid);
	hp_stuck_note(stuck, pid, "x");
	assert_int_equal(hp_stuck_list(stuck, found, HP_STUCK_MAX), 0);
	assert_int_equal(hp_stuck_count(stuck), 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_until_it_ends),
		TEST(test_more_than_there_is_room_for),
		TEST(test_gone_already),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
