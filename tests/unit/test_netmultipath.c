/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/netmultipath.c, lib/netio_multipath.c and of MultiPathRoute=. */
#include "netio.h"
#include "netmessage.h"
#include "planned.h"

#define ROUTE "[Route]\nDestination=10.1.0.0/16\n"
#define TWO   "MultiPathRoute=10.0.0.1 5\nMultiPathRoute=10.9.0.1@eth1\n"

static void wants(const char *text, const char *plan)
{
	is.link.flags = IFF_UP;
	want_network(text);
	assert_plan(plan);
}

/* As the kernel tells a route of the file: by ifindex, the ways in another order. */
static struct hp_net_route *has(const char *text)
{
	struct hp_net_route *route = &has_object(text)->route;
	const struct hp_net_route wanted = *route;

	route->given = UINT32_MAX;
	route->metrics_given = UINT32_MAX;
	for (size_t i = 0; i < wanted.n_hops; i++) {
		struct hp_net_hop *hop = &route->hops[wanted.n_hops - 1 - i];

		*hop = wanted.hops[i];
		hop->is_own = !*hop->ifname;
		hop->ifindex = hop->is_own ? 2 : 7;
	}
	return route;
}

static void test_told(void **state)
{
	wants(ROUTE TWO, "route 10.1.0.0/16 nexthop via 10.0.0.1 weight 5 nexthop via "
			 "10.9.0.1 dev eth1");
	wants(ROUTE "MultiPathRoute=10.0.0.1@7 256\nMultiPathRoute=fd00::1\n",
	      "route 10.1.0.0/16 nexthop via 10.0.0.1 dev 7 weight 256 nexthop via "
	      "fd00::1");
	wants("[Route]\n" TWO,
	      "route default nexthop via 10.0.0.1 weight 5 nexthop via 10.9.0.1 dev eth1");
	wants(ROUTE TWO ROUTE "MultiPathRoute=10.9.0.1@eth1\n"
			      "MultiPathRoute=10.0.0.1  5\n",
	      "route 10.1.0.0/16 nexthop via 10.0.0.1 weight 5 nexthop via 10.9.0.1 dev "
	      "eth1");
	wants(ROUTE TWO "MultiPathRoute=\nMultiPathRoute=10.0.0.1 7\n",
	      "route 10.1.0.0/16 via 10.0.0.1");
}

static void test_there(void **state)
{
	has(ROUTE TWO);
	wants(ROUTE TWO, "");
	wants(ROUTE TWO "MTUBytes=1400\n",
	      "no route 10.1.0.0/16 nexthop via 10.9.0.1 dev eth1 nexthop via 10.0.0.1 "
	      "weight 5|route 10.1.0.0/16 nexthop via 10.0.0.1 weight 5 nexthop via "
	      "10.9.0.1 dev eth1");
	wants(ROUTE "MultiPathRoute=10.0.0.1 6\nMultiPathRoute=10.9.0.1@eth1\n",
	      "no route 10.1.0.0/16 nexthop via 10.9.0.1 dev eth1 nexthop via 10.0.0.1 "
	      "weight 5|route 10.1.0.0/16 nexthop via 10.0.0.1 weight 6 nexthop via "
	      "10.9.0.1 dev eth1");
	wants(ROUTE "Gateway=10.0.0.1\n", "route 10.1.0.0/16 via 10.0.0.1");
	wants(ROUTE "Metric=5\n" TWO,
	      "route 10.1.0.0/16 nexthop via 10.0.0.1 weight 5 nexthop via 10.9.0.1 dev "
	      "eth1 metric 5");
}

/* How often a way is there counts. */
static void test_ways_there_twice(void **state)
{
	static const char once_twice[] = ROUTE "MultiPathRoute=10.0.0.1\n"
					       "MultiPathRoute=10.0.0.2\n"
					       "MultiPathRoute=10.0.0.2\n";

	has(ROUTE "MultiPathRoute=10.0.0.1\nMultiPathRoute=10.0.0.1\n"
		  "MultiPathRoute=10.0.0.2\n");
	wants(once_twice,
	      "no route 10.1.0.0/16 nexthop via 10.0.0.2 nexthop via 10.0.0.1 nexthop "
	      "via 10.0.0.1|route 10.1.0.0/16 nexthop via 10.0.0.1 nexthop via 10.0.0.2 "
	      "nexthop via 10.0.0.2");
	is.objects.n = 0;
	has(once_twice);
	wants(once_twice, "");
}

/* One way, of an earlier file, gives way; one that the kernel tells of a multipath route
 * does not. */
static void test_one_way_there(void **state)
{
	struct hp_net_route *route = has(ROUTE "Gateway=10.0.0.9\n");

	wants(ROUTE TWO,
	      "no route 10.1.0.0/16 via 10.0.0.9|route 10.1.0.0/16 nexthop via "
	      "10.0.0.1 weight 5 nexthop via 10.9.0.1 dev eth1");
	wants(ROUTE TWO ROUTE "Gateway=10.0.0.9\n",
	      "route 10.1.0.0/16 nexthop via 10.0.0.1 weight 5 nexthop via 10.9.0.1 dev "
	      "eth1");
	route->is_member = true;
	wants(ROUTE TWO, "route 10.1.0.0/16 nexthop via 10.0.0.1 weight 5 nexthop via "
			 "10.9.0.1 dev eth1");
}

static void test_wrong_values(void **state)
{
	static const char *const wrong[] = {
		"MultiPathRoute=10.0.0.300",
		"MultiPathRoute=0.0.0.0",
		"MultiPathRoute=10.0.0.1@",
		"MultiPathRoute=10.0.0.1@a/b",
		"MultiPathRoute=10.0.0.1@name-of-16-bytes",
		"MultiPathRoute=10.0.0.1 0",
		"MultiPathRoute=10.0.0.1 257",
		"MultiPathRoute=10.0.0.1 5 5",
		"MultiPathRoute=@eth1",
		"MultiPathRoute=10.0.0.1 eth1",
		"MultiPathRoute=10.0.0.1@eth1",
		"Gateway=10.0.0.2\n" TWO,
		"NextHop=5\n" TWO,
		"Type=blackhole\n" TWO,
		TWO TWO TWO TWO "MultiPathRoute=10.0.0.3",
	};

	assert_each_wrong(ROUTE, wrong, ARRAY_SIZE(wrong));
	want_network("[Route]\nDestination=fd00::/8\n" TWO);
	assert_int_equal(network_file.n_objects, 0);
	want_network(ROUTE TWO TWO TWO TWO);
	assert_int_equal(network_file.n_objects, 1);
}

/* A struct rtnexthop begins as an attribute does, with its length; flags (onlink) and
 * weight are where that has its type; its ifindex, and RTA_GATEWAY or RTA_VIA follow. */
static void test_message(void **state)
{
	_cleanup_msg_ struct nl_msg *msg = hp_netlink_message(RTM_NEWROUTE, 0);

	want_network(ROUTE "MultiPathRoute=10.0.0.1 5\nMultiPathRoute=fd00::1@7\n"
			   "GatewayOnLink=yes\nTTLPropagate=yes\n"
			   "TCPCongestionControlAlgorithm=bbr\n");
	assert_int_equal(network_file.n_objects, 1);
	assert_int_equal(hp_net_route_io.put(msg, 2, &network_file.objects[0].object), 0);
	assert_string_equal(message_text(msg, sizeof(struct rtmsg)),
			    "1=0a010000 15=fe000000 8{16='bbr'} 26=01 "
			    "9{1028=02000000080005000a000001 "
			    "4=07000000160012000a00fd000000000000000000000000000001"
			    "0000}");
}

static void test_no_such_device(void **state)
{
	_cleanup_msg_ struct nl_msg *msg = hp_netlink_message(RTM_NEWROUTE, 0);

	want_network(ROUTE
		     "MultiPathRoute=10.0.0.1\nMultiPathRoute=10.0.0.2@no-such-0\n");
	assert_int_equal(hp_net_route_io.put(msg, 2, &network_file.objects[0].object),
			 -ENODEV);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, planned_setup, planned_teardown)
	static const struct CMUnitTest tests[] = {
		TEST(test_told),
		TEST(test_there),
		TEST(test_ways_there_twice),
		TEST(test_one_way_there),
		TEST(test_wrong_values),
		TEST(test_message),
		TEST(test_no_such_device),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
