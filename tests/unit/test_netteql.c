/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/netteql.c and of the keys of [TrivialLinkEqualizer]. */
#include <errno.h>

#include <linux/pkt_sched.h>

#include "netio.h"
#include "netteql.h"
#include "planned.h"

#define TEQL "[TrivialLinkEqualizer]\n"

static void test_there(void **state)
{
	has_object(TEQL "Id=1\n")->teql.handle = 0x80010000;
	assert_plan("");
	want_network(TEQL "Id=2\n");
	assert_plan("equalizer teql2");
	want_network(TEQL "Id=1\nHandle=0x7\n");
	assert_plan("equalizer teql1");
	want_network(TEQL "Id=1\nHandle=8001\n");
	assert_plan("");
}

/* What the kernel tells of a discipline without options. */
static void is_told(const char *kind, uint32_t handle, uint32_t parent)
{
	_cleanup_msg_ struct nl_msg *msg = hp_netlink_message(RTM_NEWQDISC, 0);
	struct tcmsg info = {
		.tcm_ifindex = 2, .tcm_handle = handle, .tcm_parent = parent};

	hp_net_objects_free(&is.objects);
	is.link.flags = IFF_UP;
	assert_int_equal(nlmsg_append(msg, &info, sizeof(info), NLMSG_ALIGNTO), 0);
	assert_int_equal(nla_put_string(msg, TCA_KIND, kind), 0);
	assert_int_equal(hp_net_ios[HP_NET_TEQL]->read(nlmsg_hdr(msg), NULL, &is), 0);
}

/* Another discipline at the root is what was before. */
static void test_in_place_of(void **state)
{
	_cleanup_(hp_net_plan_free) struct hp_net_plan plan = {0};

	want_network(TEQL);
	is_told("pfifo", 0x50000, TC_H_ROOT);
	assert_plan("equalizer teql0");
	assert_int_equal(hp_net_plan_make(&plan, &want, &is), 0);
	assert_true(plan.steps[0].object.has_before);
	assert_string_equal(plan.steps[0].object.before.teql.other.kind, "pfifo");
	assert_int_equal(plan.steps[0].object.before.teql.other.handle, 0x50000);
	is_told("teql0", 0x50000, TC_H_ROOT);
	assert_plan("");
	is_told("pfifo", 0x50000, 0x10001);
	assert_int_equal(is.objects.n, 0);
	/* The kernel's own choice. */
	is_told("pfifo", 0, TC_H_ROOT);
	assert_int_equal(is.objects.n, 0);
}

/* Before what leads over it, and once it is up. */
static void test_order(void **state)
{
	want_network(TEQL "[Route]\nDestination=10.0.0.0/8\n");
	assert_plan("up|equalizer teql0|route 10.0.0.0/8");
}

/* An interface is under one. */
static void test_twice(void **state)
{
	want_network(TEQL "Parent=root\n" TEQL "Id=3\n");
	assert_plan("up|equalizer teql0");
}

static void test_wrong_values(void **state)
{
	static const char *const wrong[] = {
		"Id=4096",  "Id=-1",	    "Id=one",	 "Parent=1:2", "Parent=ingress",
		"Handle=0", "Handle=10000", "Handle=1:", "Handle=0xx",
	};

	assert_each_wrong(TEQL, wrong, ARRAY_SIZE(wrong));
}

static void test_names(void **state)
{
	uint32_t id = 7;
	char name[IFNAMSIZ];

	assert_int_equal(hp_net_teql_parse("teql12", &id), 0);
	assert_int_equal(id, 12);
	assert_string_equal(hp_net_teql_name(4095, name), "teql4095");
	assert_int_equal(hp_net_teql_parse("teql", &id), -EINVAL);
	assert_int_equal(hp_net_teql_parse("teql4096", &id), -EINVAL);
	assert_int_equal(hp_net_teql_parse("tbf", &id), -EINVAL);
}

static void test_count(void **state)
{
	struct hp_net_file files[2] = {{0}};
	const struct hp_net_conf conf = {2, files};

	assert_int_equal(hp_net_teql_count(&conf), 0);
	read_file(&files[0], HP_NET_FILE_NETWORK, TEQL "Id=2\n" TEQL);
	read_file(&files[1], HP_NET_FILE_NETWORK, "[Network]\nAddress=10.0.0.1/8\n");
	assert_int_equal(hp_net_teql_count(&conf), 3);
	assert_non_null(hp_net_teql_find(&files[0]));
	assert_null(hp_net_teql_find(&files[1]));
	assert_null(hp_net_teql_find(NULL));
	hp_net_file_free(&files[0]);
	hp_net_file_free(&files[1]);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, planned_setup, planned_teardown)
	static const struct CMUnitTest tests[] = {
		TEST(test_in_place_of), TEST(test_there),	 TEST(test_order),
		TEST(test_twice),	TEST(test_wrong_values), TEST(test_names),
		TEST(test_count),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
