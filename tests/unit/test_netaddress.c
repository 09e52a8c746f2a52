/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/netaddress.c and of the keys of [Address]. */
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>

#include "planned.h"

/* The interface is up, and has what such a file would give it. */
static void has(const char *sections)
{
	is.link.flags = IFF_UP;
	want_network(sections);
	for (size_t i = 0; i < network_file.n_objects; i++) {
		struct hp_net_object object = network_file.objects[i].object;

		object.address.given = UINT32_MAX;
		object.address.flags |= IFA_F_PERMANENT;
		if (!object.address.label[0])
			strcpy(object.address.label, is.link.name);
		assert_int_equal(hp_net_objects_add(&is.objects, &object), 0);
	}
}

static const struct hp_net_address *only_address(const char *text)
{
	want_network(text);
	assert_int_equal(network_file.n_objects, 1);
	return &network_file.objects[0].object.address;
}

static void test_keys(void **state)
{
	const struct hp_net_address *a = only_address(
		"[Address]\nLabel=eth0:0\nPeer=10.0.9.0/24\nAddress=10.0.0.1/32\n"
		"Broadcast=10.0.0.9\nScope=link\nPreferredLifetime=0\nRouteMetric=9\n"
		"AddPrefixRoute=no\nDuplicateAddressDetection=none\n");

	assert_string_equal(a->label, "eth0:0");
	assert_int_equal(a->prefix.length, 24);
	assert_int_equal(a->peer.length, 32);
	assert_int_equal(a->broadcast.s_addr, htonl(0x0a000009));
	assert_int_equal(a->scope, RT_SCOPE_LINK);
	assert_int_equal(a->preferred, 0);
	assert_int_equal(a->valid, HP_NET_FOREVER);
	assert_int_equal(a->metric, 9);
	assert_int_equal(a->flags, IFA_F_NOPREFIXROUTE);
	a = only_address("[Address]\nAddress=fd00::1/64\nLabel=x:1\nScope=host\n"
			 "DuplicateAddressDetection=ipv4\nHomeAddress=yes\nAutoJoin=no\n"
			 "ManageTemporaryAddress=on\nAddPrefixRoute=TRUE\n");
	assert_int_equal(a->flags,
			 IFA_F_NODAD | IFA_F_HOMEADDRESS | IFA_F_MANAGETEMPADDR);
	assert_int_equal(a->flags_given,
			 a->flags | IFA_F_NOPREFIXROUTE | IFA_F_MCAUTOJOIN);
	assert_int_equal(a->scope, 0);
	assert_string_equal(a->label, "");
}

static void test_group(void **state)
{
	const struct hp_net_address *a =
		only_address("[Address]\nAddress=239.1.1.1/24\nAutoJoin=yes\n");

	assert_int_equal(a->flags, IFA_F_MCAUTOJOIN);
	want_network("[Address]\nAddress=ff05::9/64\n[Network]\nAddress=239.1.1.1/24\n");
	assert_int_equal(network_file.n_objects, 0);
}

static void test_usual_scopes(void **state)
{
	assert_int_equal(only_address("[Network]\nAddress=127.0.0.2/8\n")->scope,
			 RT_SCOPE_HOST);
	assert_int_equal(only_address("[Network]\nAddress=169.254.0.2/16\n")->scope,
			 RT_SCOPE_LINK);
	assert_int_equal(only_address("[Address]\nAddress=127.0.0.2/8\nScope=7\n")->scope,
			 7);
	assert_int_equal(only_address("[Network]\nAddress=10.0.0.2/8\n")->scope,
			 RT_SCOPE_UNIVERSE);
}

static void test_emptied(void **state)
{
	const struct hp_net_address *a = only_address(
		"[Address]\nAddress=10.0.0.1/8\nLabel=eth0:0\nLabel=\nPeer=10.0.0.2\nPeer=\n"
		"Broadcast=10.0.0.9\nBroadcast=\nScope=7\nScope=\nPreferredLifetime=0\n"
		"PreferredLifetime=\nRouteMetric=9\nRouteMetric=\nAutoJoin=1\nAutoJoin=\n");

	assert_int_equal(a->given, 0);
	assert_int_equal(a->flags_given, 0);
	assert_int_equal(a->flags, 0);
	assert_int_equal(a->metric, 0);
	assert_int_equal(a->scope, 0);
	assert_int_equal(a->preferred, HP_NET_FOREVER);
	assert_int_equal(a->prefix.length, 8);
}

static void test_wrong_values(void **state)
{
	static const char *const wrong[] = {
		"Label=sixteen-bytes-:xx",
		"AutoJoin=yes",
		"Address=224.0.0.1/8",
		"Label=a b",
		"Label=:0",
		"Label=eth0:",
		"Label=eth0:0:1",
		"Peer=10.0.0.300",
		"Peer=0.0.0.0",
		"Peer=fd00::1",
		"Broadcast=10.0.0",
		"Broadcast=fd00::1",
		"Scope=256",
		"Scope=site",
		"PreferredLifetime=5",
		"RouteMetric=4294967296",
		"RouteMetric=-1",
		"AddPrefixRoute=maybe",
		"DuplicateAddressDetection=some",
	};

	assert_each_wrong("[Address]\nAddress=10.0.0.1/8\n", wrong, ARRAY_SIZE(wrong));
}

/* What the file does not say is not compared. */
static void test_not_given(void **state)
{
	has("[Address]\nAddress=10.0.0.1/8\nLabel=eth0:9\nScope=link\nRouteMetric=5\n"
	    "Broadcast=10.0.0.9\nAddPrefixRoute=no\nPreferredLifetime=0\n");
	want_network("[Network]\nAddress=10.0.0.1/8\n");
	assert_plan("");
}

static void test_changed(void **state)
{
	has("[Address]\nAddress=10.0.0.1/8\n[Address]\nAddress=fd00::1/64\n");
	want_network("[Address]\nAddress=10.0.0.1/8\nLabel=eth0:1\n");
	assert_plan("no address 10.0.0.1/8|address 10.0.0.1/8 label eth0:1");
	want_network("[Address]\nAddress=10.0.0.1/8\nBroadcast=10.0.0.9\n");
	assert_plan("no address 10.0.0.1/8|address 10.0.0.1/8");
	want_network("[Address]\nAddress=10.0.0.1/8\nScope=link\n");
	assert_plan("no address 10.0.0.1/8|address 10.0.0.1/8");
	want_network("[Address]\nAddress=10.0.0.1/8\nAddPrefixRoute=no\n");
	assert_plan("no address 10.0.0.1/8|address 10.0.0.1/8");
	want_network("[Address]\nAddress=10.0.0.1/8\nPeer=10.0.0.2/8\n");
	assert_plan("no address 10.0.0.1/8|"
		    "address 10.0.0.1 peer 10.0.0.2/8");
	want_network("[Address]\nAddress=10.0.0.1/8\nRouteMetric=5\n");
	assert_plan("address 10.0.0.1/8");
	want_network("[Address]\nAddress=10.0.0.1/8\nPreferredLifetime=0\n");
	assert_plan("address 10.0.0.1/8");
	want_network("[Address]\nAddress=fd00::1/64\nHomeAddress=yes\n");
	assert_plan("address fd00::1/64");
	want_network("[Address]\nAddress=fd00::1/128\nPeer=fd00::2/64\n");
	assert_plan("address fd00::1 peer fd00::2/64");
}

static void test_two_peers(void **state)
{
	has("[Address]\nAddress=10.0.0.1/32\nPeer=10.0.0.2\n");
	want_network("[Address]\nAddress=10.0.0.1/32\nPeer=10.0.0.2\n"
		     "[Address]\nAddress=10.0.0.1/32\nPeer=10.0.0.3\n");
	assert_plan("address 10.0.0.1 peer 10.0.0.3/32");
	want_network("[Address]\nAddress=10.0.0.1/32\nPeer=10.0.0.3\n");
	assert_plan("no address 10.0.0.1 peer 10.0.0.2/32|"
		    "address 10.0.0.1 peer 10.0.0.3/32");
}

/* The kernel has an IPv6 address once; IPv4's for each length. */
static void test_two_lengths(void **state)
{
	want_network("[Network]\nAddress=fd00::1/64\nAddress=fd00::1/48\n"
		     "Address=10.0.0.1/8\nAddress=10.0.0.1/16\n");
	is.link.flags = IFF_UP;
	assert_plan("address fd00::1/64|address 10.0.0.1/8|address 10.0.0.1/16");
}

/* There is one thing that both cannot be: the first counts, again and again. */
static void test_contradiction(void **state)
{
	has("[Address]\nAddress=10.0.0.1/8\nLabel=eth0:1\n");
	want_network("[Address]\nAddress=10.0.0.1/8\nLabel=eth0:1\n"
		     "[Address]\nAddress=10.0.0.1/8\nLabel=eth0:2\n");
	assert_plan("");
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, planned_setup, planned_teardown)
	static const struct CMUnitTest tests[] = {
		TEST(test_keys),	TEST(test_group),	 TEST(test_usual_scopes),
		TEST(test_emptied),	TEST(test_wrong_values), TEST(test_not_given),
		TEST(test_changed),	TEST(test_two_peers),	 TEST(test_contradiction),
		TEST(test_two_lengths),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
