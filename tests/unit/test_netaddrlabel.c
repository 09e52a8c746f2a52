/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/netaddrlabel.c and of the keys of [IPv6AddressLabel]. */
#include "planned.h"

static const char lan[] = "[IPv6AddressLabel]\nLabel=7\nPrefix=2001:db8::/32\n";

static void test_there(void **state)
{
	has_object(lan);
	assert_plan("");
	want_network("[IPv6AddressLabel]\nLabel=8\nPrefix=2001:db8::/32\n");
	assert_plan("addrlabel 2001:db8::/32 label 8");
	want_network("[IPv6AddressLabel]\nPrefix=2001:db8::/33\nLabel=0\n");
	assert_plan("addrlabel 2001:db8::/33 label 0");
}

static void test_down(void **state)
{
	want_network("[Link]\nActivationPolicy=manual\n[IPv6AddressLabel]\nLabel=7\n"
		     "Prefix=::/0\n");
	assert_plan("addrlabel ::/0 label 7");
}

static void test_wrong_values(void **state)
{
	static const char *const wrong[] = {
		"Label=4294967295",  "Label=-1",	  "Label=",
		 "Prefix=10.0.0.0/8", "Prefix=",
	};

	assert_each_wrong(lan, wrong, ARRAY_SIZE(wrong));
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, planned_setup, planned_teardown)
	static const struct CMUnitTest tests[] = {
		TEST(test_there),
		TEST(test_down),
		TEST(test_wrong_values),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
