/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/hwids.c. */
#include "hwids.h"
#include "sandbox.h"

static const char ids[] = "# a comment\n"
			  "\n"
			  "0001  SafeNet (wrong ID)\n"
			  "8086  Intel Corporation\n"
			  "\t0007  82379AB\n"
			  "\t100e  82540EM Gigabit Ethernet Controller\n"
			  "\t\t1014 0265  PRO/1000 MT Network Connection\n"
			  "# in between\n"
			  "\t\t1AF4 1100  QEMU Virtual Machine\r\n"
			  "\t100f  82545EM\n"
			  "\t\t15ad 0750  PRO/1000 MT Single Port Adapter\n"
			  "8087  Intel Corp.\n"
			  "\t0020  Hub\n"
			  "C 02  Network controller\n"
			  "\t00  Ethernet controller\n"
			  "ffff  Illegal Vendor ID";

#define FIND(...) find(&(const struct hp_hwids_key){{__VA_ARGS__, NULL}})

static struct hp_hwids_names names;

static size_t find(const struct hp_hwids_key *key)
{
	sandbox_write("/pci.ids", ids);
	assert_int_equal(hp_hwids_find(&names, sandbox_path("/pci.ids"), key), 0);
	return names.n;
}

static void test_all_levels(void **state)
{
	assert_int_equal(FIND("8086", "100e", "1af4 1100"), 3);
	assert_string_equal(names.name[0], "Intel Corporation");
	assert_string_equal(names.name[1], "82540EM Gigabit Ethernet Controller");
	assert_string_equal(names.name[2], "QEMU Virtual Machine");
	assert_int_equal(FIND("8086", "100E"), 2);
	assert_int_equal(FIND("C 02", "00"), 2);
	assert_string_equal(names.name[1], "Ethernet controller");
}

static void test_what_is_not_there(void **state)
{
	assert_int_equal(FIND("8086", "100e", "15ad 0750"), 2);
	assert_int_equal(FIND("8086", "0020"), 1);
	assert_int_equal(FIND("8086", "100"), 1);
	assert_int_equal(FIND("808"), 0);
	assert_int_equal(FIND("C 03", "00"), 0);
	assert_int_equal(FIND("#", "a"), 0);
	assert_int_equal(FIND(NULL), 0);
	assert_int_equal(FIND("0020"), 0);
}

static void test_the_last_line(void **state)
{
	assert_int_equal(FIND("ffff"), 1);
	assert_string_equal(names.name[0], "Illegal Vendor ID");
}

static void test_a_long_name_is_cut(void **state)
{
	char text[2000];

	memset(text, 'x', sizeof(text) - 1);
	memcpy(text, "0001  ", 6);
	text[sizeof(text) - 1] = '\0';
	sandbox_write("/long.ids", text);
	assert_int_equal(hp_hwids_find(&names, sandbox_path("/long.ids"),
				       &(struct hp_hwids_key){{"0001"}}),
			 0);
	assert_int_equal(strlen(names.name[0]), HP_HWIDS_NAME_MAX - 1);
}

static void test_no_file(void **state)
{
	const struct hp_hwids_key key = {{"8086"}};

	assert_int_equal(hp_hwids_find(&names, sandbox_path("/none"), &key), -ENOENT);
	sandbox_mkdir("/dir");
	assert_int_equal(hp_hwids_find(&names, sandbox_path("/dir"), &key), -EISDIR);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, logged_setup, logged_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_all_levels),	  TEST(test_what_is_not_there),
		TEST(test_the_last_line), TEST(test_a_long_name_is_cut),
		TEST(test_no_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
