/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/netconf.c, lib/netfile.c and the keys. */
#include <linux/rtnetlink.h>

#include "netdev.h"
#include "netfiles.h"

/* The only file there is. */
static const struct hp_net_file *read_one(const char *path, const char *text)
{
	sandbox_write(path, text);
	read_all();
	assert_int_equal(conf.n, 1);
	return &conf.files[0];
}

static const char *found(enum hp_net_file_kind kind, const char *name)
{
	const struct hp_net_facts facts = {
		.text = {[HP_NET_MATCH_ORIGINAL_NAME] = name, [HP_NET_MATCH_NAME] = name},
	};
	const struct hp_net_file *file = hp_net_conf_find(&conf, kind, &facts);

	return file ? file->name : "none";
}

/* The n-th of a kind, 0..; NULL: there are fewer. */
static const struct hp_net_conf_object *nth(const struct hp_net_file *file,
					    enum hp_net_object_kind kind, size_t n)
{
	for (size_t i = 0; i < file->n_objects; i++)
		if (file->objects[i].object.kind == kind && n-- == 0)
			return &file->objects[i];
	return NULL;
}

static size_t count_of(const struct hp_net_file *file, enum hp_net_object_kind kind)
{
	size_t n = 0;

	while (nth(file, kind, n))
		n++;
	return n;
}

static void test_nothing_there(void **state)
{
	read_all();
	assert_int_equal(conf.n, 0);
	sandbox_mkdir(HP_HOOKDIR "/net");
	sandbox_write(ETC "readme", "");
	sandbox_write(ETC ".hidden.link", "[x");
	sandbox_write(ETC "a.link.bak", "[x");
	sandbox_write(ETC "10-x.hotplug", "[x");
	read_all();
	assert_int_equal(conf.n, 0);
	assert_string_equal(sandbox_read("/log"), "");
}

static void test_order_and_tiers(void **state)
{
	sandbox_write(LIB "20-b.link", "[Match]\nOriginalName=eth*\n[Link]\nName=lib\n");
	sandbox_write(RUN "30-c.link", "[Match]\nOriginalName=*\n[Link]\nName=run\n");
	sandbox_write(ETC "10-a.link", "[Match]\nOriginalName=eth1\n[Link]\nName=etc\n");
	read_all();
	assert_int_equal(conf.n, 3);
	assert_string_equal(found(HP_NET_FILE_LINK, "eth1"), "10-a.link");
	assert_string_equal(found(HP_NET_FILE_LINK, "eth2"), "20-b.link");
	assert_string_equal(found(HP_NET_FILE_LINK, "wlan0"), "30-c.link");
	assert_string_equal(found(HP_NET_FILE_NETWORK, "eth1"), "none");
	sandbox_write(RUN "20-b.link", "[Match]\nOriginalName=x\n");
	read_all();
	assert_string_equal(found(HP_NET_FILE_LINK, "eth2"), "30-c.link");
	assert_string_equal(sandbox_read("/log"), "");
}

static void test_masks(void **state)
{
	sandbox_write(LIB "20-b.network", "[Match]\nName=*\n");
	sandbox_write(LIB "30-c.network", "[Match]\nName=*\n");
	read_all();
	assert_string_equal(found(HP_NET_FILE_NETWORK, "eth0"), "20-b.network");
	sandbox_link("/dev/null", ETC "20-b.network");
	read_all();
	assert_string_equal(found(HP_NET_FILE_NETWORK, "eth0"), "30-c.network");
	sandbox_write(RUN "30-c.network", "");
	read_all();
	assert_string_equal(found(HP_NET_FILE_NETWORK, "eth0"), "none");
	assert_string_equal(sandbox_read("/log"), "");
}

static void test_link_file(void **state)
{
	const struct hp_net_file *file = read_one(
		ETC "a.link",
		"[Match]\nOriginalName=eth0 eth1\nMACAddress=02:00:00:00:00:01\n"
		"Driver=!e100 veth\nPath=pci-*\nType=ether\n\n"
		"[Link]\nName=lan0\nMACAddress=02-00-00-00-00-02\nMTUBytes=9K\n");
	char mac[HP_HWADDR_TEXT];

	assert_string_equal(sandbox_read("/log"), "");
	assert_int_equal(file->match.globs[HP_NET_MATCH_ORIGINAL_NAME].n, 2);
	assert_string_equal(file->match.globs[HP_NET_MATCH_DRIVER].word[1], "!veth");
	assert_string_equal(file->match.globs[HP_NET_MATCH_PATH].word[0], "pci-*");
	assert_int_equal(file->match.macs.n, 1);
	assert_string_equal(file->ifname, "lan0");
	assert_string_equal(hp_hwaddr_format(&file->mac, mac), "02:00:00:00:00:02");
	assert_int_equal(file->mtu, 9216);
	assert_int_equal(file->mtu_where.line, 11);
	assert_int_equal(file->mtu_where.column, 10);
	assert_string_equal(file->mtu_where.file, sandbox_path(ETC "a.link"));
}

static void test_network_file(void **state)
{
	const struct hp_net_file *file = read_one(
		ETC "a.network",
		"[Match]\nName=lan*\n[Link]\nMTUBytes=1400\n"
		"[Network]\nAddress=10.0.2.15/24\nAddress=fd00::15/64\nGateway=10.0.2.2\n"
		"Gateway=fe80::2\n[Address]\nAddress=10.0.3.15/24\n[Address]\n"
		"Address=10.0.4.15/24\n[Route]\nDestination=192.168.7.9/16\n"
		"Gateway=10.0.2.3\nMetric=50\n[Route]\nDestination=10.9.0.0/16\n");
	char text[HP_PREFIX_TEXT];

	assert_string_equal(sandbox_read("/log"), "");
	assert_int_equal(count_of(file, HP_NET_ADDRESS), 4);
	assert_string_equal(
		hp_prefix_format(&nth(file, HP_NET_ADDRESS, 3)->object.address.prefix,
				 text),
		"10.0.4.15/24");
	assert_int_equal(nth(file, HP_NET_ADDRESS, 3)->where.line, 13);
	assert_int_equal(count_of(file, HP_NET_ROUTE), 4);
	assert_int_equal(nth(file, HP_NET_ROUTE, 0)->object.route.destination.length, 0);
	assert_int_equal(nth(file, HP_NET_ROUTE, 0)->object.route.destination.family,
			 AF_INET);
	assert_int_equal(nth(file, HP_NET_ROUTE, 0)->object.route.metric, 0);
	assert_int_equal(nth(file, HP_NET_ROUTE, 1)->object.route.metric,
			 HP_NET_METRIC_DEFAULT_V6);
	assert_string_equal(
		hp_prefix_format(&nth(file, HP_NET_ROUTE, 2)->object.route.destination,
				 text),
		"192.168.0.0/16");
	assert_int_equal(nth(file, HP_NET_ROUTE, 2)->object.route.metric, 50);
	assert_int_equal(nth(file, HP_NET_ROUTE, 2)->where.line, 14);
	assert_int_equal(nth(file, HP_NET_ROUTE, 3)->object.route.gateway.family,
			 AF_UNSPEC);
	assert_int_equal(nth(file, HP_NET_ROUTE, 3)->object.route.protocol,
			 RTPROT_STATIC);
}

static void test_emptied(void **state)
{
	const struct hp_net_file *file = read_one(
		ETC "a.network",
		"[Match]\nName=x\nName=\nName=y\n[Address]\nAddress=10.0.1.1/24\n[Network]\n"
		"Address=10.0.2.15/24\nAddress=\nAddress=10.0.5.1/24\nGateway=10.0.0.1\n"
		"Gateway=\n[Link]\nMTUBytes=1400\nMTUBytes=\n");

	assert_string_equal(sandbox_read("/log"), "");
	assert_string_equal(found(HP_NET_FILE_NETWORK, "x"), "none");
	assert_string_equal(found(HP_NET_FILE_NETWORK, "y"), "a.network");
	assert_int_equal(count_of(file, HP_NET_ADDRESS), 1);
	assert_int_equal(count_of(file, HP_NET_ROUTE), 0);
	assert_null(file->mtu_where.file);
}

/* What is wrong is named with its place and left out; the rest stands. */
static void test_bad_values(void **state)
{
	const struct hp_net_file *file = read_one(
		ETC "a.network",
		"[Match]\nName=lan0\n[Network]\nAddress=10.0.2.300/24\nAddress=10.0.2.15\n"
		"Address=224.0.0.1/24\nAddress=10.0.2.16/24\nGateway=gate\nGateway=0.0.0.0\n"
		"[Route]\nMetric=5\n[Route]\nDestination=fd00::/8\nGateway=10.0.0.1\n"
		"[Route]\nDestination=10.0.0.0/40\nGateway=10.0.2.2\n[Route]\nGateway=10.0.2.2\n"
		"Metric=-1\n[Address]\nAddress=bad\n[Address]\n[Link]\nMTUBytes=1.5K\n"
		"MACAddress=01:00:00:00:00:01\n[Route]\nGateway=10.0.2.9\n");

	assert_int_equal(count_of(file, HP_NET_ADDRESS), 1);
	assert_int_equal(nth(file, HP_NET_ADDRESS, 0)->where.line, 7);
	assert_int_equal(count_of(file, HP_NET_ROUTE), 1);
	assert_int_equal(nth(file, HP_NET_ROUTE, 0)->where.line, 27);
	assert_null(file->mtu_where.file);
	assert_null(file->mac_where.file);
	assert_logged("/a.network:4:9: '10.0.2.300/24' is no ADDRESS/LENGTH");
	assert_logged("/a.network:5:9: 10.0.2.15 has no /LENGTH");
	assert_logged("/a.network:6:9: 224.0.0.1/24 is no address that");
	assert_logged("/a.network:8:9: 'gate' is no gateway's address");
	assert_logged("/a.network:9:9: '0.0.0.0' is no gateway's address");
	assert_logged("/a.network:10:1: [Route] without Destination= or Gateway=");
	assert_logged("/a.network:12:1: [Route] with a Destination= of one family");
	assert_logged("/a.network:16:13: '10.0.0.0/40' is no ADDRESS/LENGTH");
	assert_logged("/a.network:20:8: '-1' is no metric");
	assert_logged("/a.network:22:9: 'bad' is no ADDRESS/LENGTH");
	assert_logged("/a.network:23:1: [Address] without Address=");
	assert_logged("/a.network:25:10: '1.5K' is no size");
	assert_logged("/a.network:26:12: 01:00:00:00:00:01 is no address that");
	assert_int_equal(count_lines(sandbox_read("/log")), 13);
}

/* Of a key, what an earlier line gave it stays. */
static void test_bad_lines(void **state)
{
	const struct hp_net_file *file = read_one(
		ETC "a.link", "[Match]\nOriginalName=*\n[Link]\nName=lan0\nName=a/b\n"
			      "MTUBytes=1400\nMTUBytes=1.5K\nAlias=a\nAlias=\xc3\xbc\n"
			      "MACAddress=02:00:00:00:00:01\nMACAddress=x\n"
			      "TransmitQueueLength=7\nTransmitQueueLength=x\n"
			      "RxBufferSize=8\nRxBufferSize=x\n"
			      "TransmitChecksumOffload=yes\nTransmitChecksumOffload=x\n");

	assert_string_equal(file->ifname, "lan0");
	assert_int_equal(file->ifname_where.line, 4);
	assert_int_equal(file->mtu, 1400);
	assert_int_equal(file->mtu_where.line, 6);
	assert_int_equal(file->alias_where.line, 8);
	assert_int_equal(file->mac_where.line, 10);
	assert_int_equal(file->amount[HP_NET_TXQUEUELEN], 7);
	assert_int_equal(file->amount_where[HP_NET_TXQUEUELEN].line, 12);
	assert_int_equal(file->ethtool_where[HP_NET_RING_RX].line, 14);
	assert_true(hp_net_ethtool_has(file->ethtool.known, HP_NET_RING_RX));
	assert_true(hp_net_ethtool_has(file->ethtool.known, HP_NET_TX_CHECKSUM));
	assert_int_equal(count_lines(sandbox_read("/log")), 7);
}

static void test_bad_names(void **state)
{
	static const char *const names[] = {
		"sixteen-bytes-xx", "a/b", "..", "eth%d", "a b", "1234"};
	char text[128];

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		snprintf(text, sizeof(text), "[Match]\nOriginalName=*\n[Link]\nName=%s\n",
			 names[i]);
		assert_null(read_one(ETC "a.link", text)->ifname_where.file);
		assert_logged("/a.link:4:6: ");
		logged_clear();
	}
}

static void test_unknown(void **state)
{
	const struct hp_net_file *file =
		read_one(ETC "a.network",
			 "[Match]\nName=lan0\n[DHCPServer]\nPoolSize=1\nEmitDNS=no\n"
			 "[Network]\nLLDP=yes\nAddress=10.0.2.15/24\n[X-Mine]\nk=v\n");

	assert_logged(
		"/a.network:3:1: [DHCPServer] is not supported (a protocol); it is left out");
	assert_logged(
		"/a.network:7:6: LLDP= in [Network] is not supported (a protocol); it is left out");
	assert_int_equal(count_lines(sandbox_read("/log")), 2);
	assert_int_equal(count_of(file, HP_NET_ADDRESS), 1);
	assert_false(file->unusable);
}

/* A key of the other kind of file is unknown in this one. */
static void test_kinds_differ(void **state)
{
	read_one(ETC "a.link",
		 "[Match]\nOriginalName=*\n[Network]\nAddress=10.0.0.1/8\n");
	assert_logged(
		"/a.link:3:1: [Network] belongs in files *.network; it is left out");
	logged_clear();
	sandbox_write(ETC "b.network", "[Match]\nName=*\n[Link]\nName=lan0\n");
	read_all();
	assert_logged(
		"/b.network:4:6: Name= in [Link] belongs in files *.link; it is left out");
}

/* A file whose [Match] is not understood could fit too much: it fits nothing. */
static void test_match_not_understood(void **state)
{
	static const struct {
		const char *text, *message;
	} cases[] = {
		{"[Link]\nMTUBytes=1400\n", "/a.link:1:1: nothing in [Match]"},
		{"[Match]\n[Link]\nMTUBytes=1400\n", "/a.link:1:1: nothing in [Match]"},
		{"[Match]\nOriginalName=*\nSSID=other\n",
		 "/a.link:3:6: SSID= in [Match] belongs in files *.network; the file is "
		 "not used"},
		{"[Match]\nOriginalName=*\nPat=x\n",
		 "/a.link:3:5: unknown key Pat= in [Match]: Path= may be meant; the file is "
		 "not used"},
		{"[Match]\nOriginalName=*\nMACAddress=02:00:00:00:00:01 x\n",
		 "/a.link:3:12: '02:00:00:00:00:01 x' is no list of hardware addresses; "
		 "the file is not used"},
		{"[Match]\nOriginalName=*\nProperty=A\n",
		 "/a.link:3:10: 'A' is no list of KEY=VALUE; the file is not used"},
		{"[Match]\nOriginalName=*\nArchitecture=z80\n",
		 "/a.link:3:14: 'z80' is no architecture of systemd.unit(5); the file is "
		 "not used"},
		{"[Match]\nOriginalName=*\nHost=!*\nCredential=!x\n",
		 "/a.link:4:12: no credentials are passed to net.agent"},
		{"[Match]\nHost=\n", "/a.link:1:1: nothing in [Match]"},
		{"[Match]\nName=eth0\n",
		 "/a.link:2:6: Name= in [Match] belongs in files *.network; the file is "
		 "not used"},
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		read_one(ETC "a.link", cases[i].text);
		assert_string_equal(found(HP_NET_FILE_LINK, "eth0"), "none");
		assert_logged(cases[i].message);
		assert_int_equal(count_lines(sandbox_read("/log")), 1);
		logged_clear();
	}
}

/* As it is with systemd. */
static void test_match_of_the_machine_alone(void **state)
{
	read_one(ETC "a.link", "[Match]\nHost=*\n");
	assert_string_equal(found(HP_NET_FILE_LINK, "eth0"), "a.link");
	assert_string_equal(sandbox_read("/log"), "");
	read_one(ETC "a.link", "[Match]\nHost=!*\n");
	assert_string_equal(found(HP_NET_FILE_LINK, "eth0"), "none");
	assert_string_equal(sandbox_read("/log"), "");
}

static void test_two_files_for_one_device(void **state)
{
	sandbox_write(ETC "a.netdev", "[NetDev]\nName=dum0\nKind=dummy\n");
	sandbox_write(LIB "b.netdev", "[NetDev]\nName=dum0\nKind=dummy\n");
	sandbox_write(LIB "c.netdev", "[NetDev]\nName=dum1\nKind=dummy\n");
	read_all();
	assert_logged("/b.netdev:2:6: ");
	assert_logged("/a.netdev makes dum0 already; the file is not used");
	assert_string_equal(hp_netdevs_find(&conf, "dum0")->name, "a.netdev");
	assert_string_equal(hp_netdevs_find(&conf, "dum1")->name, "c.netdev");
	assert_null(hp_netdevs_find(&conf, "dum2"));
}

static unsigned int dhcp_of(const char *lines)
{
	char text[128];

	snprintf(text, sizeof(text), "[Match]\nName=a\n[Network]\n%s", lines);
	sandbox_write(ETC "a.network", text);
	read_all();
	return conf.files[0].dhcp;
}

static void test_dhcp(void **state)
{
	assert_int_equal(dhcp_of("DHCP=yes\n"), 3);
	assert_int_equal(conf.files[0].dhcp_where.line, 4);
	assert_int_equal(dhcp_of("DHCP=ipv4\n"), 1);
	assert_int_equal(dhcp_of("DHCP=ipv6\n"), 2);
	assert_int_equal(dhcp_of("DHCP=both\n"), 3);
	assert_int_equal(dhcp_of("DHCP=yes\nDHCP=no\n"), 0);
	assert_int_equal(dhcp_of("DHCP=yes\nDHCP=\n"), 0);
	assert_not_logged("DHCP");
	assert_int_equal(dhcp_of("DHCP=ipv4\nDHCP=ipv5\n"), 1);
	assert_logged(
		"a.network:5:6: 'ipv5' is no boolean, ipv4 or ipv6; it is left out");
}

static void test_what_is_no_file(void **state)
{
	sandbox_mkdir(ETC "dir.link");
	sandbox_link("/nowhere", ETC "dangling.link");
	assert_int_equal(mkfifo(sandbox_path(ETC "fifo.link"), 0600), 0);
	sandbox_write(ETC "good.link", "[Match]\nOriginalName=eth0\n");
	read_all();
	assert_string_equal(found(HP_NET_FILE_LINK, "eth0"), "good.link");
	assert_logged("/dir.link");
	assert_logged("/dangling.link");
	assert_logged("/fifo.link");
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	static const struct CMUnitTest tests[] = {
		TEST(test_nothing_there),
		TEST(test_order_and_tiers),
		TEST(test_masks),
		TEST(test_link_file),
		TEST(test_network_file),
		TEST(test_emptied),
		TEST(test_bad_lines),
		TEST(test_bad_values),
		TEST(test_bad_names),
		TEST(test_unknown),
		TEST(test_kinds_differ),
		TEST(test_match_not_understood),
		TEST(test_match_of_the_machine_alone),
		TEST(test_two_files_for_one_device),
		TEST(test_dhcp),
		TEST(test_what_is_no_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
