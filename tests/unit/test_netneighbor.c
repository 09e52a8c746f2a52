/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/netneighbor.c, lib/netproxy.c and of the keys of [Neighbor]. */
#include <linux/neighbour.h>

#include "planned.h"

static const char lan[] =
	"[Neighbor]\nAddress=10.0.0.7\nLinkLayerAddress=02:00:00:00:00:07\n";

static void test_there(void **state)
{
	has_object(lan);
	assert_plan("");
	want_network("[Neighbor]\nAddress=10.0.0.7\n"
		     "LinkLayerAddress=02:00:00:00:00:08\n");
	assert_plan("neighbor 10.0.0.7 at 02:00:00:00:00:08");
	want_network("[Neighbor]\nAddress=10.0.0.8\n"
		     "LinkLayerAddress=02:00:00:00:00:07\n");
	assert_plan("neighbor 10.0.0.8 at 02:00:00:00:00:07");
}

/* What the kernel found out itself, it forgets again. */
static void test_learned(void **state)
{
	has_object(lan)->neighbor.state = NUD_REACHABLE;
	assert_plan("neighbor 10.0.0.7 at 02:00:00:00:00:07");
}

static void test_tunnel(void **state)
{
	is.link.flags = IFF_UP;
	is.link.mac.len = 4;
	want_network("[Neighbor]\nAddress=10.0.0.7\nLinkLayerAddress=192.0.2.1\n");
	assert_plan("neighbor 10.0.0.7 at c0:00:02:01");
}

static void test_wrong_values(void **state)
{
	static const char *const wrong[] = {
		"Address=10.0.0.0/8", "Address=",
		"Address=0.0.0.0",    "LinkLayerAddress=02:00:00:00:00:0g",
		"LinkLayerAddress=",
	};

	assert_each_wrong(lan, wrong, ARRAY_SIZE(wrong));
}

static void test_proxy(void **state)
{
	has_object("[Network]\nIPv6ProxyNDPAddress=fd00::7\n");
	assert_plan("");
	want_network("[Network]\nIPv6ProxyNDPAddress=fd00::8\n"
		     "IPv6ProxyNDPAddress=fd00::7\nIPv6ProxyNDPAddress=fd00::8\n");
	assert_plan("proxy fd00::8");
	is.link.flags = 0;
	assert_plan("up|proxy fd00::8");
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, planned_setup, planned_teardown)
	static const struct CMUnitTest tests[] = {
		TEST(test_there),	 TEST(test_learned), TEST(test_tunnel),
		TEST(test_wrong_values), TEST(test_proxy),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
