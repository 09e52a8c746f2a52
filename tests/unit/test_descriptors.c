/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/descriptors, each in a child, which can close what it likes. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "descriptors.h"

#define HIGH 200

static bool is_open(int fd)
{
	return fcntl(fd, F_GETFD) >= 0;
}

/* Whether of 0 to HIGH just those are open. */
static bool are_left(const int *kept, size_t n)
{
	for (int fd = 0; fd <= HIGH; fd++) {
		bool wanted = fd <= STDERR_FILENO;

		for (size_t i = 0; i < n; i++)
			wanted |= kept[i] == fd;
		if (is_open(fd) != wanted)
			return false;
	}
	return true;
}

static bool closes(const int *kept, size_t n)
{
	for (int fd = STDERR_FILENO + 1; fd <= HIGH; fd++)
		if (dup2(STDERR_FILENO, fd) < 0)
			return false;
	hp_descriptors_close_but(kept, n);
	return are_left(kept, n);
}

static void in_child(const int *kept, size_t n)
{
	pid_t pid = fork();
	int status;

	assert_true(pid >= 0);
	if (pid == 0)
		_exit(closes(kept, n) ? 0 : 1);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

static void test_none(void **state)
{
	static const int none[] = {-1, -1};

	in_child(NULL, 0);
	in_child(none, ARRAY_SIZE(none));
}

static void test_kept(void **state)
{
	static const int neighbours[] = {5, 4, 3}, apart[] = {HIGH, -1, 7, 3, 7, 0},
			 gaps[] = {9, 4};

	in_child(neighbours, ARRAY_SIZE(neighbours));
	in_child(apart, ARRAY_SIZE(apart));
	in_child(gaps, ARRAY_SIZE(gaps));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_none),
		cmocka_unit_test(test_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
