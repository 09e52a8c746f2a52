/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: test lib/poller: order, and descriptors that come and go while they are
 * called.
 */
#include <errno.h>
#include <unistd.h>

#include "poller.h"
#include "sandbox.h"

static const struct timespec at_once;

/* Pipes with one byte in each. */
struct pipes {
	struct hp_poller poller;
	int ends[3][2];
	char called[16];
	size_t n;
};

static struct pipes pipes;

static void note(int fd, short revents, void *data)
{
	assert_true(revents & POLLIN);
	pipes.called[pipes.n++] = *(char *)data;
}

static void note_and_remove_all(int fd, short revents, void *data)
{
	note(fd, revents, data);
	for (size_t i = 0; i < ARRAY_SIZE(pipes.ends); i++)
		hp_poller_remove(&pipes.poller, pipes.ends[i][0]);
}

static void note_and_add_again(int fd, short revents, void *data)
{
	note(fd, revents, data);
	hp_poller_remove(&pipes.poller, fd);
	assert_int_equal(hp_poller_add(&pipes.poller, fd, POLLIN, note, data), 0);
}

static void add(size_t i, hp_poller_ready ready)
{
	static char names[] = "abc";

	assert_int_equal(
		hp_poller_add(&pipes.poller, pipes.ends[i][0], POLLIN, ready, &names[i]),
		0);
}

static void assert_called(int ready, const char *names)
{
	memset(pipes.called, 0, sizeof(pipes.called));
	pipes.n = 0;
	assert_int_equal(hp_poller_wait(&pipes.poller, &at_once, NULL), ready);
	assert_string_equal(pipes.called, names);
}

static int setup(void **state)
{
	pipes = (struct pipes){0};
	for (size_t i = 0; i < ARRAY_SIZE(pipes.ends); i++) {
		assert_int_equal(pipe(pipes.ends[i]), 0);
		assert_int_equal(write(pipes.ends[i][1], "x", 1), 1);
	}
	return 0;
}

static int teardown(void **state)
{
	for (size_t i = 0; i < ARRAY_SIZE(pipes.ends); i++) {
		close(pipes.ends[i][0]);
		close(pipes.ends[i][1]);
	}
	return 0;
}

static void test_in_the_order_they_were_added(void **state)
{
	assert_called(0, "");
	add(2, note);
	add(0, note);
	add(1, note);
	assert_called(3, "cab");
	hp_poller_remove(&pipes.poller, pipes.ends[0][0]);
	assert_called(2, "cb");
}

static void test_removed_before_it_is_called(void **state)
{
	add(0, note_and_remove_all);
	add(1, note);
	assert_called(2, "a");
	assert_called(0, "");
	assert_int_equal(pipes.poller.n, 0);
}

static void test_added_while_others_are_called(void **state)
{
	add(0, note_and_add_again);
	add(1, note);
	assert_called(2, "ab");
	assert_called(2, "ba");
}

static void test_waits_for_other_events(void **state)
{
	add(0, note);
	hp_poller_change(&pipes.poller, pipes.ends[0][0], 0);
	assert_called(0, "");
	hp_poller_change(&pipes.poller, pipes.ends[0][0], POLLIN);
	assert_called(1, "a");
}

/* Its time is over as soon as its own timeout, not that of the call. */
static void test_rests(void **state)
{
	static const struct timespec long_time = {.tv_sec = 1000};

	add(0, note);
	add(1, note);
	hp_poller_rest(&pipes.poller, pipes.ends[0][0], 1000000);
	assert_called(1, "b");
	hp_poller_remove(&pipes.poller, pipes.ends[1][0]);
	assert_called(0, "");
	hp_poller_rest(&pipes.poller, pipes.ends[0][0], 50);
	while (pipes.n == 0)
		hp_poller_wait(&pipes.poller, &long_time, NULL);
	assert_string_equal(pipes.called, "a");
	assert_called(1, "a");
}

static void test_full(void **state)
{
	for (size_t i = 0; i < HP_POLLER_MAX; i++)
		add(0, note);
	assert_int_equal(hp_poller_add(&pipes.poller, 0, POLLIN, note, NULL), -ENOSPC);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_in_the_order_they_were_added, setup,
						teardown),
		cmocka_unit_test_setup_teardown(test_removed_before_it_is_called, setup,
						teardown),
		cmocka_unit_test_setup_teardown(test_added_while_others_are_called, setup,
						teardown),
		cmocka_unit_test_setup_teardown(test_waits_for_other_events, setup,
						teardown),
		cmocka_unit_test_setup_teardown(test_rests, setup, teardown),
		cmocka_unit_test_setup_teardown(test_full, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
