/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: test lib/runsocket: one listener, who is trusted, and who is let in. */
#include <sys/socket.h>

#include "runsocket.h"
#include "sandbox.h"

#define PATH HP_RUNDIR "/x"

static int setup(void **state)
{
	if (sandbox_setup(state) < 0)
		return -1;
	sandbox_mkdir(HP_RUNDIR);
	return 0;
}

static void test_one_listens(void **state)
{
	int listener = hp_runsocket_listen("x"), client, server;

	assert_true(listener >= 0);
	assert_int_equal(hp_runsocket_listen("x"), -EADDRINUSE);
	/* The one that looked whether somebody listens. */
	close(hp_runsocket_accept(listener, 0));
	assert_int_equal(hp_runsocket_accept(listener, 0), -EAGAIN);
	client = hp_runsocket_connect("x");
	assert_true(client >= 0);
	server = hp_runsocket_accept(listener, SOCK_NONBLOCK);
	assert_true(server >= 0);
	assert_int_equal(recv(server, &(char){0}, 1, 0), -1);
	assert_int_equal(errno, EAGAIN);
	assert_int_equal(send(client, "a", 1, 0), 1);
	assert_int_equal(recv(server, &(char){0}, 1, 0), 1);
	close(client);
	close(server);
	close(listener);
	/* What a dead one left is replaced. */
	assert_int_equal(hp_runsocket_connect("x"), -ECONNREFUSED);
	listener = hp_runsocket_listen("x");
	assert_true(listener >= 0);
	close(listener);
}

static void test_not_trusted(void **state)
{
	int listener;

	assert_int_equal(hp_runsocket_connect("x"), -ENOENT);
	sandbox_write(PATH, "");
	assert_int_equal(hp_runsocket_connect("x"), -ENOENT);
	assert_int_equal(unlink(sandbox_path(PATH)), 0);
	listener = hp_runsocket_listen("x");
	assert_true(listener >= 0);
	assert_int_equal(chmod(sandbox_path(HP_RUNDIR), 0777), 0);
	assert_int_equal(hp_runsocket_connect("x"), -ENOENT);
	close(listener);
}

static mode_t mode(gid_t *ret_group)
{
	struct stat st;

	assert_int_equal(stat(sandbox_path(PATH), &st), 0);
	*ret_group = st.st_gid;
	return st.st_mode & 07777;
}

static void test_admit(void **state)
{
	int listener = hp_runsocket_listen("x");
	gid_t group;

	assert_true(listener >= 0);
	assert_int_equal(mode(&group), 0700);
	assert_int_equal(hp_runsocket_admit("x", getegid()), 0);
	assert_int_equal(mode(&group), 0760);
	assert_int_equal(group, getegid());
	assert_int_equal(hp_runsocket_admit("x", -1), 0);
	assert_int_equal(mode(&group), 0700);
	assert_int_equal(hp_runsocket_admit("none", -1), -ENOENT);
	close(listener);
}

static void test_no_place(void **state)
{
	assert_int_equal(rmdir(sandbox_path(HP_RUNDIR)), 0);
	assert_int_equal(hp_runsocket_listen("x"), -ENOENT);
	assert_int_equal(hp_runsocket_connect("x"), -ENOENT);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, sandbox_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_one_listens),
		TEST(test_not_trusted),
		TEST(test_admit),
		TEST(test_no_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
