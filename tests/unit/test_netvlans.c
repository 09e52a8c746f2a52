/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/netvlans.c and of the keys of [BridgeVLAN]. */
#include "netvlans.h"
#include "planned.h"

#define VLAN "[BridgeVLAN]\n"

static struct hp_net_vlans there;

static void assert_next(const struct hp_net_vlans *from, const struct hp_net_vlans *to,
			bool drop, const char *expect)
{
	struct hp_net_vlan_range range = {0};
	char text[256] = "";

	while (hp_net_vlans_next(from, to, drop, &range))
		sprintf(text + strlen(text), " %u-%u%s%s", range.first, range.last,
			range.untagged ? "u" : "", range.is_pvid ? "p" : "");
	assert_string_equal(text, expect);
}

/* The interface is a bridge. */
static void assert_vlans(const char *text, const char *plan)
{
	is.vlans = malloc(sizeof(there));
	*is.vlans = there;
	is.link.flags = IFF_UP;
	strcpy(is.link.kind, "bridge");
	want_network(text);
	assert_plan(plan);
	free(is.vlans);
}

static void test_keys(void **state)
{
	assert_vlans(VLAN "VLAN=5-7\nVLAN=9\n" VLAN "EgressUntagged=7-8\nPVID=20\n",
		     "vlans 5-6, 7-8 untagged, 9, 20 pvid");
	assert_vlans(VLAN "VLAN=1-4094\nPVID=9\nPVID=10\nEgressUntagged=10\n",
		     "vlans 1-9, 10 untagged pvid, 11-4094");
	assert_vlans(VLAN "VLAN=5\nEgressUntagged=6\nEgressUntagged=\nPVID=7\nPVID=\n",
		     "vlans 5-7");
	assert_vlans(VLAN "VLAN=5\nVLAN=\nVLAN=6\n", "vlans 6");
	assert_vlans(VLAN "PVID=\n", "");
}

static void test_wrong_values(void **state)
{
	static const char *const wrong[] = {
		"VLAN=0",    "VLAN=4095", "VLAN=7-6",	      "VLAN=1-4095",
		"VLAN=1,2",  "VLAN=-5",	  "EgressUntagged=a", "PVID=0",
		"PVID=4095", "PVID=1-2",  "VLAN=1-",
	};
	char text[64];

	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		snprintf(text, sizeof(text), VLAN "%s\n", wrong[i]);
		assert_vlans(text, "");
	}
}

static void test_there(void **state)
{
	there.there[1] = there.untagged[1] = true;
	there.pvid = 1;
	assert_vlans(VLAN "EgressUntagged=1\nPVID=1\n", "");
	assert_vlans(VLAN "VLAN=2\n", "vlans 2");
	/* Neither untagged nor PVID, where the file has it without. */
	assert_vlans(VLAN "VLAN=1\n", "vlans 1");
	assert_vlans(VLAN "EgressUntagged=1\n", "vlans 1 untagged");
	there = (struct hp_net_vlans){0};
}

/* There and back again, each by what is in the way and what is missing. */
static void test_difference(void **state)
{
	struct hp_net_vlans from = {.pvid = 1}, wanted = {.pvid = 5}, to;

	from.there[1] = from.untagged[1] = from.there[9] = true;
	wanted.there[5] = wanted.there[6] = wanted.there[9] = wanted.untagged[9] = true;
	hp_net_vlans_join(&to, &from, &wanted);
	assert_next(&from, &to, true, "");
	assert_next(&from, &to, false, " 1-1u 5-5p 6-6 9-9u");
	assert_next(&to, &from, true, " 5-6");
	assert_next(&to, &from, false, " 1-1up 9-9");
}

/* Only of a bridge and its ports. */
static void test_others(void **state)
{
	want_network("[Network]\nBridge=br0\n" VLAN "VLAN=5\n");
	assert_true(hp_net_vlans_can_be(want.network, &is.link));
	is.link.flags = IFF_UP;
	assert_plan("");
	want_network("[Network]\nBond=bond0\n" VLAN "VLAN=5\n");
	assert_false(hp_net_vlans_can_be(want.network, &is.link));
	assert_plan("");
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, planned_setup, planned_teardown)
	static const struct CMUnitTest tests[] = {
		TEST(test_keys),       TEST(test_wrong_values), TEST(test_there),
		TEST(test_difference), TEST(test_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
