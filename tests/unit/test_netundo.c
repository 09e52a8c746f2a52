/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/netundo*.c: what is kept, as a file, and the steps that take it
 * back. */
#include <linux/if_addr.h>

#include "netrecord.h"
#include "netundo_file.h"
#include "netundo_plan.h"
#include "planned.h"

static const struct hp_net_instance self = {2, 77, "eth0"};
static struct hp_netundo undo;

static int undo_setup(void **state)
{
	undo = (struct hp_netundo){0};
	return planned_setup(state) || sandbox_setup(state);
}

static int undo_teardown(void **state)
{
	hp_netundo_free(&undo);
	return planned_teardown(state) || sandbox_teardown(state);
}

static void name(struct hp_net_instance *instance, void *data)
{
	if (instance->ifindex)
		snprintf(instance->name, sizeof(instance->name), "if%u",
			 instance->ifindex);
}

/* What the plan from what is to what is wanted comes to. */
static void do_all(void)
{
	_cleanup_(hp_net_plan_free) struct hp_net_plan plan = {0};

	assert_int_equal(hp_net_plan_make(&plan, &want, &is), 0);
	assert_int_equal(hp_netundo_note(&undo, &plan, name, NULL), 0);
}

static void add_step(struct hp_net_step step)
{
	struct hp_net_plan plan = {1, &step};

	assert_int_equal(hp_netundo_note(&undo, &plan, name, NULL), 0);
}

static void mtu(uint32_t from, uint32_t to)
{
	add_step((struct hp_net_step){.kind = HP_NET_STEP_MTU, .mtu = {from, to}});
	is.link.mtu = to;
}

static void assert_undo(const char *expect, const char *expect_kept,
			const struct hp_netundo_is *how)
{
	_cleanup_(hp_netundo_plan_free) struct hp_netundo_plan plan = {0};
	char all[4096] = "", kept[4096] = "", text[HP_NET_STEP_TEXT];

	assert_int_equal(hp_netundo_plan_make(&plan, &undo, how), 0);
	for (size_t i = 0; i < plan.plan.n; i++) {
		strcat(all, i ? "|" : "");
		strcat(all, hp_net_step_describe(&plan.plan.steps[i], text));
	}
	for (size_t i = 0; i < plan.n_kept; i++) {
		strcat(kept, i ? "|" : "");
		strcat(kept, hp_net_change_describe(plan.kept[i].change, text));
	}
	assert_string_equal(all, expect);
	assert_string_equal(kept, expect_kept);
}

static const struct hp_netundo_is now = {.state = &is};

/* Packed and read again, it is the same. */
static void assert_round_trip(void)
{
	_cleanup_(hp_netundo_bytes_free) struct hp_netundo_bytes one = {0}, other = {0};
	_cleanup_(hp_netundo_free) struct hp_netundo again = {0};
	char why[HP_NETUNDO_WHY_MAX] = "";

	assert_int_equal(hp_netundo_pack(&one, &undo, &self), 0);
	assert_int_equal(hp_netundo_parse(&again, &one, &self, why), 0);
	assert_int_equal(again.n, undo.n);
	for (size_t i = 0; i < undo.n; i++) {
		char text[2][HP_NET_STEP_TEXT];

		hp_net_change_describe(&undo.change[i], text[0]);
		hp_net_change_describe(&again.change[i], text[1]);
		assert_string_equal(text[0], text[1]);
	}
	assert_int_equal(hp_netundo_pack(&other, &again, &self), 0);
	assert_int_equal(one.len, other.len);
	/* Cut short anywhere it is refused. */
	for (size_t len = 0; len < one.len; len++) {
		struct hp_netundo_bytes cut = {one.data, len};

		hp_netundo_free(&again);
		assert_int_equal(hp_netundo_parse(&again, &cut, &self, why), -EINVAL);
	}
}

static void assert_every_object(void)
{
	unsigned int kinds = 0;

	for (size_t i = 0; i < undo.n; i++)
		if (undo.change[i].step.kind == HP_NET_STEP_ADD)
			kinds |= 1u << undo.change[i].step.object.now.kind;
	assert_int_equal(kinds, (1u << HP_NET_OBJECT_KINDS) - 1);
}

static void test_every_object(void **state)
{
	const struct hp_net_object mtu6 = {.kind = HP_NET_MTU6, .mtu6 = 1500};

	want_link("[Match]\nOriginalName=*\n[Link]\nName=lan0\nAlias=a b\nMTUBytes=1400\n"
		  "MACAddress=02:00:00:00:00:11\nTransmitQueueLength=500\n"
		  "AlternativeName=a b c\nSR-IOVVirtualFunctions=2\n"
		  "[SR-IOV]\nVirtualFunction=1\nVLANId=5\n");
	want_network(
		"[Match]\nName=*\n[Link]\nARP=no\n[Network]\nAddress=10.0.2.15/24\n"
		"Address=fd00::1/64\nGateway=10.0.2.2\nIPForward=yes\n"
		"IPv6AcceptRA=no\nIPv6ProxyNDPAddress=fd00::7\n"
		"[Neighbor]\nAddress=10.0.2.9\nLinkLayerAddress=02:00:00:00:00:99\n"
		"[NextHop]\nId=7\nGateway=10.0.2.4\n"
		"[Route]\nDestination=10.9.0.0/16\nMultiPathRoute=10.0.2.5\n"
		"MultiPathRoute=10.0.2.6\n"
		"[RoutingPolicyRule]\nFrom=10.0.0.0/8\nTable=7\n"
		"[TokenBucketFilter]\nRate=1M\nBurstBytes=5000\nLatencySec=1s\n"
		"[BridgeFDB]\nMACAddress=02:00:00:00:00:09\n"
		"[BridgeMDB]\nMulticastGroupAddress=224.0.1.1\n"
		"[IPv6AddressLabel]\nPrefix=fd00:2::/48\nLabel=77\n"
		"[TrivialLinkEqualizer]\n"
		"[IPv6AcceptRA]\nToken=::1\n[CAN]\nBitRate=1M\n[Network]\nIPv6MTUBytes=1300\n"
		"[HierarchyTokenBucketClass]\nClassId=1:1\nParent=1:\nRate=1M\n");
	assert_int_equal(hp_net_objects_add(&is.objects, &mtu6), 0);
	strcpy(is.link.kind, "can");
	do_all();
	strcpy(is.link.kind, "ipoib");
	want_network("[IPoIB]\nMode=datagram\n");
	do_all();
	assert_true(undo.n >= 28);
	assert_every_object();
	assert_round_trip();
}

static void test_masters_and_what_they_are_told(void **state)
{
	uint8_t list[2][8] = {{8, 0, 1, 0, 1, 2, 3, 4}, {8, 0, 1, 0, 0, 0, 0, 0}};
	struct hp_net_upper upper = {.name = "br0"};
	struct hp_net_stacked stacked = {.upper = &upper, .ifindex = 9};
	struct hp_net_tell tell = {
		.kind = "bridge",
		.what = "port settings",
		.now = {.len = 8, .bytes = list[0]},
		.before = {.len = 8, .bytes = list[1]},
	};
	static struct hp_net_vlans from, wanted = {.there = {[5] = true}, .pvid = 5};

	add_step((struct hp_net_step){
		.kind = HP_NET_STEP_MASTER, .stacked = &stacked, .master = {3}});
	add_step((struct hp_net_step){
		.kind = HP_NET_STEP_TELL, .stacked = &stacked, .tell = &tell});
	add_step((struct hp_net_step){.kind = HP_NET_STEP_VLANS,
				      .vlans = {&from, &wanted}});
	assert_int_equal(hp_netundo_note_made(&undo, &self), 0);
	assert_int_equal(undo.n, 4);
	assert_round_trip();
	is.link.master = 9;
	is.vlans = &wanted;
	/* It goes with the master. */
	assert_undo("master if3", "", &now);
	is.link.master = 4;
	is.vlans = NULL;
	assert_undo("", "master if9", &now);
}

/* In whatever order they come, each is there once; one that has the number of another,
 * too. */
static void test_made(void **state)
{
	static const struct hp_net_instance made[] = {
		{5, 50, "a"}, {9, 90, "b"}, {7, 70, "c"},  {9, 90, "b"},
		{5, 50, "a"}, {9, 91, "d"}, {12, 12, "e"}, {5, 50, "a"},
	};
	unsigned int numbers[] = {7, 9, 9, 12, 5};

	for (size_t i = 0; i < ARRAY_SIZE(made); i++)
		assert_int_equal(hp_netundo_note_made(&undo, &made[i]), 0);
	assert_int_equal(undo.n, ARRAY_SIZE(numbers));
	for (size_t i = 0; i < ARRAY_SIZE(numbers); i++)
		assert_int_equal(undo.change[i].other.ifindex, numbers[i]);
	assert_round_trip();
}

/* A bond's MTU tells nothing of what the interface has when that lets it go. */
static void test_member_of_a_bond(void **state)
{
	struct hp_netundo_is how = {.state = &is};
	struct hp_net_upper upper = {.name = "bond0"};
	struct hp_net_stacked stacked = {.upper = &upper, .ifindex = 9};

	mtu(1500, 1400);
	add_step((struct hp_net_step){
		.kind = HP_NET_STEP_MASTER, .stacked = &stacked, .master = {0}});
	is.link.master = 9;
	is.link.mtu = 1300;
	assert_undo("no master", "mtu 1400", &how);
	how.is_changed_by_master = true;
	assert_undo("no master|mtu 1500", "", &how);
	is.link.master = 0;
	assert_undo("", "mtu 1400", &how);
}

static void test_many_changes(void **state)
{
	mtu(1500, 1400);
	mtu(1400, 1300);
	assert_int_equal(undo.n, 1);
	assert_undo("mtu 1500", "", &now);
	/* Others, between two of ours. */
	mtu(9000, 1300);
	assert_undo("mtu 9000", "", &now);
	mtu(1300, 9000);
	assert_int_equal(undo.n, 0);
	assert_undo("", "", &now);
}

static void test_what_was_there(void **state)
{
	struct hp_net_object *there =
		has_object("[Match]\nName=*\n[Route]\nDestination=10.9.0.0/16\n"
			   "Gateway=10.0.2.3\n");

	want_network("[Match]\nName=*\n[Route]\nDestination=10.9.0.0/16\n"
		     "Gateway=10.0.2.4\n");
	do_all();
	*there = network_file.objects[0].object;
	assert_undo("route 10.9.0.0/16 via 10.0.2.3|no route 10.9.0.0/16 via 10.0.2.4",
		    "", &now);
	/* And back. */
	want_network("[Match]\nName=*\n[Route]\nDestination=10.9.0.0/16\n"
		     "Gateway=10.0.2.3\n");
	do_all();
	assert_int_equal(undo.n, 0);
}

static void test_others(void **state)
{
	struct hp_netundo_is how = {.state = &is};
	struct hp_net_object *there;

	want_network("[Match]\nName=*\n[Network]\nAddress=10.0.2.15/24\n");
	do_all();
	is.link.flags = IFF_UP;
	assert_undo("down", "", &how);
	how.is_depended_on = true;
	assert_undo("", "up", &how);
	how.is_depended_on = false;
	there = has_object("[Match]\nName=*\n[Network]\nAddress=10.0.2.15/24\n");
	there->address.flags = IFA_F_PERMANENT;
	assert_undo("down|no address 10.0.2.15/24", "", &how);
	there = has_object("[Match]\nName=*\n[Network]\nAddress=10.0.3.15/24\n");
	there->address.flags = IFA_F_PERMANENT;
	assert_undo("no address 10.0.2.15/24", "up", &how);
	want_link("[Match]\nOriginalName=*\n[Link]\nName=lan0\n");
	want.network = NULL;
	do_all();
	strcpy(is.link.name, "lan0");
	assert_undo("name eth0|no address 10.0.2.15/24", "up", &how);
	how.is_name_taken = true;
	assert_undo("no address 10.0.2.15/24", "name lan0|up", &how);
}

static void test_queues(void **state)
{
	struct hp_net_object *there = has_object(
		"[Match]\nName=*\n[HierarchyTokenBucket]\nHandle=5\nDefaultClass=1\n");
	const char *wanted = "[Match]\nName=*\n[TokenBucketFilter]\nHandle=6\nRate=1M\n"
			     "BurstBytes=5000\nLatencySec=1s\n";

	want_network(wanted);
	do_all();
	*there = network_file.objects[0].object;
	assert_undo("", "qdisc tbf 6: root", &now);
}

static void test_file(void **state)
{
	_cleanup_(hp_netundo_free) struct hp_netundo again = {0};
	const struct hp_net_instance later = {2, 78, "eth0"}, other = {3, 77, "eth0"};
	_cleanup_close_ int lock = -1;

	sandbox_mkdir("/run");
	lock = hp_net_record_lock(2);
	assert_false(hp_netundo_is_there(2));
	assert_int_equal(hp_netundo_load(&self, &again), 0);
	assert_int_equal(again.n, 0);
	mtu(1500, 1400);
	assert_int_equal(hp_netundo_save(&self, &undo), 0);
	assert_true(hp_netundo_is_there(2));
	assert_int_equal(hp_netundo_load(&self, &again), 0);
	assert_int_equal(again.n, 1);
	assert_int_equal(again.change[0].step.mtu.from, 1500);
	hp_netundo_free(&again);
	assert_int_equal(hp_netundo_load(&later, &again), 0);
	assert_int_equal(again.n, 0);
	assert_int_equal(hp_netundo_load(&other, &again), 0);
	hp_net_record_drop(2);
	assert_false(hp_netundo_is_there(2));
}

int main(void)
{
#define TEST(fn) cmocka_unit_test_setup_teardown(fn, undo_setup, undo_teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_every_object), TEST(test_masters_and_what_they_are_told),
		TEST(test_made),	 TEST(test_member_of_a_bond),
		TEST(test_many_changes), TEST(test_what_was_there),
		TEST(test_others),	 TEST(test_queues),
		TEST(test_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
