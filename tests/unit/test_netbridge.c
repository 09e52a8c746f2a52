/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/netbridge.c and of the keys of [BridgeFDB] and [BridgeMDB]. */
#include <linux/neighbour.h>

#include "planned.h"

#define FDB "[BridgeFDB]\nMACAddress=02:00:00:00:00:07\n"
#define MDB "[BridgeMDB]\nMulticastGroupAddress=239.1.2.3\n"

static void test_fdb(void **state)
{
	has_object(FDB "VLANId=5\n");
	assert_plan("");
	want_network(FDB);
	assert_plan("fdb 02:00:00:00:00:07");
	want_network(FDB "VLANId=5\nAssociatedWith=master\n");
	assert_plan("fdb 02:00:00:00:00:07 vlan 5");
	want_network(FDB "VLANId=5\nDestination=192.0.2.1\nVNI=9\n");
	assert_plan("fdb 02:00:00:00:00:07 vlan 5 to 192.0.2.1 vni 9");
}

/* What was learned goes with time. */
static void test_learned(void **state)
{
	has_object(FDB)->fdb.state = NUD_REACHABLE;
	assert_plan("fdb 02:00:00:00:00:07");
}

/* What is for many has several destinations. */
static void test_many(void **state)
{
	static const char many[] =
		"[BridgeFDB]\nMACAddress=00:00:00:00:00:00\n"
		"Destination=192.0.2.1\n[BridgeFDB]\n"
		"MACAddress=00:00:00:00:00:00\nDestination=192.0.2.2\n";

	has_object("[BridgeFDB]\nMACAddress=00:00:00:00:00:00\nDestination=192.0.2.1\n");
	want_network(many);
	assert_plan("fdb 00:00:00:00:00:00 to 192.0.2.2");
	has_object(FDB "Destination=192.0.2.1\n");
	want_network(FDB "Destination=192.0.2.2\n");
	assert_plan("fdb 02:00:00:00:00:07 to 192.0.2.2");
}

static void test_mdb(void **state)
{
	struct hp_net_object *there = has_object(MDB);

	assert_plan("");
	/* A bridge that filters has it in its VLANs. */
	there->mdb.vlan = 1;
	assert_plan("");
	want_network(MDB "VLANId=2\n");
	assert_plan("mdb 239.1.2.3 vlan 2");
	want_network("[BridgeMDB]\nMulticastGroupAddress=ff05::9\n");
	assert_plan("mdb ff05::9");
	want_network(MDB);
	there->mdb.goes = true;
	assert_plan("no mdb 239.1.2.3 vlan 1|mdb 239.1.2.3");
}

static void test_wrong_values(void **state)
{
	static const char *const fdb[] = {
		"MACAddress=",	     "MACAddress=192.0.2.1",  "Destination=1.2.3.0/24",
		"VLANId=4095",	     "VNI=16777216",	      "VNI=0",
		"AssociatedWith=me", "OutgoingInterface=a/b",
	};
	static const char *const mdb[] = {
		"MulticastGroupAddress=",
		"MulticastGroupAddress=10.0.0.1",
		"MulticastGroupAddress=224.0.0.5",
		"MulticastGroupAddress=ff02::1",
		"VLANId=a",
	};

	assert_each_wrong(FDB, fdb, ARRAY_SIZE(fdb));
	assert_each_wrong(MDB, mdb, ARRAY_SIZE(mdb));
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, planned_setup, planned_teardown)
	static const struct CMUnitTest tests[] = {
		TEST(test_fdb), TEST(test_learned),	 TEST(test_many),
		TEST(test_mdb), TEST(test_wrong_values),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
