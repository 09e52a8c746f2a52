/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/kcmdline.c. */
#include "kcmdline.h"
#include "sandbox.h"

#define KEY "modprobe.blacklist"

static const struct {
	const char *cmdline, *name;
	bool has;
} lists[] = {
	{"quiet " KEY "=e1000,e1000e ro\n", "e1000", true},
	{KEY "=e1000,e1000e", "e1000e", true},
	{KEY "=usb-storage", "usb_storage", true},
	{KEY "=a " KEY "=b", "b", true},
	{KEY "=\"a,b\" c", "b", true},
	{"\"" KEY "=a,b\" c", "b", true},
	{KEY "=e1000e", "e1000", false},
	{KEY "=", "e1000", false},
	{KEY " e1000", "e1000", false},
	{"x" KEY "=e1000", "e1000", false},
	{"module_blacklist=e1000", "e1000", false},
	{"a=b -- " KEY "=e1000", "e1000", false},
	{"", "e1000", false},
};

static void test_lists(void **state)
{
	for (size_t i = 0; i < ARRAY_SIZE(lists); i++)
		if (hp_kcmdline_lists(lists[i].cmdline, KEY, lists[i].name) !=
		    lists[i].has)
			fail_msg("%s: %s", lists[i].cmdline, lists[i].name);
}

static void test_file(void **state)
{
	assert_false(hp_kcmdline_has(KEY, "b"));
	sandbox_write("/proc/cmdline", "ro " KEY "=a,b\n");
	assert_true(hp_kcmdline_has(KEY, "b"));
	assert_false(hp_kcmdline_has(KEY, "c"));
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, sandbox_setup, sandbox_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {TEST(test_lists), TEST(test_file)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
