/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/umh.c. */
#include <sys/utsname.h>

#include "sandbox.h"
#include "umh.h"

#define SYSCTL "/proc/sys/kernel/modprobe"
#define RECORD HP_RUNDIR "/modprobe.before"

static char path[HP_UMH_PATH_MAX];

static void test_read_and_write(void **state)
{
	assert_int_equal(hp_umh_read("modprobe", path), -ENOENT);
	assert_int_equal(hp_umh_write("modprobe", "/a"), -ENOENT);
	sandbox_write(SYSCTL, "/sbin/modprobe\n");
	assert_int_equal(hp_umh_read("modprobe", path), 0);
	assert_string_equal(path, "/sbin/modprobe");
	assert_int_equal(hp_umh_write("modprobe", "/a"), 0);
	assert_string_equal(sandbox_read(SYSCTL), "/a\n");
	/* Nothing at all would change nothing. */
	assert_int_equal(hp_umh_write("modprobe", ""), 0);
	assert_string_equal(sandbox_read(SYSCTL), "\n");
	assert_int_equal(hp_umh_read("modprobe", path), 0);
	assert_string_equal(path, "");
}

static void test_too_long(void **state)
{
	char program[HP_UMH_PATH_MAX + 1];

	memset(program, 'a', sizeof(program));
	program[0] = '/';
	program[sizeof(program) - 1] = '\0';
	sandbox_write(SYSCTL, "/b\n");
	assert_int_equal(hp_umh_write("modprobe", program), -ENAMETOOLONG);
	assert_string_equal(sandbox_read(SYSCTL), "/b\n");
	program[sizeof(program) - 2] = '\0';
	assert_int_equal(hp_umh_write("modprobe", program), 0);
	assert_int_equal(hp_umh_read("modprobe", path), 0);
	assert_string_equal(path, program);
}

static void test_what_was_before(void **state)
{
	sandbox_mkdir("/run");
	assert_int_equal(hp_umh_recall("modprobe", path), -ENOENT);
	assert_int_equal(hp_umh_remember("modprobe", "/sbin/modprobe"), 0);
	assert_int_equal(hp_umh_remember("hotplug", ""), 0);
	assert_int_equal(hp_umh_recall("modprobe", path), 0);
	assert_string_equal(path, "/sbin/modprobe");
	assert_int_equal(hp_umh_recall("hotplug", path), 0);
	assert_string_equal(path, "");
	assert_int_equal(hp_umh_remember("modprobe", "/b"), 0);
	assert_int_equal(hp_umh_recall("modprobe", path), 0);
	assert_string_equal(path, "/b");
	hp_umh_forget("modprobe");
	assert_false(sandbox_has_entry(RECORD));
}

static void test_no_place_to_remember(void **state)
{
	assert_int_equal(hp_umh_remember("modprobe", "/a"), -ENOENT);
	sandbox_write("/run", "");
	assert_int_equal(hp_umh_remember("modprobe", "/a"), -ENOTDIR);
}

/* Who could write there could have the kernel start anything as root. */
static void test_records_in_other_hands(void **state)
{
	sandbox_file(RECORD, 0666, "/evil\n");
	assert_int_equal(hp_umh_recall("modprobe", path), -EPERM);
	sandbox_file(RECORD, 0644, "evil\n");
	assert_int_equal(hp_umh_recall("modprobe", path), -EINVAL);
	assert_int_equal(unlink(sandbox_path(RECORD)), 0);
	sandbox_write("/evil", "/evil\n");
	sandbox_link("../../evil", RECORD);
	assert_int_equal(hp_umh_recall("modprobe", path), -EPERM);
	/* Nobody leads us elsewhere, and the link does not stand in the way. */
	assert_int_equal(hp_umh_remember("modprobe", "/a"), 0);
	assert_string_equal(sandbox_read("/evil"), "/evil\n");
	assert_int_equal(hp_umh_recall("modprobe", path), 0);
	assert_string_equal(path, "/a");
}

static void test_static(void **state)
{
	char config[PATH_MAX];
	struct utsname uts;

	assert_int_equal(uname(&uts), 0);
	snprintf(config, sizeof(config), "/boot/config-%s", uts.release);
	assert_false(hp_umh_is_static());
	sandbox_write(config, "# CONFIG_STATIC_USERMODEHELPER is not set\n");
	assert_false(hp_umh_is_static());
	sandbox_write(config, "CONFIG_A=y\nCONFIG_STATIC_USERMODEHELPER=y\n");
	assert_true(hp_umh_is_static());
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, sandbox_setup, sandbox_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_read_and_write),	   TEST(test_too_long),
		TEST(test_what_was_before),	   TEST(test_no_place_to_remember),
		TEST(test_records_in_other_hands), TEST(test_static),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
