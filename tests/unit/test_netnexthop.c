/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/netnexthop.c and of the keys of [NextHop]. */
#include "planned.h"

static void test_told(void **state)
{
	is.link.flags = IFF_UP;
	want_network("[NextHop]\nId=1\nGateway=10.0.0.1\n[NextHop]\nId=2\nBlackhole=yes\n"
		     "[NextHop]\nId=3\nGroup=1:256 2\nGroup=7:1\n[NextHop]\nId=4\n"
		     "Family=ipv6\n[NextHop]\nId=5\nGroup=1\nGroup=\nGroup=2\n");
	assert_plan("nexthop 1 via 10.0.0.1|nexthop 2 blackhole|"
		    "nexthop 3 group 1,256/2/7|nexthop 4|nexthop 5 group 2");
	assert_int_equal(network_file.objects[1].object.nexthop.family, AF_INET);
	assert_int_equal(network_file.objects[2].object.nexthop.family, AF_UNSPEC);
	assert_int_equal(network_file.objects[3].object.nexthop.family, AF_INET6);
}

static void test_there(void **state)
{
	has_object("[NextHop]\nId=1\nGateway=10.0.0.1\n");
	assert_plan("");
	want_network("[NextHop]\nId=1\nGateway=10.0.0.2\n");
	assert_plan("nexthop 1 via 10.0.0.2");
	want_network("[NextHop]\nId=1\nGateway=10.0.0.1\nOnLink=yes\n");
	assert_plan("nexthop 1 via 10.0.0.1");
	want_network("[NextHop]\nId=1\nGroup=2\n");
	assert_plan("nexthop 1 group 2");
	want_network("[NextHop]\nId=1\nGateway=10.0.0.1\n");
	is.objects.item[0].nexthop.ifindex = 9;
	assert_plan("nexthop 1 via 10.0.0.1");
}

static void test_group_there(void **state)
{
	has_object("[NextHop]\nId=1\nGroup=2:3 4\n");
	assert_plan("");
	want_network("[NextHop]\nId=1\nGroup=2:4 4\n");
	assert_plan("nexthop 1 group 2,4/4");
}

static void test_wrong_values(void **state)
{
	static const char *const wrong[] = {
		"Id=",
		"Id=0",
		"Id=4294967296",
		"Gateway=10.0.0",
		"Gateway=0.0.0.0",
		"Family=ipv6",
		"Family=both",
		"OnLink=maybe",
		"Blackhole=yes",
		"Blackhole=maybe",
		"Group=2",
		"Group=2:0",
		"Group=2:257",
		"Group=0",
		"Group=2,3",
		"Group=1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17",
		"Gateway=\nOnLink=yes",
	};

	assert_each_wrong("[NextHop]\nId=1\nGateway=10.0.0.1\n", wrong,
			  ARRAY_SIZE(wrong));
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, planned_setup, planned_teardown)
	static const struct CMUnitTest tests[] = {
		TEST(test_told),
		TEST(test_there),
		TEST(test_group_there),
		TEST(test_wrong_values),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
