/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/taken: each part of an event is one's, whoever asks first. */
#include <sys/wait.h>

#include "sandbox.h"
#include "taken.h"

#define FILE_NAME HP_RUNDIR "/queue/.taken"

static struct hp_queue queue;
static struct hp_taken *taken;

static int setup(void **state)
{
	if (sandbox_setup(state) < 0)
		return -1;
	sandbox_mkdir(HP_RUNDIR);
	return hp_queue_open(&queue) < 0 ? -1 : hp_taken_open(&taken, &queue, true);
}

static int teardown(void **state)
{
	hp_taken_close(&taken);
	hp_queue_close(&queue);
	return sandbox_teardown(state);
}

static void test_who_comes_first(void **state)
{
	assert_int_equal(hp_taken_by_daemon(taken, 7, HP_TAKEN_WHOLE), HP_TAKEN_WHOLE);
	assert_int_equal(hp_taken_by_helper(taken, 7), 0);
	assert_int_equal(hp_taken_by_helper(taken, 8), HP_TAKEN_WHOLE);
	assert_int_equal(hp_taken_by_daemon(taken, 8, HP_TAKEN_WHOLE), 0);
	/* Its own it may have again. */
	assert_int_equal(hp_taken_by_daemon(taken, 7, HP_TAKEN_WHOLE), HP_TAKEN_WHOLE);
	assert_int_equal(hp_taken_by_helper(taken, 8), HP_TAKEN_WHOLE);
}

static void test_parts(void **state)
{
	assert_int_equal(hp_taken_by_daemon(taken, 7, HP_TAKEN_REST), HP_TAKEN_REST);
	assert_int_equal(hp_taken_by_helper(taken, 7), HP_TAKEN_LOADS);
	assert_int_equal(hp_taken_by_daemon(taken, 7, HP_TAKEN_WHOLE), HP_TAKEN_REST);
	assert_int_equal(hp_taken_by_helper(taken, 8), HP_TAKEN_WHOLE);
	assert_int_equal(hp_taken_by_daemon(taken, 8, HP_TAKEN_LOADS), 0);
}

static void test_what_is_not_known(void **state)
{
	static const uint64_t odd[] = {0, UINT64_MAX, UINT64_MAX >> 4 << 1};

	for (size_t i = 0; i < ARRAY_SIZE(odd); i++) {
		assert_int_equal(hp_taken_by_helper(taken, odd[i]), HP_TAKEN_WHOLE);
		assert_int_equal(hp_taken_by_daemon(taken, odd[i], HP_TAKEN_LOADS),
				 HP_TAKEN_LOADS);
	}
	assert_int_equal(hp_taken_by_helper(NULL, 7), HP_TAKEN_WHOLE);
	/* Another has its slot. */
	assert_int_equal(hp_taken_by_helper(taken, 7), HP_TAKEN_WHOLE);
	hp_taken_by_helper(taken, 7 + HP_TAKEN_SLOTS);
	assert_int_equal(hp_taken_by_daemon(taken, 7, HP_TAKEN_WHOLE), HP_TAKEN_WHOLE);
}

/* Two processes at the same time. */
static void test_one_has_it(void **state)
{
	enum { FIRST = 1000, N = HP_TAKEN_SLOTS };
	bool theirs[N];
	int status;
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0) {
		struct hp_taken *own;

		if (hp_taken_open(&own, &queue, false) < 0)
			_exit(2);
		for (size_t i = 0; i < N; i++)
			(void)hp_taken_by_helper(own, FIRST + i);
		_exit(0);
	}
	for (size_t i = 0; i < N; i++)
		theirs[i] = !hp_taken_by_daemon(taken, FIRST + i, HP_TAKEN_WHOLE);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	for (size_t i = 0; i < N; i++)
		assert_int_equal(hp_taken_by_helper(taken, FIRST + i),
				 theirs[i] ? HP_TAKEN_WHOLE : 0);
}

static void test_the_file(void **state)
{
	struct hp_taken *again = NULL;

	hp_taken_by_daemon(taken, 7, HP_TAKEN_WHOLE);
	assert_int_equal(hp_taken_open(&again, &queue, true), 0);
	assert_int_equal(hp_taken_by_helper(again, 7), 0);
	hp_taken_close(&again);
	assert_null(again);

	unlink(sandbox_path(FILE_NAME));
	assert_int_equal(hp_taken_open(&again, &queue, false), -ENOENT);
	sandbox_file(FILE_NAME, 0600, "short");
	assert_int_equal(hp_taken_open(&again, &queue, false), -EINVAL);
	assert_int_equal(chmod(sandbox_path(FILE_NAME), 0620), 0);
	assert_int_equal(hp_taken_open(&again, &queue, true), -EACCES);
	unlink(sandbox_path(FILE_NAME));
	sandbox_link("/dev/zero", FILE_NAME);
	assert_int_equal(hp_taken_open(&again, &queue, true), -ELOOP);
	assert_null(again);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_who_comes_first, setup, teardown),
		cmocka_unit_test_setup_teardown(test_parts, setup, teardown),
		cmocka_unit_test_setup_teardown(test_what_is_not_known, setup, teardown),
		cmocka_unit_test_setup_teardown(test_one_has_it, setup, teardown),
		cmocka_unit_test_setup_teardown(test_the_file, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
