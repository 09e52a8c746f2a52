/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/netroute.c and of the keys of [Route]. */
#include <linux/icmpv6.h>

#include "planned.h"

/* The interface is up, and has the routes of such a file. */
static void has(const char *sections)
{
	is.link.flags = IFF_UP;
	want_network(sections);
	for (size_t i = 0; i < network_file.n_objects; i++) {
		struct hp_net_object object = network_file.objects[i].object;

		object.route.given = UINT32_MAX;
		object.route.metrics_given = UINT32_MAX;
		assert_int_equal(hp_net_objects_add(&is.objects, &object), 0);
	}
}

static const struct hp_net_route *only_route(const char *text)
{
	want_network(text);
	assert_int_equal(network_file.n_objects, 1);
	return &network_file.objects[0].object.route;
}

static void test_keys(void **state)
{
	const struct hp_net_route *route = only_route(
		"[Route]\nDestination=fd00::9/32\nSource=fd01::9/32\nGateway=fe80::1\n"
		"GatewayOnLink=yes\nPreferredSource=fd00::2\nMetric=5\nIPv6Preference=low\n"
		"Scope=host\nTable=local\nProtocol=boot\nMTUBytes=9K\nQuickAck=yes\n"
		"InitialCongestionWindow=1023\nInitialAdvertisedReceiveWindow=1\n"
		"TCPAdvertisedMaximumSegmentSize=1200\nFastOpenNoCookie=no\n"
		"TCPCongestionControlAlgorithm=bbr\nTTLPropagate=yes\n");
	char text[HP_PREFIX_TEXT];

	assert_string_equal(hp_prefix_format(&route->destination, text), "fd00::/32");
	assert_string_equal(hp_prefix_format(&route->source, text), "fd01::/32");
	assert_string_equal(hp_prefix_format(&route->preferred, text), "fd00::2");
	assert_true(route->onlink);
	assert_true(route->ttl_propagate);
	assert_string_equal(route->congestion, "bbr");
	assert_int_equal(route->metric, 5);
	assert_int_equal(route->preference, ICMPV6_ROUTER_PREF_LOW);
	assert_int_equal(route->scope, 0);
	assert_int_equal(route->table, RT_TABLE_LOCAL);
	assert_int_equal(route->protocol, RTPROT_BOOT);
	assert_int_equal(route->metrics[RTAX_MTU], 9216);
	assert_int_equal(route->metrics[RTAX_QUICKACK], 1);
	assert_int_equal(route->metrics[RTAX_INITCWND], 1023);
	assert_int_equal(route->metrics[RTAX_INITRWND], 1);
	assert_int_equal(route->metrics[RTAX_ADVMSS], 1200);
	assert_int_equal(route->metrics_given,
			 1 << RTAX_MTU | 1 << RTAX_QUICKACK | 1 << RTAX_INITCWND |
				 1 << RTAX_INITRWND | 1 << RTAX_ADVMSS |
				 1 << RTAX_FASTOPEN_NO_COOKIE);
}

static void test_what_is_not_given(void **state)
{
	static const struct {
		const char *keys;
		uint8_t scope;
		uint32_t table;
	} cases[] = {
		{"Gateway=10.0.0.1", RT_SCOPE_UNIVERSE, RT_TABLE_MAIN},
		{"Destination=10.0.0.0/8", RT_SCOPE_LINK, RT_TABLE_MAIN},
		{"Destination=10.0.0.0/8\nNextHop=7", RT_SCOPE_UNIVERSE, RT_TABLE_MAIN},
		{"Destination=10.0.0.1\nType=local", RT_SCOPE_HOST, RT_TABLE_LOCAL},
		{"Destination=10.0.0.1\nType=broadcast", RT_SCOPE_LINK, RT_TABLE_LOCAL},
		{"Destination=10.0.0.1\nType=multicast", RT_SCOPE_LINK, RT_TABLE_MAIN},
		{"Destination=10.0.0.1\nType=throw", RT_SCOPE_UNIVERSE, RT_TABLE_MAIN},
		{"Destination=10.0.0.1\nType=local\nTable=7", RT_SCOPE_HOST, 7},
		{"Destination=fd00::/8", RT_SCOPE_UNIVERSE, RT_TABLE_MAIN},
		{"Gateway=0.0.0.0", RT_SCOPE_LINK, RT_TABLE_MAIN},
		{"Destination=10.0.0.0/8\nGateway=0.0.0.0", RT_SCOPE_LINK, RT_TABLE_MAIN},
		{"Gateway=::", RT_SCOPE_UNIVERSE, RT_TABLE_MAIN},
	};
	char text[256];

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		snprintf(text, sizeof(text), "[Route]\n%s\n", cases[i].keys);
		assert_int_equal(only_route(text)->scope, cases[i].scope);
		assert_int_equal(network_file.objects[0].object.route.table,
				 cases[i].table);
	}
}

static void test_emptied(void **state)
{
	const struct hp_net_route *route = only_route(
		"[Route]\nDestination=10.0.0.0/8\nGateway=10.0.0.1\nGateway=\nTable=7\n"
		"Table=\nType=throw\nType=\nMTUBytes=1400\nMTUBytes=\nScope=7\nScope=\n"
		"GatewayOnLink=yes\nGatewayOnLink=\nPreferredSource=10.0.0.1\n"
		"PreferredSource=\nNextHop=7\nNextHop=\nProtocol=7\nProtocol=\nMetric=7\n"
		"Metric=\nSource=fd00::/8\nSource=\nQuickAck=yes\nQuickAck=\n"
		"TCPCongestionControlAlgorithm=bbr\nTCPCongestionControlAlgorithm=\n"
		"TTLPropagate=yes\nTTLPropagate=\n");

	assert_int_equal(route->given, 0);
	assert_int_equal(route->metrics_given, 0);
	assert_int_equal(route->type, RTN_UNICAST);
	assert_int_equal(route->table, RT_TABLE_MAIN);
	assert_int_equal(route->protocol, RTPROT_STATIC);
	assert_int_equal(route->scope, RT_SCOPE_LINK);
	assert_int_equal(route->metric, 0);
	assert_int_equal(route->nexthop, 0);
}

/* Each of them beside Destination=10.0.0.0/8. */
static void test_wrong_values(void **state)
{
	static const char *const wrong[] = {
		"Gateway=10.0.0.300",
		"Gateway=_dhcp4",
		"Source=fd00::/129",
		"Source=10.0.0.0/8",
		"PreferredSource=10.0.0.1/8",
		"PreferredSource=fd00::1",
		"Metric=4294967296",
		"IPv6Preference=1",
		"IPv6Preference=best",
		"Scope=256",
		"Table=0",
		"Table=4294967296",
		"Table=Main",
		"Protocol=256",
		"Type=0",
		"Type=1",
		"Type=nat",
		"NextHop=0",
		"MTUBytes=0",
		"MTUBytes=65521",
		"TCPAdvertisedMaximumSegmentSize=65496",
		"InitialCongestionWindow=1024",
		"InitialAdvertisedReceiveWindow=0",
		"QuickAck=2",
		"TTLPropagate=2",
		"TCPCongestionControlAlgorithm=name-of-16-bytes",
		"TCPCongestionControlAlgorithm=bbr reno",
		"GatewayOnLink=yes",
		"Type=blackhole\nGateway=10.0.0.1",
		"Type=throw\nNextHop=5",
		"NextHop=5\nGateway=10.0.0.1",
	};

	assert_each_wrong("[Route]\nDestination=10.0.0.0/8\n", wrong, ARRAY_SIZE(wrong));
}

static void test_told(void **state)
{
	is.link.flags = IFF_UP;
	want_network(
		"[Route]\nDestination=10.1.0.0/16\nType=unreachable\nTable=9\n[Route]\n"
		"Destination=fd00::/8\nSource=fd01::/16\nGateway=fd00::1\n[Route]\n"
		"Destination=10.2.0.0/16\nNextHop=7\nMetric=3\n");
	assert_plan("route unreachable 10.1.0.0/16 table 9|"
		    "route fd00::/8 from fd01::/16 via fd00::1|"
		    "route 10.2.0.0/16 nhid 7 metric 3");
}

static void test_details_differ(void **state)
{
	static const char *const details[] = {
		"MTUBytes=1400", "PreferredSource=10.0.0.9",
		"Scope=link",	 "GatewayOnLink=1",
		"QuickAck=yes",	 "TCPCongestionControlAlgorithm=bbr",
	};
	char text[256];

	has("[Route]\nDestination=10.1.0.0/16\nGateway=10.0.0.1\nInitialCongestionWindow=5\n");
	for (size_t i = 0; i < ARRAY_SIZE(details); i++) {
		snprintf(text, sizeof(text),
			 "[Route]\nDestination=10.1.0.0/16\nGateway=10.0.0.1\n%s\n",
			 details[i]);
		want_network(text);
		assert_plan("no route 10.1.0.0/16 via 10.0.0.1|"
			    "route 10.1.0.0/16 via 10.0.0.1");
	}
	want_network("[Route]\nDestination=10.1.0.0/16\nGateway=10.0.0.1\n");
	assert_plan("");
	want_network("[Route]\nDestination=10.1.0.0/16\nGateway=10.0.0.1\nQuickAck=no\n");
	assert_plan("");
}

/* Another table, metric or source is another route. */
static void test_apart(void **state)
{
	has("[Route]\nDestination=fd00::/16\nGateway=fe80::1\n");
	want_network("[Route]\nDestination=fd00::/16\nGateway=fe80::2\nTable=7\n");
	assert_plan("route fd00::/16 via fe80::2 table 7");
	want_network("[Route]\nDestination=fd00::/16\nGateway=fe80::2\nMetric=7\n");
	assert_plan("route fd00::/16 via fe80::2 metric 7");
	want_network(
		"[Route]\nDestination=fd00::/16\nGateway=fe80::2\nSource=fd01::/16\n");
	assert_plan("route fd00::/16 from fd01::/16 via fe80::2");
	want_network("[Route]\nDestination=fd00::/16\nGateway=fe80::2\nProtocol=boot\n");
	assert_plan("route fd00::/16 via fe80::2");
	want_network("[Route]\nDestination=fd00::/16\nType=prohibit\n");
	assert_plan("route prohibit fd00::/16|no route fd00::/16 via fe80::1");
}

/* What goes by another interface, or by none, is not dropped for a way by this one. */
static void test_elsewhere(void **state)
{
	has("[Route]\nDestination=10.0.0.0/8\nNextHop=7\n"
	    "[Route]\nDestination=10.0.0.0/8\nType=blackhole\n");
	is.objects.item[0].route.is_elsewhere = true;
	is.objects.item[1].route.is_elsewhere = true;
	want_network("[Route]\nDestination=10.0.0.0/8\nGateway=10.1.0.1\n");
	assert_plan("route 10.0.0.0/8 via 10.1.0.1");
	want_network("[Route]\nDestination=10.0.0.0/8\nNextHop=7\n");
	assert_plan("");
	want_network("[Route]\nDestination=10.0.0.0/8\nNextHop=7\nMTUBytes=1400\n");
	assert_plan("no route 10.0.0.0/8 nhid 7|route 10.0.0.0/8 nhid 7");
	want_network("[Route]\nDestination=10.0.0.0/8\nType=throw\n");
	assert_plan("no route blackhole 10.0.0.0/8|route throw 10.0.0.0/8");
	is.objects.item[0].route.is_elsewhere = false;
	want_network("[Route]\nDestination=10.0.0.0/8\nGateway=10.1.0.1\n");
	assert_plan("route 10.0.0.0/8 via 10.1.0.1|no route 10.0.0.0/8 nhid 7");
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, planned_setup, planned_teardown)
	static const struct CMUnitTest tests[] = {
		TEST(test_keys),    TEST(test_what_is_not_given),
		TEST(test_emptied), TEST(test_wrong_values),
		TEST(test_told),    TEST(test_details_differ),
		TEST(test_apart),   TEST(test_elsewhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
