/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/program.c. */
#include "program.h"
#include "sandbox.h"

static char path[PATH_MAX], why[HP_TRUST_WHY_MAX];

static void test_first_directory_counts(void **state)
{
	assert_int_equal(hp_program_find("tool", path, why), -ENOENT);
	sandbox_executable("/usr/bin/tool");
	assert_int_equal(hp_program_find("tool", path, why), 0);
	assert_string_equal(path, sandbox_path("/usr/bin/tool"));
	sandbox_executable("/bin/box");
	sandbox_link("../bin/box", "/sbin/tool");
	assert_int_equal(hp_program_find("tool", path, why), 0);
	assert_string_equal(path, sandbox_path("/bin/box"));
}

static void test_masked_is_not_there(void **state)
{
	sandbox_link("/dev/null", "/sbin/tool");
	assert_int_equal(hp_program_find("tool", path, why), -ENOENT);
	sandbox_executable("/usr/bin/tool");
	assert_int_equal(hp_program_find("tool", path, why), 0);
}

static void test_usr_is_merged(void **state)
{
	sandbox_executable("/usr/bin/tool");
	sandbox_executable("/usr/sbin/other");
	sandbox_link("usr/sbin", "/sbin");
	sandbox_link("usr/bin", "/bin");
	assert_int_equal(hp_program_find("tool", path, why), 0);
	assert_string_equal(path, sandbox_path("/usr/bin/tool"));
	assert_int_equal(hp_program_find("none", path, why), -ENOENT);
}

/* Not passed over in silence for the next one. */
static void test_refused(void **state)
{
	sandbox_file("/sbin/tool", 0777, "#!/bin/sh\n");
	sandbox_executable("/bin/tool");
	assert_int_equal(hp_program_find("tool", path, why), -EACCES);
	assert_contains(why, "/sbin/tool is writable by others");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_first_directory_counts,
						sandbox_setup, sandbox_teardown),
		cmocka_unit_test_setup_teardown(test_masked_is_not_there, sandbox_setup,
						sandbox_teardown),
		cmocka_unit_test_setup_teardown(test_usr_is_merged, sandbox_setup,
						sandbox_teardown),
		cmocka_unit_test_setup_teardown(test_refused, sandbox_setup,
						sandbox_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
