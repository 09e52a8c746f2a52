/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/netrule.c and of the keys of [RoutingPolicyRule]. */
#include <linux/fib_rules.h>

#include "planned.h"

static const char lan[] = "[RoutingPolicyRule]\nFrom=10.1.2.3/16\nTable=7\nPriority=5\n";

static void test_keys(void **state)
{
	struct hp_net_object *object = has_object(
		"[RoutingPolicyRule]\nTo=fd00::/8\nFirewallMark=0x10/0xff\nTypeOfService=8\n"
		"IncomingInterface=eth0\nOutgoingInterface=eth1\nSourcePort=1-65534\n"
		"DestinationPort=80\nIPProtocol=icmpv6\nInvertRule=yes\nUser=1000\n"
		"SuppressPrefixLength=0\nSuppressInterfaceGroup=3\nTable=local\n");
	const struct hp_net_rule *rule = &object->rule;

	assert_int_equal(rule->family, AF_INET6);
	assert_int_equal(rule->mark, 0x10);
	assert_int_equal(rule->mask, 0xff);
	assert_int_equal(rule->tos, 8);
	assert_string_equal(rule->iif, "eth0");
	assert_string_equal(rule->oif, "eth1");
	assert_int_equal(rule->source_port.last, 65534);
	assert_int_equal(rule->destination_port.first, 80);
	assert_int_equal(rule->destination_port.last, 80);
	assert_int_equal(rule->ip_protocol, IPPROTO_ICMPV6);
	assert_true(rule->invert);
	assert_true(rule->has_users);
	assert_int_equal(rule->users.last, 1000);
	assert_int_equal(rule->suppress_length, 0);
	assert_int_equal(rule->suppress_group, 3);
	assert_int_equal(rule->table, RT_TABLE_LOCAL);
	assert_plan("");
}

static void test_told(void **state)
{
	is.link.flags = IFF_UP;
	want_network("[RoutingPolicyRule]\nFamily=both\nFirewallMark=9\n"
		     "[RoutingPolicyRule]\nFrom=10.1.2.3/16\nType=blackhole\nTable=7\n"
		     "Priority=0\nInvertRule=1\nIncomingInterface=eth0\n");
	assert_plan("rule mark 9 table 254|rule ipv6 mark 9 table 254|"
		    "rule 0 not from 10.1.0.0/16 iif eth0 blackhole");
	assert_int_equal(network_file.objects[0].object.rule.mask, UINT32_MAX);
}

static void test_there(void **state)
{
	has_object(lan)->rule.given = UINT32_MAX;
	assert_plan("");
	want_network("[RoutingPolicyRule]\nFrom=10.1.0.0/16\nTable=7\n");
	assert_plan("");
	want_network("[RoutingPolicyRule]\nFrom=10.1.0.0/16\nTable=8\nPriority=5\n");
	assert_plan("rule 5 from 10.1.0.0/16 table 8|no rule 5 from 10.1.0.0/16 table 7");
	is.objects.item[0].rule.protocol = RTPROT_BOOT;
	assert_plan("rule 5 from 10.1.0.0/16 table 8");
	want_network("[RoutingPolicyRule]\nFrom=10.1.0.0/16\nTable=7\nPriority=6\n");
	assert_plan("rule 6 from 10.1.0.0/16 table 7");
	want_network("[RoutingPolicyRule]\nFrom=10.1.0.0/16\nTable=7\nUser=0\n");
	assert_plan("rule from 10.1.0.0/16 table 7");
}

static void test_repeated(void **state)
{
	is.link.flags = IFF_UP;
	want_network("[RoutingPolicyRule]\nFrom=10.1.0.0/16\n[RoutingPolicyRule]\n"
		     "From=10.1.0.0/16\nTable=main\n");
	assert_plan("rule from 10.1.0.0/16 table 254");
}

static void test_wrong_values(void **state)
{
	static const char *const wrong[] = {
		"From=10.1.0.0/33",
		"To=fd00::/8",
		"Family=ipv6",
		"Family=both",
		"Family=0",
		"FirewallMark=0x1g",
		"FirewallMark=1/",
		"FirewallMark=1/2/3",
		"FirewallMark=4294967296",
		"TypeOfService=256",
		"Table=0",
		"Type=0",
		"Type=1",
		"Type=nat",
		"Priority=-1",
		"IncomingInterface=sixteen-bytes-xx",
		"OutgoingInterface=a/b",
		"SourcePort=0",
		"SourcePort=65535",
		"DestinationPort=90-80",
		"DestinationPort=80-",
		"IPProtocol=256",
		"IPProtocol=nothing",
		"InvertRule=maybe",
		"User=root",
		"User=4294967295",
		"SuppressPrefixLength=129",
		"SuppressInterfaceGroup=2147483648",
	};

	assert_each_wrong(lan, wrong, ARRAY_SIZE(wrong));
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, planned_setup, planned_teardown)
	static const struct CMUnitTest tests[] = {
		TEST(test_keys),     TEST(test_told),	      TEST(test_there),
		TEST(test_repeated), TEST(test_wrong_values),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
