/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/netfit.c: hardware addresses of another length,
 * addresses for broadcasts. */
#include "netfit.h"
#include "planned.h"

static void test_mac(void **state)
{
	static const char *const macs[] = {"02:00:00:00:00:00:00:09", "02:09"};
	char text[64];

	for (size_t i = 0; i < ARRAY_SIZE(macs); i++) {
		snprintf(text, sizeof(text), "[Link]\nMTUBytes=1400\nMACAddress=%s\n",
			 macs[i]);
		want_link(text);
		assert_plan("mtu 1400");
		assert_true(
			hp_hwaddr_equal(hp_net_want_mac(&want, &is.link), &is.link.mac));
		hp_net_want_tell_misfits(&want, &is.link);
	}
	assert_logged("f:3:12: eth0: a hardware address has 6 bytes here, not 8; it is");
	assert_logged("f:3:12: eth0: a hardware address has 6 bytes here, not 2; it is");
}

/* Eight groups are taken for an IPv6 address. */
static void test_neighbor(void **state)
{
	is.link.flags = IFF_UP;
	want_network("[Neighbor]\nAddress=10.0.0.7\nLinkLayerAddress=2:0:0:0:0:0:0:7\n"
		     "[Neighbor]\nAddress=10.0.0.8\nLinkLayerAddress=10.0.0.9\n"
		     "[Neighbor]\nAddress=10.0.0.9\n"
		     "LinkLayerAddress=02:00:00:00:00:09\n");
	assert_plan("neighbor 10.0.0.9 at 02:00:00:00:00:09");
	hp_net_want_tell_misfits(&want, &is.link);
	assert_logged("f:1:1: eth0: a hardware address has 6 bytes here, not 16; it is");
	assert_logged("f:4:1: eth0: a hardware address has 6 bytes here, not 4; it is");
	assert_null(strstr(sandbox_read("/log"), "f:7:"));
}

static void assert_broadcast(const char *line, bool derived, uint32_t broadcast)
{
	_cleanup_(hp_net_plan_free) struct hp_net_plan plan = {0};
	const struct hp_net_address *address;
	char text[64];

	snprintf(text, sizeof(text), "[Address]\nAddress=10.0.0.1/8\n%s", line);
	want_network(text);
	assert_int_equal(hp_net_plan_make(&plan, &want, &is), 0);
	assert_int_equal(plan.n, 1);
	address = &plan.steps[0].object.now.address;
	assert_int_equal(!(address->given & HP_NET_ADDRESS_BROADCAST), derived);
	assert_int_equal(ntohl(address->broadcast.s_addr), broadcast);
}

static void test_broadcast(void **state)
{
	is.link.flags = IFF_UP;
	assert_broadcast("", true, 0);
	assert_broadcast("Broadcast=no\n", false, 0);
	assert_broadcast("Broadcast=no\nBroadcast=\n", true, 0);
	strcpy(is.link.kind, "wireguard");
	assert_broadcast("", false, 0);
	assert_broadcast("Broadcast=yes\n", true, 0);
	assert_broadcast("Broadcast=yes\nBroadcast=\n", false, 0);
	assert_broadcast("Broadcast=10.0.0.9\n", false, 0x0a000009);
}

static void test_all_fits(void **state)
{
	want_link("[Link]\nMACAddress=02:00:00:00:00:09\n");
	want_network("[Network]\nAddress=10.0.0.1/8\n");
	hp_net_want_tell_misfits(&want, &is.link);
	assert_string_equal(sandbox_read("/log"), "");
}

int main(void)
{
#define TEST(f)                                                                          \
	cmocka_unit_test_setup_teardown(f, planned_logged_setup, planned_logged_teardown)
	static const struct CMUnitTest tests[] = {
		TEST(test_mac),
		TEST(test_neighbor),
		TEST(test_broadcast),
		TEST(test_all_fits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
