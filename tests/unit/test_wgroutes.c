/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/wgroutes.c, and of RouteTable= and RouteMetric=. */
#include "netdevfile.h"
#include "wgroutes.h"

#define KEY  "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=\n"
#define HEAD "[NetDev]\nName=x\nKind=wireguard\n[WireGuard]\nPrivateKey=" KEY
#define PEER "[WireGuardPeer]\nPublicKey=" KEY
#define BOTH "AllowedIPs=10.1.2.3/16, fd00::1/64\n"

/* What the device's file adds to a *.network file with one object of its own. */
static void assert_routes(const char *text, const char *expected)
{
	struct hp_net_conf_object own = {.object.kind = HP_NET_ADDRESS};
	const struct hp_net_file network = {.n_objects = 1, .objects = &own};
	char routes[1024] = "", one[HP_NET_OBJECT_TEXT];
	struct hp_net_file whole;

	assert_string_equal(read_file(text), "");
	assert_false(file.unusable);
	assert_true(hp_wgroutes_are_wanted(file.netdev) || !*expected);
	assert_int_equal(hp_wgroutes_add(&whole, &network, file.netdev), 0);
	assert_int_equal(whole.objects[0].object.kind, HP_NET_ADDRESS);
	for (size_t i = 1; i < whole.n_objects; i++) {
		const struct hp_net_object *object = &whole.objects[i].object;

		sprintf(routes + strlen(routes), "%u: %s\n", whole.objects[i].where.line,
			hp_net_object_describe(object, one));
		assert_int_equal(object->route.scope, RT_SCOPE_UNIVERSE);
		assert_int_equal(object->route.protocol, RTPROT_STATIC);
	}
	free(whole.objects);
	assert_string_equal(routes, expected);
}

static void test_none(void **state)
{
	assert_routes(HEAD PEER BOTH, "");
	assert_routes(HEAD "RouteTable=off\nRouteMetric=3\n" PEER BOTH, "");
	assert_routes(HEAD "RouteTable=7\nRouteTable=\n" PEER BOTH, "");
	assert_routes(HEAD "RouteTable=main\n" PEER "RouteTable=no\n" BOTH, "");
}

static void test_device(void **state)
{
	assert_routes(HEAD "RouteTable=main\n" PEER BOTH PEER "AllowedIPs=0.0.0.0/0\n",
		      "9: route 10.1.0.0/16\n9: route fd00::/64\n12: route default\n");
	assert_routes(HEAD "RouteTable=1000\nRouteMetric=5\n" PEER BOTH,
		      "10: route 10.1.0.0/16 metric 5 table 1000\n"
		      "10: route fd00::/64 metric 5 table 1000\n");
	assert_routes(HEAD "RouteTable=main\n" PEER, "");
}

static void test_peer(void **state)
{
	assert_routes(HEAD "RouteTable=default\nRouteMetric=5\n" PEER
			   "AllowedIPs=10.2.0.0/16\n" PEER
			   "RouteTable=local\nRouteMetric=0\n" BOTH PEER
			   "RouteTable=0\nAllowedIPs=10.3.0.0/16\n",
		      "10: route 10.2.0.0/16 metric 5 table 253\n"
		      "15: route 10.1.0.0/16 table 255\n"
		      "15: route fd00::/64 table 255\n");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_none),
		cmocka_unit_test(test_device),
		cmocka_unit_test(test_peer),
	};

	return cmocka_run_group_tests(tests, NULL, teardown);
}
