/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: test lib/group: the lines of /etc/group and /etc/passwd, whole and broken. */
#include "group.h"
#include "sandbox.h"

static void assert_group(const char *name, gid_t expected)
{
	gid_t gid = 0;

	assert_int_equal(hp_group_find(name, &gid), 0);
	assert_int_equal(gid, expected);
}

static void assert_no_group(const char *name, int expected)
{
	gid_t gid = 7;

	assert_int_equal(hp_group_find(name, &gid), expected);
	assert_int_equal(gid, 7);
}

static void test_names(void **state)
{
	sandbox_write("/etc/group", "root:x:0:\nadm:*:4:a,b\n\nbroken\nno:x\nnot:x:y:\n"
				    "huge:x:4294967295:\nadm:x:5:\nlast:x:4294967294");
	assert_group("root", 0);
	assert_group("adm", 4);
	assert_group("last", 4294967294);
	assert_no_group("broken", -ENOENT);
	assert_no_group("no", -ENOENT);
	assert_no_group("not", -ENOENT);
	assert_no_group("huge", -ENOENT);
	assert_no_group("ro", -ENOENT);
	assert_no_group("a", -ENOENT);
}

static void test_users(void **state)
{
	uid_t uid = 7;

	sandbox_write("/etc/passwd", "root:x:0:0::/:/bin/sh\nx:*:12:34::/:\n");
	assert_int_equal(hp_user_find("x", &uid), 0);
	assert_int_equal(uid, 12);
	assert_int_equal(hp_user_find("y", &uid), -ENOENT);
}

static void test_numbers(void **state)
{
	assert_group("0", 0);
	assert_group("1000", 1000);
	assert_no_group("4294967295", -ENOENT);
	assert_no_group("-1", -ENOENT);
}

static void test_no_file(void **state)
{
	assert_no_group("root", -ENOENT);
	sandbox_mkdir("/etc/group");
	assert_no_group("root", -EINVAL);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, sandbox_setup, sandbox_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_names),
		TEST(test_users),
		TEST(test_numbers),
		TEST(test_no_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
