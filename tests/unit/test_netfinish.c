/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/netfinish.c. */
#include "netfiles.h"
#include "netfinish.h"
#include "netstack.h"

static const struct hp_net_file *read_one(const char *keys)
{
	char text[512];

	snprintf(text, sizeof(text), "[Match]\nName=eth0\n%s", keys);
	sandbox_write(ETC "a.network", text);
	read_all();
	return &conf.files[0];
}

static const struct hp_net_route *route(size_t n)
{
	assert_true(n < conf.files[0].n_objects);
	assert_int_equal(conf.files[0].objects[n].object.kind, HP_NET_ROUTE);
	return &conf.files[0].objects[n].object.route;
}

static void test_gateway_without_address(void **state)
{
	read_one(
		"[Network]\nGateway=10.0.0.1\n[Route]\nGateway=fd00::1\nMetric=5\n[Route]\n"
		"Gateway=10.0.0.2\nGatewayOnLink=no\n[Route]\nDestination=10.9.0.0/16\n");
	assert_true(route(0)->onlink);
	assert_true(route(1)->onlink);
	assert_false(route(2)->onlink);
	assert_false(route(3)->onlink);
	assert_int_equal(route(0)->given & HP_NET_ROUTE_ONLINK, 0);
	assert_logged("/a.network:4:9: Gateway= and no static address: it is taken for");
	assert_logged("/a.network:5:1: Gateway= and no static address: it is taken for");
	assert_null(strstr(sandbox_read("/log"), "/a.network:8:"));
	assert_null(strstr(sandbox_read("/log"), "/a.network:11:"));
}

/* An address counts wherever it stands, also in a drop-in. */
static void test_gateway_and_address(void **state)
{
	read_one("[Network]\nGateway=10.0.0.1\nAddress=10.0.0.9/8\n");
	assert_false(route(0)->onlink);
	sandbox_write(ETC "a.network.d/b.conf", "[Network]\nAddress=10.0.0.9/8\n");
	read_one("[Network]\nGateway=10.0.0.1\n");
	assert_false(route(0)->onlink);
	assert_string_equal(sandbox_read("/log"), "");
}

/* IPv6 needs 1280 bytes. */
static void test_mtu(void **state)
{
	assert_int_equal(read_one("[Link]\nMTUBytes=1K\n")->mtu, 1280);
	assert_logged("/a.network:4:10: IPv6 needs an MTU of 1280; it is taken for "
		      "MTUBytes=1280");
	logged_clear();
	assert_int_equal(read_one("[Link]\nMTUBytes=1280\n")->mtu, 1280);
	assert_int_equal(
		read_one("[Link]\nMTUBytes=1K\n[Network]\nLinkLocalAddressing=no\n"
			 "Address=10.0.0.1/8\n")
			->mtu,
		1024);
	assert_int_equal(read_one("[Link]\nMTUBytes=1K\n[Network]\nBond=b\n")->mtu, 1024);
	assert_string_equal(sandbox_read("/log"), "");
	assert_int_equal(
		read_one("[Link]\nMTUBytes=1K\n[Network]\nLinkLocalAddressing=no\n"
			 "Address=fd00::1/64\n")
			->mtu,
		1280);
}

/* The last one counts, as in networkd; of IPv4, each length is an address of its own. */
static void test_twice(void **state)
{
	const struct hp_net_file *file =
		read_one("[Network]\nAddress=fd00::1/64\nAddress=10.0.0.1/8\n"
			 "Address=fd00::1/48\nAddress=10.0.0.1/16\nAddress=10.0.0.1/8\n"
			 "Address=fd00::2/64\n");

	assert_int_equal(file->n_objects, 4);
	assert_logged("/a.network:4:9: address fd00::1/64 stands again at ");
	assert_logged("/a.network:6:9; this one is left out");
	assert_logged("/a.network:5:9: address 10.0.0.1/8 stands again at ");
	assert_int_equal(file->objects[0].where.line, 6);
	assert_int_equal(file->objects[1].where.line, 7);
	assert_int_equal(file->objects[2].where.line, 8);
	assert_int_equal(file->objects[3].where.line, 9);
}

/* An equalizer is a discipline at the root too; the first counts. */
static void test_two_roots(void **state)
{
	read_one(
		"[PFIFO]\nParent=1:1\n[TrivialLinkEqualizer]\nId=1\n[QDisc]\nParent=clsact\n"
		"[PFIFO]\nHandle=5\n");
	assert_int_equal(conf.files[0].n_objects, 3);
	assert_logged(
		"/a.network:9:1: qdisc pfifo 5: root finds another discipline at the "
		"root; it is left out");
	read_one("[PFIFO]\n[TrivialLinkEqualizer]\nId=1\n");
	assert_int_equal(conf.files[0].n_objects, 1);
	assert_logged(
		"/a.network:4:1: equalizer teql1 finds another discipline at the root");
}

static void test_proxy(void **state)
{
	const struct hp_net_file *file = read_one(
		"[Network]\nIPv6ProxyNDPAddress=fd00::7\nIPv6ProxyNDPAddress=fd00::8\n");

	assert_int_equal(file->n_objects, 3);
	assert_int_equal(file->objects[1].object.kind, HP_NET_PROXY);
	assert_string_equal(file->objects[2].object.sysctl.name, "proxy_ndp");
	assert_int_equal(file->objects[2].object.sysctl.value, 1);
	file = read_one("[Network]\nIPv6ProxyNDP=yes\nIPv6ProxyNDPAddress=fd00::7\n");
	assert_int_equal(file->n_objects, 2);
	file = read_one("[Network]\nIPv6ProxyNDPAddress=fd00::7\nIPv6ProxyNDPAddress=\n");
	assert_int_equal(file->n_objects, 0);
	assert_string_equal(sandbox_read("/log"), "");
	file = read_one("[Network]\nIPv6ProxyNDP=no\nIPv6ProxyNDPAddress=fd00::7\n");
	assert_int_equal(file->n_objects, 1);
	assert_logged(
		"/a.network:5:21: beside IPv6ProxyNDP=no, IPv6ProxyNDPAddress= does");
	file = read_one("[Network]\nIPv6ProxyNDPAddress=10.0.0.7\n"
			"IPv6ProxyNDPAddress=ff02::1\nIPv6ProxyNDPAddress=fd00::/8\n");
	assert_int_equal(file->n_objects, 0);
	assert_logged("/a.network:4:21: '10.0.0.7' is no IPv6 address of a station; it");
	assert_logged("/a.network:5:21: 'ff02::1' is no IPv6 address of a station; it");
	assert_logged("/a.network:6:21: 'fd00::/8' is no IPv6 address of a station; it");
}

static void test_device_route(void **state)
{
	read_one("[Network]\nDefaultRouteOnDevice=yes\nAddress=10.0.0.9/8\n");
	assert_int_equal(route(1)->destination.family, AF_INET);
	assert_int_equal(route(1)->destination.length, 0);
	assert_int_equal(route(1)->gateway.family, AF_UNSPEC);
	assert_int_equal(route(1)->scope, RT_SCOPE_LINK);
	assert_int_equal(conf.files[0].objects[1].where.line, 4);
	assert_int_equal(read_one("[Network]\nDefaultRouteOnDevice=no\n")->n_objects, 0);
	read_one("[Network]\nDefaultRouteOnDevice=always\n");
	assert_logged("/a.network:4:22: 'always' is no boolean; it is left out");
}

/* Whichever stands first; what stands over the interface is no master. */
static void test_keep_master(void **state)
{
	const struct hp_net_uppers *uppers =
		read_one("[Network]\nBond=bond0\nKeepMaster=yes\nVLAN=vlan5\n")->uppers;

	assert_int_equal(uppers->n, 1);
	assert_string_equal(uppers->upper[0].name, "vlan5");
	assert_logged("/a.network:4:6: beside KeepMaster=, Bond=bond0 does not count");
	sandbox_write(ETC "a.network.d/b.conf", "[Network]\nKeepMaster=no\n");
	uppers = read_one("[Network]\nKeepMaster=yes\nBridge=br0\n")->uppers;
	assert_int_equal(uppers->n, 1);
	assert_string_equal(uppers->upper[0].name, "br0");
}

static void test_carrier(void **state)
{
	read_one("[Network]\nConfigureWithoutCarrier=yes\nIgnoreCarrierLoss=yes\n"
		 "IgnoreCarrierLoss=infinity\nIgnoreCarrierLoss=\n"
		 "ConfigureWithoutCarrier=\n");
	assert_string_equal(sandbox_read("/log"), "");
	read_one("[Network]\nConfigureWithoutCarrier=no\nIgnoreCarrierLoss=no\n"
		 "IgnoreCarrierLoss=1min 5s\nIgnoreCarrierLoss=soon\n"
		 "ConfigureWithoutCarrier=5s\n");
	assert_logged("/a.network:4:25: no carrier is waited for: it is configured");
	assert_logged("/a.network:5:19: what is set stays where the carrier is lost");
	assert_logged("/a.network:6:19: what is set stays where the carrier is lost");
	assert_logged("/a.network:7:19: 'soon' is no boolean or time; it is left out");
	assert_logged("/a.network:8:25: '5s' is no boolean; it is left out");
}

static void test_table_of_vrf(void **state)
{
	static const char keys[] =
		"[Network]\nVRF=red\nAddress=10.0.0.9/8\nGateway=10.0.0.1\n[Route]\n"
		"Destination=10.1.0.0/16\nType=local\n[Route]\nGateway=10.0.0.2\nTable=main\n";

	sandbox_write(ETC "red.netdev",
		      "[NetDev]\nName=red\nKind=vrf\n[VRF]\nTable=70000\n");
	read_one(keys);
	assert_int_equal(route(1)->table, 70000);
	assert_int_equal(route(2)->table, 70000);
	assert_int_equal(route(3)->table, RT_TABLE_MAIN);
	assert_string_equal(sandbox_read("/log"), "");
	sandbox_write(ETC "red.netdev", "[NetDev]\nName=red\nKind=dummy\n");
	read_one(keys);
	assert_int_equal(route(1)->table, RT_TABLE_MAIN);
	assert_int_equal(route(2)->table, RT_TABLE_LOCAL);
	assert_logged("/a.network:6:9: no *.netdev file tells the table of VRF=red");
	assert_logged("/a.network:7:1: no *.netdev file tells the table of VRF=red");
	assert_null(strstr(sandbox_read("/log"), "/a.network:10:"));
}

/* An interface whose packets all go to a device over it has no address of the link. */
static void test_passthru(void **state)
{
	const struct hp_net_sysctl *mode;

	sandbox_write(ETC "mv.netdev",
		      "[NetDev]\nName=mv\nKind=macvlan\n[MACVLAN]\nMode=passthru\n");
	assert_int_equal(read_one("[Network]\nMACVLAN=mv\n")->n_objects, 1);
	mode = &conf.files[0].objects[0].object.sysctl;
	assert_string_equal(mode->name, "addr_gen_mode");
	assert_int_equal(mode->value, 1);
	read_one("[Network]\nIPv6LinkLocalAddressGenerationMode=eui64\nMACVLAN=mv\n");
	assert_int_equal(conf.files[0].n_objects, 1);
	assert_int_equal(conf.files[0].objects[0].object.sysctl.value, 1);
	read_one("[Network]\nMACVLAN=mv\nLinkLocalAddressing=ipv6\n");
	assert_int_equal(conf.files[0].objects[0].object.sysctl.value, 0);
	sandbox_write(ETC "mv.netdev",
		      "[NetDev]\nName=mv\nKind=macvlan\n[MACVLAN]\nMode=bridge\n");
	assert_int_equal(read_one("[Network]\nMACVLAN=mv\n")->n_objects, 0);
}

/* "LINE ..." of the sections, in their order. */
static void assert_lines(const struct hp_net_file *file, const char *expect)
{
	char lines[128] = "";

	for (size_t i = 0; i < file->n_objects; i++)
		sprintf(lines + strlen(lines), "%s%u", i ? " " : "",
			file->objects[i].where.line);
	assert_string_equal(lines, expect);
}

/* A queueing discipline comes behind the one in whose class it is; two that are in one
 * another's stay as they are. */
static void test_queues_in_queues(void **state)
{
	assert_lines(read_one("[PFIFO]\nParent=2:1\n[Network]\nAddress=10.0.0.1/8\n"
			      "[NetworkEmulator]\nHandle=2\nParent=1:1\n"
			      "[QDisc]\nParent=clsact\n[PFIFOFast]\nHandle=1\n"
			      "[BFIFO]\nParent=1:2\n"),
		     "10 12 7 3 6 14");
	assert_lines(read_one("[PFIFO]\nParent=2:1\nHandle=1\n"
			      "[BFIFO]\nParent=1:1\nHandle=2\n"),
		     "3 6");
}

static size_t n_nexthops(size_t n)
{
	size_t found = 0;

	for (size_t i = 0; i < conf.files[n].n_objects; i++)
		found += conf.files[n].objects[i].object.kind == HP_NET_NEXTHOP;
	return found;
}

/* One number is one object: the first of a file counts. Of two files, each may be for
 * another interface, or for another machine. */
static void test_nexthop_doubles(void **state)
{
	read_one("[NextHop]\nId=7\nGateway=10.0.0.1\n[NextHop]\nId=8\nBlackhole=yes\n"
		 "[NextHop]\nId=7\nGateway=10.0.0.2\n");
	assert_int_equal(n_nexthops(0), 2);
	assert_logged("/a.network:9:1: nexthop 7 stands at ");
	assert_logged("/a.network:3:1 already; it is left out");
	sandbox_write(ETC "b.network",
		      "[Match]\nName=eth1\n[NextHop]\nId=8\nBlackhole=yes\n[NextHop]\n"
		      "Id=7\nGateway=10.0.0.1\n[NextHop]\nId=9\n");
	sandbox_write(ETC "c.network",
		      "[Match]\nName=eth2\nHost=no-such-host\n[NextHop]\nId=7\n");
	logged_clear();
	read_all();
	assert_int_equal(n_nexthops(0), 2);
	assert_int_equal(n_nexthops(1), 3);
	assert_int_equal(n_nexthops(2), 1);
	assert_null(strstr(sandbox_read("/log"), "/b.network"));
	assert_int_equal(hp_net_nexthops_tell_doubles(&conf), 0);
	assert_logged("/b.network:6:1: nexthop 7 stands at ");
	assert_logged("/a.network:3:1 as well: one number is one object");
	assert_null(strstr(sandbox_read("/log"), "c.network"));
	assert_null(strstr(sandbox_read("/log"), "nexthop 8"));
	assert_null(strstr(sandbox_read("/log"), "nexthop 9"));
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	static const struct CMUnitTest tests[] = {
		TEST(test_two_roots),
		TEST(test_gateway_without_address),
		TEST(test_gateway_and_address),
		TEST(test_twice),
		TEST(test_mtu),
		TEST(test_proxy),
		TEST(test_device_route),
		TEST(test_keep_master),
		TEST(test_carrier),
		TEST(test_table_of_vrf),
		TEST(test_passthru),
		TEST(test_queues_in_queues),
		TEST(test_nexthop_doubles),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
