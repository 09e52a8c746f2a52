/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/netflag.c and lib/netplan_activation.c: what [Link] of a .network
 * file turns on or off. */
#include "log.h"
#include "netfit.h"
#include "netstack.h"
#include "planned.h"

static void wants(const char *line, const char *plan)
{
	char text[256];

	snprintf(text, sizeof(text), "[Link]\n%s\n", line);
	want_network(text);
	assert_plan(plan);
}

static void test_flags(void **state)
{
	is.link.flags = IFF_UP | IFF_MULTICAST;
	wants("ARP=yes", "");
	wants("ARP=no", "arp off");
	wants("Multicast=on", "");
	wants("Multicast=off", "multicast off");
	wants("AllMulticast=1", "allmulticast on");
	wants("Promiscuous=true", "promisc on");
	wants("Promiscuous=true\nPromiscuous=", "");
	wants("ARP=no\nARP=yes", "");
	is.link.flags = IFF_UP | IFF_NOARP | IFF_ALLMULTI | IFF_PROMISC;
	wants("ARP=no\nMulticast=no\nAllMulticast=yes\nPromiscuous=yes", "");
	wants("ARP=yes\nMulticast=yes\nAllMulticast=no\nPromiscuous=no",
	      "arp on|multicast on|allmulticast off|promisc off");
}

static void test_flag_values(void **state)
{
	assert_int_equal(hp_net_flag_value(HP_NET_ARP, true), 0);
	assert_int_equal(hp_net_flag_value(HP_NET_ARP, false), IFF_NOARP);
	assert_int_equal(hp_net_flag_value(HP_NET_PROMISC, true), IFF_PROMISC);
	assert_int_equal(hp_net_flag_value(HP_NET_PROMISC, false), 0);
}

static void test_group(void **state)
{
	is.link.flags = IFF_UP;
	wants("Group=7", "group 7");
	is.link.amount[HP_NET_LINK_GROUP] = 7;
	wants("Group=7", "");
	wants("Group=0", "group 0");
	wants("Group=-1", "");
	assert_logged("f:2:7: '-1' is no number from 0 to 2147483647");
}

static void test_activation(void **state)
{
	static const char *const words[] = {"up",	   "always-up", "down",
					    "always-down", "manual",	"bound"};
	static const char *const of_down[] = {"up", "up", "", "", "", ""};
	static const char *const of_up[] = {"", "", "down", "down", "", ""};
	char line[64];

	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		snprintf(line, sizeof(line), "ActivationPolicy=%s", words[i]);
		is.link.flags = 0;
		wants(line, of_down[i]);
		is.link.flags = IFF_UP;
		wants(line, of_up[i]);
	}
	assert_logged("f:2:18: no carrier is waited for: the interface is brought");
	is.link.flags = 0;
	wants("ActivationPolicy=1", "up");
	assert_logged("f:2:18: '1' is no policy");
	wants("ActivationPolicy=down\nActivationPolicy=", "up");
}

/* What needs an interface that is up waits until somebody brings it up. */
static void test_down(void **state)
{
	static const char text[] =
		"[Link]\nActivationPolicy=manual\n[Network]\nAddress=10.0.0.1/8\n"
		"Gateway=10.0.0.2\n[Neighbor]\nAddress=10.0.0.7\n"
		"LinkLayerAddress=02:00:00:00:00:07\n[RoutingPolicyRule]\nTable=5\n"
		"From=10.0.0.1\n";

	hp_log_set_level(HP_LOG_INFO);
	want_network(text);
	assert_plan("address 10.0.0.1/8|rule from 10.0.0.1 table 5");
	hp_net_want_tell_misfits(&want, &is.link);
	assert_logged("eth0: what needs it up, as routes and neighbors, waits until it is");
	is.link.flags = IFF_UP;
	logged_clear();
	assert_plan("address 10.0.0.1/8|neighbor 10.0.0.7 at 02:00:00:00:00:07|route "
		    "default via 10.0.0.2|rule from 10.0.0.1 table 5");
	hp_net_want_tell_misfits(&want, &is.link);
	assert_string_equal(sandbox_read("/log"), "");
	is.link.flags = 0;
	want_network("[Link]\nActivationPolicy=manual\n[BridgeFDB]\n"
		     "MACAddress=02:00:00:00:00:09\n");
	hp_net_want_tell_misfits(&want, &is.link);
	assert_logged("eth0: what needs it up");
	hp_log_set_level(HP_LOG_NOTICE);
}

/* A bond brings up whom it takes. */
static void test_bond(void **state)
{
	struct hp_net_upper upper = {HP_NET_UPPER_BOND, "bond0", {"f", 1, 1}};
	struct hp_net_stacked bond = {.upper = &upper, .ifindex = 5};
	struct hp_net_stack stack = {.n = 1, .item = &bond};

	want.stack = &stack;
	wants("ActivationPolicy=down", "master bond0|down");
	is.link.flags = IFF_UP;
	wants("ActivationPolicy=down", "down|master bond0|down");
	is.link.master = 5;
	wants("ActivationPolicy=down", "down");
	is.link.flags = 0;
	wants("ActivationPolicy=down", "");
	assert_true(hp_net_want_up(&want, &is.link) == false);
	wants("ActivationPolicy=manual", "");
	assert_true(hp_net_want_up(&want, &is.link));
}

static void test_unmanaged(void **state)
{
	want_network("[Link]\nUnmanaged=yes\n");
	assert_int_equal(network_file.unmanaged_where.line, 2);
	assert_false(network_file.unusable);
	want_network("[Link]\nUnmanaged=yes\nUnmanaged=no\n");
	assert_null(network_file.unmanaged_where.file);
	want_network("[Link]\nUnmanaged=perhaps\n");
	assert_null(network_file.unmanaged_where.file);
	assert_logged("f:2:11: 'perhaps' is no boolean; it is left out");
}

int main(void)
{
#define TEST(f)                                                                          \
	cmocka_unit_test_setup_teardown(f, planned_logged_setup, planned_logged_teardown)
	static const struct CMUnitTest tests[] = {
		TEST(test_flags),      TEST(test_flag_values), TEST(test_group),
		TEST(test_activation), TEST(test_down),	       TEST(test_bond),
		TEST(test_unmanaged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
