/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/modulefile and lib/sysmodule. */
#include "modulefile.h"
#include "sandbox.h"
#include "sysmodule.h"

static void test_names_of_files(void **state)
{
	char name[HP_MODULEFILE_NAME_MAX], path[128];

	assert_int_equal(hp_modulefile_name(name, "kernel/a-b/foo-bar.ko.xz"), 0);
	assert_string_equal(name, "foo_bar");
	assert_int_equal(hp_modulefile_name(name, "foo"), 0);
	assert_string_equal(name, "foo");
	memset(path, 'a', sizeof(path));
	path[64] = '\0';
	assert_int_equal(hp_modulefile_name(name, path), -ENAMETOOLONG);
	path[63] = '\0';
	assert_int_equal(hp_modulefile_name(name, path), 0);
	assert_string_equal(hp_modulefile_compression("a.b/foo.ko"), "");
	assert_string_equal(hp_modulefile_compression("foo.ko.gz"), "gzip");
	assert_string_equal(hp_modulefile_compression("foo.ko.xz"), "xz");
	assert_string_equal(hp_modulefile_compression("foo.ko.zst"), "zstd");
	assert_null(hp_modulefile_compression("foo.ko.bz2"));
	assert_null(hp_modulefile_compression("foo"));
}

static void test_states(void **state)
{
	sandbox_write("/sys/module/foo_bar/initstate", "live\n");
	sandbox_write("/sys/module/comes/initstate", "coming\n");
	sandbox_mkdir("/sys/module/unix/parameters");
	sandbox_write("/sys/module/tcp_cubic/uevent", "");
	sandbox_mkdir("/sys/module/made_now");
	sandbox_mkdir("/sys/module/half/holders");
	sandbox_write("/sys/module/half/uevent", "");
	sandbox_mkdir("/sys/module/half/parameters");
	assert_int_equal(hp_sysmodule_state("foo-bar"), HP_SYSMODULE_LIVE);
	assert_int_equal(hp_sysmodule_state("comes"), HP_SYSMODULE_MOVING);
	assert_int_equal(hp_sysmodule_state("unix"), HP_SYSMODULE_BUILTIN);
	assert_int_equal(hp_sysmodule_state("tcp-cubic"), HP_SYSMODULE_BUILTIN);
	assert_int_equal(hp_sysmodule_state("made-now"), HP_SYSMODULE_MOVING);
	assert_int_equal(hp_sysmodule_state("half"), HP_SYSMODULE_MOVING);
	assert_int_equal(hp_sysmodule_state("none"), HP_SYSMODULE_ABSENT);
	assert_false(hp_sysmodule_unpacks("xz"));
	sandbox_write("/sys/module/compression", "xz\n");
	assert_true(hp_sysmodule_unpacks("xz"));
	assert_false(hp_sysmodule_unpacks("x"));
	assert_false(hp_sysmodule_unpacks("zstd"));
}

/* Nobody says that a kernel has no modules before /proc is there. */
static void test_never(void **state)
{
	assert_false(hp_sysmodule_never());
	sandbox_mkdir("/proc/self");
	assert_true(hp_sysmodule_never());
	sandbox_write("/proc/modules", "");
	assert_false(hp_sysmodule_never());
}

#define IN_SANDBOX(test)                                                                 \
	cmocka_unit_test_setup_teardown(test, sandbox_setup, sandbox_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names_of_files),
		IN_SANDBOX(test_states),
		IN_SANDBOX(test_never),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
