/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/fdpacket: packets, and the descriptors that come with them. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#include <cmocka.h>

#include "fdpacket.h"

static int ends[2];

static int setup(void **state)
{
	return hp_fdpacket_pair(ends);
}

static int teardown(void **state)
{
	close(ends[0]);
	close(ends[1]);
	return 0;
}

static void test_both_arrive(void **state)
{
	char packet[8] = "", word[] = "word";
	int pipe_ends[2], with;

	assert_int_equal(pipe(pipe_ends), 0);
	assert_int_equal(hp_fdpacket_send(ends[0], word, sizeof(word), pipe_ends[1]), 0);
	assert_int_equal(hp_fdpacket_receive(ends[1], packet, sizeof(packet), &with),
			 sizeof(word));
	assert_string_equal(packet, word);
	assert_true(fcntl(with, F_GETFD) & FD_CLOEXEC);
	assert_int_equal(write(with, "x", 1), 1);
	assert_int_equal(read(pipe_ends[0], packet, 1), 1);
	close(with);
	close(pipe_ends[0]);
	close(pipe_ends[1]);
}

static void test_without_descriptor(void **state)
{
	char packet[8];
	int with = 0;

	assert_int_equal(send(ends[0], "x", 1, 0), 1);
	assert_int_equal(hp_fdpacket_receive(ends[1], packet, sizeof(packet), &with), 1);
	assert_int_equal(with, -1);
}

static void test_other_end_is_gone(void **state)
{
	char packet[8] = "";
	int with;

	close(ends[1]);
	assert_int_equal(hp_fdpacket_send(ends[0], packet, 1, STDIN_FILENO), -EPIPE);
	assert_int_equal(hp_fdpacket_receive(ends[0], packet, sizeof(packet), &with), 0);
	assert_int_equal(hp_fdpacket_receive(-1, packet, sizeof(packet), &with), -EBADF);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_both_arrive),
		TEST(test_without_descriptor),
		TEST(test_other_end_is_gone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
