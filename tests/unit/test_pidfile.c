/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: test lib/pidfile: the file is ours, or is left alone. */
#include <errno.h>
#include <fcntl.h>

#include "pidfile.h"
#include "sandbox.h"

static char path[SANDBOX_PATH_MAX], expected[16];

static int setup(void **state)
{
	if (sandbox_setup(state) < 0)
		return -1;
	snprintf(path, sizeof(path), "%s", sandbox_path("/pid"));
	snprintf(expected, sizeof(expected), "%d\n", (int)getpid());
	hp_pidfile_set(path);
	return 0;
}

static void it_comes_and_goes(void **state)
{
	assert_int_equal(hp_pidfile_write(), 0);
	assert_string_equal(sandbox_read("/pid"), expected);
	assert_int_equal(hp_pidfile_remove(), 0);
	assert_int_equal(access(path, F_OK), -1);
}

/* A link is replaced, not what it leads to. */
static void a_stale_one_is_replaced(void **state)
{
	sandbox_write("/precious", "x");
	assert_int_equal(symlink(sandbox_path("/precious"), path), 0);
	assert_int_equal(hp_pidfile_write(), 0);
	assert_string_equal(sandbox_read("/precious"), "x");
	assert_string_equal(sandbox_read("/pid"), expected);
}

static void that_of_another_stays(void **state)
{
	assert_int_equal(hp_pidfile_write(), 0);
	sandbox_write("/pid", "1\n");
	assert_int_equal(hp_pidfile_remove(), 0);
	assert_string_equal(sandbox_read("/pid"), "1\n");
}

static void a_place_that_is_not_there(void **state)
{
	hp_pidfile_set(sandbox_path("/none/pid"));
	assert_int_equal(hp_pidfile_write(), -ENOENT);
	hp_pidfile_set(NULL);
	assert_int_equal(hp_pidfile_write(), 0);
	assert_int_equal(hp_pidfile_remove(), 0);
}

static bool asked[2];

static int note(bool is_there)
{
	asked[is_there] = true;
	return -EIO;
}

static void another_process_writes_it(void **state)
{
	hp_pidfile_set_writer(note);
	assert_int_equal(hp_pidfile_write(), -EIO);
	assert_true(asked[true] && !asked[false]);
	assert_int_equal(hp_pidfile_remove(), -EIO);
	assert_true(asked[false]);
	hp_pidfile_set_writer(NULL);
	assert_int_equal(access(path, F_OK), -1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, sandbox_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(it_comes_and_goes),	 TEST(a_stale_one_is_replaced),
		TEST(that_of_another_stays),	 TEST(a_place_that_is_not_there),
		TEST(another_process_writes_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
