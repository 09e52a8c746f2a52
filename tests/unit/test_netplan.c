/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/netplan.c and lib/netstep.c: a plan is a function of two values.
 */
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>

#include "planned.h"

static void has_address(const char *text, uint32_t flags)
{
	struct hp_net_object object = {HP_NET_ADDRESS, .address.flags = flags};

	assert_int_equal(hp_prefix_parse(&object.address.prefix, text), 0);
	assert_int_equal(hp_net_objects_add(&is.objects, &object), 0);
}

static void has_route(const char *to, const char *via, uint32_t metric, uint8_t protocol)
{
	struct hp_net_object object = {
		HP_NET_ROUTE,
		.route = {.metric = metric,
			  .protocol = protocol,
			  .type = RTN_UNICAST,
			  .table = RT_TABLE_MAIN},
	};

	assert_int_equal(hp_prefix_parse(&object.route.destination, to), 0);
	if (via)
		assert_int_equal(hp_ip_parse(&object.route.gateway, via), 0);
	assert_int_equal(hp_net_objects_add(&is.objects, &object), 0);
}

static const char full_link[] =
	"[Link]\nName=lan0\nMACAddress=02:00:00:00:00:09\nMTUBytes=1400\n";
static const char full_network[] =
	"[Route]\nDestination=10.9.0.0/16\nMetric=7\n[Network]\nGateway=10.0.2.2\n"
	"Gateway=fd00::2\nAddress=10.0.2.15/24\nAddress=fd00::15/64\nAddress=10.0.2.9/32\n";

static void test_nothing_wanted(void **state)
{
	has_address("10.1.1.1/8", IFA_F_PERMANENT);
	has_route("0.0.0.0/0", "10.0.0.1", 0, RTPROT_STATIC);
	assert_plan("");
}

static void test_order(void **state)
{
	want_link(full_link);
	want_network(full_network);
	assert_plan("name lan0|mac 02:00:00:00:00:09|mtu 1400|address 10.0.2.15/24|"
		    "address fd00::15/64|address 10.0.2.9/32|up|"
		    "route 10.9.0.0/16 metric 7|route default via 10.0.2.2|"
		    "route default via fd00::2");
}

static void test_all_there(void **state)
{
	want_link(full_link);
	want_network(full_network);
	strcpy(is.link.name, "lan0");
	is.link.mtu = 1400;
	is.link.mac = (struct hp_hwaddr){6, {2, 0, 0, 0, 0, 9}};
	is.link.flags = IFF_UP;
	has_address("10.0.2.15/24", IFA_F_PERMANENT);
	has_address("fd00::15/64", IFA_F_PERMANENT | IFA_F_TENTATIVE);
	has_address("10.0.2.9/32", IFA_F_PERMANENT);
	has_address("192.0.2.1/24", IFA_F_PERMANENT);
	has_route("10.9.0.0/16", NULL, 7, RTPROT_BOOT);
	has_route("0.0.0.0/0", "10.0.2.2", 0, RTPROT_STATIC);
	has_route("::/0", "fd00::2", 1024, RTPROT_STATIC);
	has_route("172.16.0.0/12", "10.0.2.7", 0, RTPROT_STATIC);
	assert_plan("");
}

static void test_link_file_does_not_bring_up(void **state)
{
	want_link("[Link]\nMTUBytes=1400\n");
	assert_plan("mtu 1400");
}

static void test_network_file_has_the_last_word(void **state)
{
	want_link(full_link);
	want_network("[Link]\nMTUBytes=1300\nMACAddress=02:00:00:00:00:08\n");
	assert_plan("name lan0|mac 02:00:00:00:00:08|mtu 1300|up");
}

static void test_policy_name(void **state)
{
	want_link("[Link]\nName=lan0\nNamePolicy=path\n");
	assert_plan("name lan0");
	strcpy(want.policy_name, "enp0s3");
	assert_plan("name enp0s3");
	strcpy(want.policy_name, "eth0"); /* keep */
	assert_plan("");
	want.keep_name = true;
	strcpy(want.policy_name, "enp0s3");
	assert_plan("");
}

static void test_link_settings(void **state)
{
	want_link("[Link]\nName=lan0\nAlias=the uplink\nTransmitQueueLength=0\n"
		  "GenericSegmentOffloadMaxBytes=32K\n"
		  "GenericSegmentOffloadMaxSegments=9\nMTUBytes=1400\n");
	assert_plan("name lan0|alias 'the uplink'|mtu 1400|gso_max_size 32768|"
		    "gso_max_segs 9");
	strcpy(is.link.alias, "the uplink");
	is.link.amount[HP_NET_TXQUEUELEN] = 1000;
	is.link.amount[HP_NET_GSO_BYTES] = 32768;
	is.link.amount[HP_NET_GSO_SEGMENTS] = 9;
	assert_plan("name lan0|mtu 1400|txqueuelen 0");
}

static void test_mac_policy(void **state)
{
	want_link("[Link]\nMACAddress=02:00:00:00:00:09\nMACAddressPolicy=persistent\n");
	assert_plan("");
	want.policy_mac = (struct hp_hwaddr){6, {2, 0, 0, 0, 0, 7}};
	assert_plan("mac 02:00:00:00:00:07");
	assert_true(hp_hwaddr_equal(hp_net_want_mac(&want, &is.link), &want.policy_mac));
	want_network("[Link]\nMACAddress=02:00:00:00:00:08\n");
	assert_plan("mac 02:00:00:00:00:08|up");
	want_link("[Link]\nMACAddress=02:00:00:00:00:09\nMACAddressPolicy=none\n");
	want.network = NULL;
	assert_plan("mac 02:00:00:00:00:09");
}

static void test_altnames(void **state)
{
	static char name[][HP_NET_ALTNAME_MAX] = {"taken"};
	static const struct hp_net_altnames taken = {ARRAY_SIZE(name), name};

	want_link("[Link]\nName=lan0\nAlternativeName=lan0 taken uplink\n"
		  "AlternativeNamesPolicy=database slot path\n");
	strcpy(want.id.name[HP_NET_ID_SLOT], "ens3");
	assert_plan("name lan0|altname taken|altname uplink|altname ens3");
	want.refused = &taken;
	assert_plan("name lan0|altname uplink|altname ens3");
	assert_int_equal(hp_net_altnames_add(&is.altnames, "ens3"), 0);
	assert_int_equal(hp_net_altnames_add(&is.altnames, "other"), 0);
	assert_plan("name lan0|altname uplink");
	want.keep_altnames = true;
	assert_plan("name lan0");
}

/* The kernel refuses a name that is an alternative one, of the same interface too. */
static void test_altname_becomes_name(void **state)
{
	want_link("[Link]\nName=lan0\n");
	assert_int_equal(hp_net_altnames_add(&is.altnames, "lan0"), 0);
	assert_plan("no altname lan0|name lan0");
}

static void test_kept_name(void **state)
{
	want_link(full_link);
	want.keep_name = true;
	assert_plan("mac 02:00:00:00:00:09|mtu 1400");
	assert_string_equal(hp_net_want_name(&want, &is.link), "eth0");
}

static void test_repeated_lines(void **state)
{
	want_network(
		"[Network]\nAddress=10.0.0.1/8\nAddress=10.0.0.1/8\nGateway=10.0.0.2\n"
		"Gateway=10.0.0.2\n");
	assert_plan("address 10.0.0.1/8|up|route default via 10.0.0.2");
}

static void test_changed_length(void **state)
{
	want_network("[Network]\nAddress=fd00::1/64\nAddress=10.0.0.1/16\n");
	is.link.flags = IFF_UP;
	has_address("fd00::1/48", IFA_F_PERMANENT);
	has_address("10.0.0.1/8", IFA_F_PERMANENT);
	has_address("10.0.0.2/8", IFA_F_PERMANENT);
	assert_plan("no address fd00::1/48|no address 10.0.0.1/8|address fd00::1/64|"
		    "address 10.0.0.1/16");
}

/* Both lengths are asked for: neither is in the way of the other. */
static void test_both_lengths(void **state)
{
	want_network("[Network]\nAddress=10.0.0.1/8\nAddress=10.0.0.1/16\n");
	is.link.flags = IFF_UP;
	has_address("10.0.0.1/8", IFA_F_PERMANENT);
	assert_plan("address 10.0.0.1/16");
}

static void test_duplicate_on_the_wire(void **state)
{
	want_network("[Network]\nAddress=fd00::1/64\n");
	is.link.flags = IFF_UP;
	has_address("fd00::1/64", IFA_F_PERMANENT | IFA_F_DADFAILED);
	assert_plan("no address fd00::1/64|address fd00::1/64");
}

static void test_lent_address(void **state)
{
	want_network("[Network]\nAddress=fd00::1/64\n");
	is.link.flags = IFF_UP;
	has_address("fd00::1/64", 0);
	assert_plan("address fd00::1/64");
}

static void test_changed_gateway(void **state)
{
	want_network("[Network]\nGateway=10.0.0.2\n[Route]\nDestination=10.9.0.0/16\n"
		     "Gateway=10.0.0.7\n");
	is.link.flags = IFF_UP;
	has_route("0.0.0.0/0", "10.0.0.1", 0, RTPROT_STATIC);
	has_route("0.0.0.0/0", "10.0.0.3", 0, RTPROT_DHCP);
	has_route("0.0.0.0/0", "10.0.0.4", 5, RTPROT_STATIC);
	has_route("10.9.0.0/16", "10.0.0.7", 0, RTPROT_STATIC);
	assert_plan("route default via 10.0.0.2|no route default via 10.0.0.1");
}

static void test_two_gateways(void **state)
{
	want_network("[Network]\nGateway=10.0.0.1\nGateway=10.0.0.2\n");
	is.link.flags = IFF_UP;
	has_route("0.0.0.0/0", "10.0.0.1", 0, RTPROT_STATIC);
	assert_plan("route default via 10.0.0.2");
	has_route("0.0.0.0/0", "10.0.0.2", 0, RTPROT_STATIC);
	assert_plan("");
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, planned_setup, planned_teardown)
	static const struct CMUnitTest tests[] = {
		TEST(test_nothing_wanted),
		TEST(test_order),
		TEST(test_all_there),
		TEST(test_link_file_does_not_bring_up),
		TEST(test_network_file_has_the_last_word),
		TEST(test_policy_name),
		TEST(test_link_settings),
		TEST(test_mac_policy),
		TEST(test_altnames),
		TEST(test_altname_becomes_name),
		TEST(test_kept_name),
		TEST(test_repeated_lines),
		TEST(test_changed_length),
		TEST(test_both_lengths),
		TEST(test_duplicate_on_the_wire),
		TEST(test_lent_address),
		TEST(test_changed_gateway),
		TEST(test_two_gateways),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
