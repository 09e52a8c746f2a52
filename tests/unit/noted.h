/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the processes that noted themselves in the sandbox's /pids, as actor.h does
 * it. */
#ifndef HP_TEST_NOTED_H
#define HP_TEST_NOTED_H

#include "actor.h"
#include "procstate.h"

static size_t read_pids(pid_t pids[static 16])
{
	_cleanup_fclose_ FILE *f = fopen(sandbox_path("/pids"), "re");
	size_t n = 0;

	while (f && n < 16 && fscanf(f, "%d", &pids[n]) == 1)
		n++;
	return n;
}

static bool is_alive(pid_t pid)
{
	char state = process_state(pid);

	return state && state != 'Z';
}

static void assert_all_ended(size_t count)
{
	pid_t pids[16];
	size_t n = read_pids(pids);

	assert_int_equal(n, count);
	for (size_t i = 0; i < n; i++)
		if (is_alive(pids[i]))
			fail_msg("process %zu of %zu is alive", i + 1, n);
}

static void end_left_over(void)
{
	pid_t pids[16];
	size_t n = read_pids(pids);

	for (size_t i = 0; i < n; i++)
		kill(pids[i], SIGKILL);
	while (waitpid(-1, NULL, 0) > 0)
		;
}

/* Ends all but the first n, which alone are noted then. */
static void forget_after(size_t n)
{
	pid_t pids[16];
	size_t count = read_pids(pids);
	FILE *f = fopen(sandbox_path("/pids"), "we");

	assert_non_null(f);
	for (size_t i = 0; i < count; i++)
		if (i < n)
			fprintf(f, "%d\n", (int)pids[i]);
		else
			kill(pids[i], SIGKILL);
	fclose(f);
}

#endif
