/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/netstack.c and the keys that name virtual devices. */
#include "netstack.h"
#include "sandbox.h"

#define ETC HP_HOOKDIR "/net/"

static struct hp_net_conf conf;
static struct hp_net_stacked items[4];
static struct hp_net_stack stack;
static struct hp_net_want want;
static struct hp_net_state is;

static int setup(void **state)
{
	stack = (struct hp_net_stack){.item = items};
	want = (struct hp_net_want){.stack = &stack};
	is = (struct hp_net_state){.link = {.ifindex = 2, .name = "eth0"}};
	return logged_setup(state);
}

static int teardown(void **state)
{
	hp_net_conf_free(&conf);
	return logged_teardown(state);
}

static void network(const char *name, const char *keys)
{
	char path[64], text[256];

	snprintf(path, sizeof(path), ETC "%s.network", name);
	snprintf(text, sizeof(text), "[Match]\nName=%s\n[Network]\n%s", name, keys);
	sandbox_write(path, text);
}

static void netdev(const char *name, const char *kind)
{
	char path[64], text[256];

	snprintf(path, sizeof(path), ETC "%s.netdev", name);
	snprintf(text, sizeof(text), "[NetDev]\nName=%s\nKind=%s\n[VLAN]\nId=1\n", name,
		 kind);
	sandbox_write(path, text);
}

static const struct hp_net_file *file_of(const char *name)
{
	const struct hp_net_facts facts = {.text = {[HP_NET_MATCH_NAME] = name}};

	hp_net_conf_free(&conf);
	assert_int_equal(hp_net_conf_read(&conf), 0);
	return hp_net_conf_find(&conf, HP_NET_FILE_NETWORK, &facts);
}

/* "Bridge=br0 VLAN=v1" */
static void assert_uppers(const char *keys, const char *expect)
{
	const struct hp_net_uppers *uppers;
	char all[256] = "";

	network("eth0", keys);
	uppers = file_of("eth0")->uppers;
	for (size_t i = 0; uppers && i < uppers->n; i++)
		sprintf(all + strlen(all), "%s%s=%s", i ? " " : "",
			hp_net_upper_key_name(uppers->upper[i].key),
			uppers->upper[i].name);
	assert_string_equal(all, expect);
}

static void test_keys(void **state)
{
	assert_uppers("Address=10.0.0.1/8\n", "");
	assert_uppers("VLAN=v1\nVLAN=v2\nBridge=br0\n", "VLAN=v1 VLAN=v2 Bridge=br0");
	assert_uppers("VLAN=v1\nVLAN=v2\nVLAN=v1\n", "VLAN=v2 VLAN=v1");
	assert_uppers("VLAN=v1\nBridge=br0\nVLAN=\n", "Bridge=br0");
	assert_uppers("Bridge=br0\nBridge=br1\n", "Bridge=br1");
	assert_uppers("Bridge=br0\nBond=\n", "Bridge=br0");
	assert_string_equal(sandbox_read("/log"), "");
	assert_uppers("Bridge=br0\nBond=bond0\n", "Bond=bond0");
	assert_logged("/eth0.network:5:6: an interface has one master: Bridge=br0 is");
	assert_uppers("VLAN=0123456789abcdef\n", "");
	assert_logged("/eth0.network:4:6: '0123456789abcdef' cannot be the name");
}

/* The device named in name's file that leads back to name; "" where none does. */
static const char *loop_of(const char *name)
{
	const struct hp_net_upper *upper;

	assert_int_equal(hp_net_uppers_loop(&conf, file_of(name)->uppers, name, &upper),
			 0);
	return upper ? upper->name : "";
}

static void test_loops(void **state)
{
	network("eth0", "VLAN=eth0\n");
	assert_string_equal(loop_of("eth0"), "eth0");
	network("eth0", "Bond=bond0\n");
	assert_string_equal(loop_of("eth0"), "");
	network("bond0", "Bridge=br0\n");
	assert_string_equal(loop_of("eth0"), "");
	network("br0", "VLAN=v1\nBond=bond0\n");
	assert_string_equal(loop_of("bond0"), "br0");
	assert_string_equal(loop_of("br0"), "bond0");
	/* Whoever leads into a loop is in none. */
	assert_string_equal(loop_of("eth0"), "");
}

/* Each of many devices fits the file that names them all: each is looked at once. */
static void test_wide(void **state)
{
	char text[2048] = "[Match]\nName=l*\n[Network]\n";

	for (int i = 1; i <= 64; i++)
		sprintf(text + strlen(text), "VLAN=l%d\n", i);
	sandbox_write(ETC "wide.network", text);
	network("other", "VLAN=l0\nVLAN=eth0\n");
	assert_string_equal(loop_of("l0"), "");
	assert_string_equal(loop_of("l64"), "l1");
	network("eth0", "VLAN=v1\nVLAN=l9\n");
	assert_string_equal(loop_of("eth0"), "");
	strcat(text, "VLAN=eth0\n");
	sandbox_write(ETC "wide.network", text);
	assert_string_equal(loop_of("eth0"), "l9");
}

/* A chain of interfaces, longer than the kernel lets them be stacked. */
static void test_long(void **state)
{
	char name[IFNAMSIZ], key[32];

	for (int i = 0; i < 12; i++) {
		sprintf(name, "c%d", i);
		sprintf(key, "VLAN=c%d\n", i + 1);
		network(name, key);
	}
	assert_string_equal(loop_of("c0"), "");
	network("c12", "VLAN=c0\n");
	assert_string_equal(loop_of("c0"), "c1");
}

static void team(const char *name, const char *lower)
{
	char path[64], text[256];

	snprintf(path, sizeof(path), ETC "%s.netdev", name);
	snprintf(text, sizeof(text),
		 "[NetDev]\nName=%s\nKind=plugnet\n[Plugnet]\nPolicy=hash\nLower=%s\n",
		 name, lower);
	sandbox_write(path, text);
}

/* What Lower= says goes as a key of the member would. */
static void test_named_by_master(void **state)
{
	struct hp_net_upper upper;

	team("team0", "eth0 eth1");
	network("eth0", "VLAN=v1\n");
	network("team0", "Bond=bond0\n");
	file_of("eth0");
	assert_false(hp_net_upper_find(&conf, "eth", &upper));
	assert_true(hp_net_upper_find(&conf, "eth1", &upper));
	assert_string_equal(upper.name, "team0");
	assert_int_equal(upper.where.line, 6);
	assert_string_equal(hp_net_upper_key_name(upper.key), "Lower");
	assert_string_equal(loop_of("team0"), "");
	team("team1", "team0");
	network("bond0", "VLAN=eth0\n");
	assert_string_equal(loop_of("team0"), "bond0");
	team("eth0", "eth0");
	assert_string_equal(loop_of("eth0"), "");
	network("eth0", "VLAN=v1\nBond=team1\n");
	team("eth0", "team1");
	assert_string_equal(loop_of("eth0"), "team1");
}

static void add_item(const struct hp_net_uppers *uppers, unsigned int ifindex)
{
	const struct hp_net_upper *upper = &uppers->upper[stack.n];
	const struct hp_net_file *file = hp_netdevs_find(&conf, upper->name);

	items[stack.n++] = (struct hp_net_stacked){
		.upper = upper,
		.netdev = file,
		.kind = file->netdev->kind,
		.ifindex = ifindex,
	};
}

/* expect: the steps, with '|' between. */
static void assert_plan(const char *expect)
{
	_cleanup_(hp_net_plan_free) struct hp_net_plan plan = {0};
	char all[2048] = "", text[HP_NET_STEP_TEXT];

	assert_int_equal(hp_net_plan_make(&plan, &want, &is), 0);
	for (size_t i = 0; i < plan.n; i++)
		sprintf(all + strlen(all), "%s%s", i ? "|" : "",
			hp_net_step_describe(&plan.steps[i], text));
	assert_string_equal(all, expect);
}

static void test_plan(void **state)
{
	netdev("bond0", "bond");
	netdev("v1", "vlan");
	netdev("v2", "vlan");
	network("eth0", "VLAN=v1\nBond=bond0\nVLAN=v2\n");
	want.network = file_of("eth0");
	for (int i = 0; i < 3; i++)
		add_item(want.network->uppers, 0);
	assert_plan("new bond bond0|master bond0|up|new vlan v1|new vlan v2");
	/* It is up, and in another device. */
	is.link.flags = IFF_UP;
	is.link.master = 9;
	items[1].ifindex = 7;
	assert_plan("down|master bond0|new vlan v1|new vlan v2");
	is.link.master = 7;
	items[0].ifindex = 8;
	assert_plan("new vlan v2");
	items[2].ifindex = 9;
	assert_plan("");
}

/* Whether the first step, into the master, may cost what the interface has. */
static bool master_disturbs(void)
{
	_cleanup_(hp_net_plan_free) struct hp_net_plan plan = {0};

	assert_int_equal(hp_net_plan_make(&plan, &want, &is), 0);
	assert_int_equal(plan.steps[0].kind, HP_NET_STEP_MASTER);
	return plan.steps[0].master.disturbs;
}

static void test_disturbed(void **state)
{
	netdev("vrf0", "vrf\n[VRF]\nTable=7");
	netdev("br0", "bridge");
	network("eth0", "VRF=vrf0\n");
	want.network = file_of("eth0");
	add_item(want.network->uppers, 7);
	assert_false(master_disturbs());
	is.link.flags = IFF_UP;
	assert_true(master_disturbs());
	stack.n = 0;
	network("eth0", "Bridge=br0\n");
	want.network = file_of("eth0");
	add_item(want.network->uppers, 8);
	assert_false(master_disturbs());
	is.link.master = 7;
	assert_true(master_disturbs());
}

static void test_in_its_master(void **state)
{
	const struct hp_net_uppers *uppers;

	network("eth0", "Bond=bond0\nPrimarySlave=yes\nActiveSlave=yes\nActiveSlave=no\n"
			"[Bridge]\nCost=7\nUseBPDU=no\nMulticastRouter=query\nCost=8\n");
	uppers = file_of("eth0")->uppers;
	assert_int_equal(uppers->primary.line, 5);
	assert_null(uppers->active.file);
	assert_int_equal(uppers->port.n, 3);
	assert_memory_equal(hp_net_attrs_find(&uppers->port, "Cost")->bytes, "\x08\0\0",
			    4);
	assert_memory_equal(hp_net_attrs_find(&uppers->port, "UseBPDU")->bytes, "\1", 1);
	assert_memory_equal(hp_net_attrs_find(&uppers->port, "MulticastRouter")->bytes,
			    "\1", 1);
	assert_string_equal(sandbox_read("/log"), "");
	network("eth0", "PrimarySlave=x\n[Bridge]\nPriority=64\nSTP=yes\n");
	assert_int_equal(file_of("eth0")->uppers->port.n, 0);
	assert_logged("/eth0.network:4:14: 'x' is neither yes nor no");
	assert_logged("/eth0.network:6:10: '64' is no Priority= (0 to 63)");
	assert_logged("/eth0.network:7:5: STP= in [Bridge] belongs in files *.netdev");
}

static void test_plan_of_a_bridge(void **state)
{
	netdev("br0", "bridge");
	network("eth0", "Bridge=br0\n");
	want.network = file_of("eth0");
	add_item(want.network->uppers, 7);
	is.link.flags = IFF_UP;
	assert_plan("master br0|ipv6 addr_gen_mode=1");
}

/* What a bond gives its members is not the file's any more. */
static void test_member_of_a_bond(void **state)
{
	netdev("bond0", "bond");
	network("eth0",
		"Bond=bond0\n[Link]\nMACAddress=02:00:00:00:00:01\nMTUBytes=1400\n");
	want.network = file_of("eth0");
	add_item(want.network->uppers, 7);
	is.link.mac = (struct hp_hwaddr){6, {2}};
	is.link.mtu = 1500;
	assert_plan("mac 02:00:00:00:00:01|mtu 1400|master bond0|up");
	is.link.flags = IFF_UP;
	is.link.master = 7;
	assert_plan("");
	is.link.master = 8;
	assert_plan("mac 02:00:00:00:00:01|mtu 1400|down|master bond0");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_keys, setup, teardown),
		cmocka_unit_test_setup_teardown(test_loops, setup, teardown),
		cmocka_unit_test_setup_teardown(test_wide, setup, teardown),
		cmocka_unit_test_setup_teardown(test_long, setup, teardown),
		cmocka_unit_test_setup_teardown(test_named_by_master, setup, teardown),
		cmocka_unit_test_setup_teardown(test_plan, setup, teardown),
		cmocka_unit_test_setup_teardown(test_disturbed, setup, teardown),
		cmocka_unit_test_setup_teardown(test_in_its_master, setup, teardown),
		cmocka_unit_test_setup_teardown(test_plan_of_a_bridge, setup, teardown),
		cmocka_unit_test_setup_teardown(test_member_of_a_bond, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
