/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/remover.c. */
#include "agent.h"
#include "remover.h"
#include "sandbox.h"

#define DIRECTORY "/run/hotplug/usb/"
#define ENTRY	  DIRECTORY "%sys%devices%usb1%1-1"

static const struct hp_environment env = {
	.n = 3, .vars = {"HOME=/", "PATH=/bin:/usr/bin", "ACTION=remove"}};

static const struct hp_uevent event = {
	.action = HP_ACTION_REMOVE, .subsystem = "usb", .devpath = "/devices/usb1/1-1"};

static void add_program(mode_t mode)
{
	char text[2 * PATH_MAX];

	snprintf(text, sizeof(text), "#!/bin/sh\necho \"$# $ACTION\" >>%s\n",
		 sandbox_path("/ran"));
	sandbox_file("/usr/lib/remover", mode, text);
	sandbox_mkdir_mode("/run/hotplug/usb", 0700);
}

static void test_offer(void **state)
{
	char var[HP_REMOVER_VAR_MAX];
	struct stat st;

	sandbox_mkdir_mode("/run", 0755);
	assert_int_equal(hp_remover_offer(&event, var), 0);
	assert_non_null(skip_prefix(var, "REMOVER="));
	assert_string_equal(var + 8, sandbox_path(ENTRY));
	assert_int_equal(stat(sandbox_path("/run/hotplug/usb"), &st), 0);
	assert_int_equal(st.st_mode & 07777, 0700);
	assert_int_equal(hp_remover_offer(&event, var), 0);
}

static void test_offer_resolves_links(void **state)
{
	struct hp_uevent by_class = {.devpath = "/bus/usb/devices/1-1"};
	char var[HP_REMOVER_VAR_MAX];

	sandbox_mkdir_mode("/run", 0755);
	sandbox_mkdir_mode("/sys/devices/usb1/1-1", 0755);
	sandbox_link("../../../devices/usb1/1-1", "/sys/bus/usb/devices/1-1");
	assert_int_equal(hp_remover_offer(&by_class, var), 0);
	assert_string_equal(var + 8, sandbox_path(ENTRY));
}

static void test_long_devpath(void **state)
{
	static char devpath[600];
	struct hp_uevent event2 = {.devpath = devpath};
	char var[HP_REMOVER_VAR_MAX], other[HP_REMOVER_VAR_MAX], *name;

	sandbox_mkdir_mode("/run", 0755);
	memset(devpath, 'a', sizeof(devpath) - 1);
	devpath[0] = '/';
	assert_int_equal(hp_remover_offer(&event2, var), 0);
	name = strrchr(var, '/') + 1;
	assert_int_equal(strlen(name), NAME_MAX);
	devpath[500] = 'b';
	assert_int_equal(hp_remover_offer(&event2, other), 0);
	assert_string_not_equal(var, other);
}

static void test_link(void **state)
{
	add_program(0755);
	sandbox_link("/usr/lib/remover", ENTRY);
	assert_int_equal(hp_remover_run(&event, &env), 0);
	assert_string_equal(sandbox_read("/ran"), "0 remove\n");
	assert_false(sandbox_has_entry(ENTRY));
	/* There is none any more. */
	assert_int_equal(hp_remover_run(&event, &env), 0);
	assert_string_equal(sandbox_read("/ran"), "0 remove\n");
	assert_string_equal(sandbox_read("/log"), "");
}

static void test_file(void **state)
{
	char line[2 * PATH_MAX];

	add_program(0755);
	sandbox_file(ENTRY, 0600, "/usr/lib/remover\n");
	assert_int_equal(hp_remover_run(&event, &env), 0);
	assert_false(sandbox_has_entry(ENTRY));
	sandbox_file(ENTRY, 0600, "/usr/lib/remover");
	assert_int_equal(hp_remover_run(&event, &env), 0);
	/* A script under --root knows its path with the prefix. */
	snprintf(line, sizeof(line), "%s\n", sandbox_path("/usr/lib/remover"));
	sandbox_file(ENTRY, 0600, line);
	assert_int_equal(hp_remover_run(&event, &env), 0);
	assert_string_equal(sandbox_read("/ran"), "0 remove\n0 remove\n0 remove\n");
}

static void refuse(const char *log)
{
	assert_true(hp_remover_run(&event, &env) < 0);
	assert_false(sandbox_has_entry(ENTRY));
	assert_false(sandbox_has_entry("/ran"));
	assert_logged(log);
	logged_clear();
}

static void test_writable_program(void **state)
{
	add_program(0757);
	sandbox_link("/usr/lib/remover", ENTRY);
	refuse("/usr/lib/remover is refused: ");
	sandbox_file(ENTRY, 0600, "/usr/lib/remover\n");
	refuse("/usr/lib/remover is refused: ");
	sandbox_file("/usr/lib/remover", 0755, "#!/bin/sh\n");
	sandbox_mkdir_mode("/usr/lib", 0777);
	sandbox_link("/usr/lib/remover", ENTRY);
	refuse("/usr/lib/remover is refused: ");
}

static void test_bad_entries(void **state)
{
	static const char *const texts[] = {
		"",
		"\n",
		"usr/lib/remover\n",
		"/usr/lib/remover\n/usr/lib/remover\n",
		"#!/bin/sh\ntouch ran\n",
		"../../../usr/lib/remover",
	};
	size_t i;

	add_program(0755);
	for (i = 0; i < ARRAY_SIZE(texts); i++) {
		sandbox_file(ENTRY, 0600, texts[i]);
		refuse("names no program by its absolute path");
	}
	/* No shell, no words. */
	sandbox_file(ENTRY, 0600, "/usr/lib/remover /x\n");
	refuse("/usr/lib/remover /x: No such file");
	sandbox_link("../../../usr/lib/remover", ENTRY);
	refuse("names no program by its absolute path");
	sandbox_link("/nowhere", ENTRY);
	refuse("/nowhere");
}

static void test_entry_of_others(void **state)
{
	add_program(0755);
	sandbox_file(ENTRY, 0666, "/usr/lib/remover\n");
	refuse("%sys%devices%usb1%1-1: ");
}

static void test_directory_of_others(void **state)
{
	char var[HP_REMOVER_VAR_MAX];

	add_program(0755);
	sandbox_link("/usr/lib/remover", ENTRY);
	sandbox_mkdir_mode("/run/hotplug/usb", 0777);
	assert_int_equal(hp_remover_run(&event, &env), -EPERM);
	assert_int_equal(hp_remover_offer(&event, var), -EPERM);
	assert_false(sandbox_has_entry("/ran"));
	assert_logged("/run/hotplug/usb: ");
}

static void test_dry_run(void **state)
{
	add_program(0755);
	sandbox_link("/usr/lib/remover", ENTRY);
	hp_dry_run = true;
	assert_int_equal(hp_remover_run(&event, &env), 0);
	hp_dry_run = false;
	assert_true(sandbox_has_entry(ENTRY));
	assert_false(sandbox_has_entry("/ran"));
}

static void test_nothing_there(void **state)
{
	assert_int_equal(hp_remover_run(&event, &env), 0);
	assert_string_equal(sandbox_read("/log"), "");
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, logged_setup, logged_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_offer),
		TEST(test_offer_resolves_links),
		TEST(test_long_devpath),
		TEST(test_link),
		TEST(test_file),
		TEST(test_writable_program),
		TEST(test_bad_entries),
		TEST(test_entry_of_others),
		TEST(test_directory_of_others),
		TEST(test_dry_run),
		TEST(test_nothing_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
