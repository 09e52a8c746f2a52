/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/netvf.c, and of the keys of [SR-IOV]. */
#include "netfinish.h"
#include "planned.h"

#define VF(n, keys) "[SR-IOV]\nVirtualFunction=" n "\n" keys

static void wants(const char *text, const char *plan)
{
	is.link.flags = IFF_UP;
	want_network(text);
	assert_plan(plan);
}

static void test_values(void **state)
{
	wants(VF("0", "MACAddress=02:00:00:00:00:07\nVLANId=4095\nMACSpoofCheck=no\n"
		      "QueryReceiveSideScaling=yes\nTrust=off\nLinkState=auto\n"),
	      "vf 0 mac 02:00:00:00:00:07|vf 0 vlan 4095 qos 0 proto 802.1Q|"
	      "vf 0 spoofchk off|vf 0 query_rss on|vf 0 trust off|vf 0 state auto");
	wants(VF("2147483646",
		 "VLANId=1\nQualityOfService=7\nVLANProtocol=802.1ad\nLinkState=no\n"),
	      "vf 2147483646 vlan 1 qos 7 proto 802.1ad|vf 2147483646 state disable");
	wants(VF("1", "LinkState=yes\nTrust=yes\nTrust=\n"), "vf 1 state enable");
}

static void test_sections(void **state)
{
	wants(VF("1", "Trust=yes\nVLANId=5\n") VF("2", "Trust=yes\n")
		      VF("1", "Trust=no\n"),
	      "vf 2 trust on|vf 1 trust off");
	assert_logged("f:8:1: [SR-IOV] for virtual function 1 again: this one counts");
	wants("[SR-IOV]\nTrust=yes\n", "");
	assert_logged("f:1:1: [SR-IOV] without VirtualFunction=; it is left out");
	wants(VF("1", "QualityOfService=1\nVLANProtocol=802.1Q\n"), "");
	assert_logged("f:1:1: [SR-IOV]: without VLANId=, QualityOfService= and "
		      "VLANProtocol= do not count");
}

static void test_wrong_values(void **state)
{
	static const char *const wrong[] = {
		"VirtualFunction=-1",
		"VirtualFunction=2147483647",
		"VLANId=0",
		"VLANId=4096",
		"QualityOfService=0",
		"QualityOfService=4294967295",
		"VLANProtocol=802.1q",
		"MACAddress=01:00:00:00:00:07",
		"MACAddress=fd00::1",
		"MACAddress=00:00:00:00:00:00",
		"MACSpoofCheck=auto",
		"LinkState=up",
		"Trust=2",
		"QueryReceiveSideScaling=maybe",
	};

	assert_each_wrong(VF("1", "Trust=yes\n"), wrong, ARRAY_SIZE(wrong));
}

static void test_there(void **state)
{
	has_object(VF("1", "VLANId=5\n"));
	assert_plan("");
	wants(VF("1", "VLANId=5\nQualityOfService=1\n"),
	      "vf 1 vlan 5 qos 1 proto 802.1Q");
	wants(VF("2", "VLANId=5\n"), "vf 2 vlan 5 qos 0 proto 802.1Q");
}

static void has_vfs(uint32_t n)
{
	const struct hp_net_object vfs = {.kind = HP_NET_VFS, .vfs.n = n};

	hp_net_objects_free(&is.objects);
	assert_int_equal(hp_net_objects_add(&is.objects, &vfs), 0);
}

static void wants_link(const char *text, const char *plan)
{
	want_link(text);
	assert_int_equal(hp_net_link_finish(&link_file), 0);
	assert_plan(plan);
}

/* As many as the sections need, unless it is said; they are made first. */
static void test_numbers(void **state)
{
	has_vfs(0);
	wants_link(VF("3", "Trust=yes\n") VF("1", "Trust=no\n"),
		   "vfs 4|vf 3 trust on|vf 1 trust off");
	has_vfs(4);
	wants_link(VF("1", "Trust=no\n"), "vf 1 trust off");
	wants_link(VF("1", "Trust=no\n") "[Link]\nSR-IOVVirtualFunctions=2\n",
		   "vfs 2|vf 1 trust off");
	wants_link(VF("1", "Trust=no\n") "[Link]\nSR-IOVVirtualFunctions=1\n", "vfs 1");
	assert_logged(
		"f:1:1: vf 1 trust off: SR-IOVVirtualFunctions= makes 1; it is left "
		"out");
	wants_link("[Link]\nSR-IOVVirtualFunctions=4\n", "");
	wants_link("[Link]\nSR-IOVVirtualFunctions=1\nSR-IOVVirtualFunctions=\n", "");
	wants_link("[Link]\nSR-IOVVirtualFunctions=2147483648\n", "");
	wants_link("[Link]\nSR-IOVVirtualFunctions=1\nSR-IOVVirtualFunctions=x\n",
		   "vfs 1");
}

static void test_both_files(void **state)
{
	has_vfs(2);
	is.link.flags = IFF_UP;
	want_network(VF("0", "Trust=no\n"));
	wants_link(VF("0", "Trust=yes\n") VF("1", "Trust=yes\n"),
		   "vf 1 trust on|vf 0 trust off");
}

int main(void)
{
#define TEST(f)                                                                          \
	cmocka_unit_test_setup_teardown(f, planned_logged_setup, planned_logged_teardown)
	static const struct CMUnitTest tests[] = {
		TEST(test_values), TEST(test_sections), TEST(test_wrong_values),
		TEST(test_there),  TEST(test_numbers),	TEST(test_both_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
