/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/netio_*.c: what the kernel is asked for. The numbers are those of
 * linux/rtnetlink.h and its like. */
#include <errno.h>
#include <net/if.h>
#include <sched.h>

#include "netapply.h"
#include "netethtool_io.h"
#include "netio.h"
#include "netmessage.h"
#include "netvlans.h"
#include "netwrite.h"

struct golden {
	const char *file;
	const char *message; /* behind the header */
	size_t header;
};

static const struct golden equalizers[] = {
	{"[TrivialLinkEqualizer]\nId=12\n", "1='teql12'", sizeof(struct tcmsg)},
};

static const struct golden fdbs[] = {
	{"[BridgeFDB]\nMACAddress=02:00:00:00:00:07\n", "2=020000000007",
	 sizeof(struct ndmsg)},
	{"[BridgeFDB]\nMACAddress=02:00:00:00:00:07\nDestination=192.0.2.1\nVLANId=5\n"
	 "VNI=9\nAssociatedWith=master\n",
	 "2=020000000007 5=0500 1=c0000201 7=09000000", sizeof(struct ndmsg)},
	{"[BridgeFDB]\nMACAddress=02:00:00:00:00:07\nDestination=fd00::1\n",
	 "2=020000000007 1=fd000000000000000000000000000001", sizeof(struct ndmsg)},
};

static const struct golden tokens[] = {
	{"[IPv6AcceptRA]\nToken=fd00::1:2:3:4\n",
	 "26{10{7=00000000000000000001000200030004}}", sizeof(struct ifinfomsg)},
};

/* Type 18 is the link's: its kind, and what that is told. */
#define OF_KIND(kind, data) "18{1='" kind "' 2{" data "}}"
static const struct golden drivers[] = {
	{"[CAN]\nBitRate=500K\nSamplePoint=87.5%\nSyncJumpWidth=2\nLoopback=yes\n"
	 "ListenOnly=no\nRestartSec=100ms\nTermination=60\n",
	 OF_KIND("can", "1=20a107006b03000000000000000000000000000000000000"
			"0200000000000000 5=0300000001000000 6=64000000 11=3c00"),
	 sizeof(struct ifinfomsg)},
	{"[CAN]\nTimeQuantaNSec=125\nPropagationSegment=6\nPhaseBufferSegment1=7\n"
	 "PhaseBufferSegment2=2\nDataBitRate=2M\nFDMode=yes\n",
	 OF_KIND("can",
		 "1=00000000000000007d000000060000000700000002000000"
		 "0000000000000000 "
		 "9=80841e0000000000000000000000000000000000000000000000000000000000 "
		 "5=2000000020000000"),
	 sizeof(struct ifinfomsg)},
	{"[IPoIB]\nMode=connected\nIgnoreUserspaceMulticastGroup=no\n",
	 OF_KIND("ipoib", "2=0100 3=0000"), sizeof(struct ifinfomsg)},
};

/* 22 is the list of virtual functions, 1 one of them. */
#define VF(setting) "22{1{" setting "}}"
static const struct golden functions[] = {
	{"[SR-IOV]\nVirtualFunction=3\nMACAddress=02:00:00:00:00:07\n",
	 VF("1=03000000020000000007"
	    "0000000000000000000000000000000000000000000000000000"),
	 sizeof(struct ifinfomsg)},
	{"[SR-IOV]\nVirtualFunction=3\nVLANId=5\nQualityOfService=2\n"
	 "VLANProtocol=802.1ad\n",
	 VF("12{1=03000000050000000200000088a80000}"), sizeof(struct ifinfomsg)},
	{"[SR-IOV]\nVirtualFunction=3\nMACSpoofCheck=yes\n", VF("4=0300000001000000"),
	 sizeof(struct ifinfomsg)},
	{"[SR-IOV]\nVirtualFunction=3\nLinkState=no\n", VF("5=0300000002000000"),
	 sizeof(struct ifinfomsg)},
	{"[SR-IOV]\nVirtualFunction=3\nQueryReceiveSideScaling=no\n",
	 VF("7=0300000000000000"), sizeof(struct ifinfomsg)},
	{"[SR-IOV]\nVirtualFunction=3\nTrust=yes\n", VF("9=0300000001000000"),
	 sizeof(struct ifinfomsg)},
};

static void check(const struct golden *golden)
{
	_cleanup_(hp_net_file_free) struct hp_net_file file = {0};
	_cleanup_fclose_ FILE *stream =
		fmemopen((char *)golden->file, strlen(golden->file), "r");
	_cleanup_msg_ struct nl_msg *msg = hp_netlink_message(0, 0);
	const struct hp_net_object *object;

	assert_int_equal(hp_net_file_read_stream(&file, HP_NET_FILE_NETWORK, stream, "f"),
			 0);
	assert_int_equal(file.n_objects, 1);
	object = &file.objects[0].object;
	assert_int_equal(hp_net_ios[object->kind]->put(msg, 7, object), 0);
	assert_string_equal(message_text(msg, golden->header), golden->message);
}

/* In the numbers of linux/ethtool_netlink.h. */
static void test_driver_settings(void **state)
{
	static const struct {
		enum hp_net_ethtool which;
		uint64_t value;
		const char *message;
	} settings[] = {
		{HP_NET_WOL_PASSWORD, 0x02ab00000007, "3=02ab00000007"},
		{HP_NET_RING_RX, 512, "6=00020000"},
		{HP_NET_PAUSE_RX, 1, "3=01"},
		{HP_NET_FORCED, 100 << 1 | 1, "2=00 5=64000000 6=01"},
	};

	for (size_t i = 0; i < ARRAY_SIZE(settings); i++) {
		_cleanup_msg_ struct nl_msg *msg = hp_netlink_message(0, 0);

		assert_int_equal(
			hp_net_ethtool_put(msg, settings[i].which, settings[i].value), 0);
		assert_string_equal(message_text(msg, 0), settings[i].message);
	}
}

static void test_equalizers(void **state)
{
	for (size_t i = 0; i < ARRAY_SIZE(equalizers); i++)
		check(&equalizers[i]);
}

static void test_tokens(void **state)
{
	for (size_t i = 0; i < ARRAY_SIZE(tokens); i++)
		check(&tokens[i]);
}

static void test_drivers(void **state)
{
	for (size_t i = 0; i < ARRAY_SIZE(drivers); i++)
		check(&drivers[i]);
}

static void test_functions(void **state)
{
	for (size_t i = 0; i < ARRAY_SIZE(functions); i++)
		check(&functions[i]);
}

/* What the kernel is told, and tells, is the same. */
static void test_functions_told(void **state)
{
	for (size_t i = 0; i < ARRAY_SIZE(functions); i++) {
		_cleanup_(hp_net_file_free) struct hp_net_file file = {0};
		_cleanup_(hp_net_state_free) struct hp_net_state told = {0};
		_cleanup_fclose_ FILE *stream = fmemopen((char *)functions[i].file,
							 strlen(functions[i].file), "r");
		_cleanup_msg_ struct nl_msg *msg = hp_netlink_message(0, 0);
		const struct hp_net_io *io = hp_net_ios[HP_NET_VF];

		assert_int_equal(
			hp_net_file_read_stream(&file, HP_NET_FILE_LINK, stream, "f"), 0);
		assert_int_equal(io->put(msg, 7, &file.objects[0].object), 0);
		assert_int_equal(io->read(nlmsg_hdr(msg), &file, &told), 0);
		assert_int_equal(told.objects.n, 1);
		assert_int_equal(hp_net_object_relate(&file.objects[0].object,
						      &told.objects.item[0]),
				 HP_NET_EQUAL);
	}
}

static void test_fdbs(void **state)
{
	for (size_t i = 0; i < ARRAY_SIZE(fdbs); i++)
		check(&fdbs[i]);
}

/* The port, permanent (1) or, of the bridge itself, not; the VLAN; the group; its
 * EtherType.
 */
static void test_groups(void **state)
{
	struct hp_net_mdb mdb = {.vlan = 5};
	_cleanup_msg_ struct nl_msg *v4 = hp_netlink_message(0, 0),
				    *v6 = hp_netlink_message(0, 0);

	assert_int_equal(hp_ip_parse(&mdb.group, "239.1.2.3"), 0);
	assert_int_equal(hp_net_mdb_put(v4, 3, 7, &mdb), 0);
	assert_string_equal(message_text(v4, 8), "1=07000000"
						 "0100"
						 "0500"
						 "ef010203000000000000000000000000"
						 "08000000");
	assert_int_equal(hp_ip_parse(&mdb.group, "ff05::9"), 0);
	assert_int_equal(hp_net_mdb_put(v6, 3, 3, &mdb), 0);
	assert_string_equal(message_text(v6, 8), "1=03000000"
						 "0000"
						 "0500"
						 "ff050000000000000000000000000009"
						 "86dd0000");
}

static bool is_up(struct hp_netlink *nl, const char *name)
{
	struct hp_net_link link;

	assert_int_equal(hp_net_link_get(nl, 0, name, &link), 0);
	return link.flags & IFF_UP;
}

/* The kernel says the same of a group that has gone and of a bridge that is down, which
 * is brought up for a new group only. */
static void test_group_dropped(void **state)
{
	_cleanup_(hp_netlink_closep) struct hp_netlink *nl = NULL;
	struct hp_net_object object = {.kind = HP_NET_MDB};
	unsigned int port;

	if (unshare(CLONE_NEWNET) < 0 ||
	    system("ip link add br0 type bridge && "
		   "ip link add port0 type veth peer name peer0 && "
		   "ip link set port0 master br0 && ip link set port0 up") != 0)
		skip();
	port = if_nametoindex("port0");
	assert_int_equal(hp_netlink_open(&nl), 0);
	assert_int_equal(hp_ip_parse(&object.mdb.group, "239.1.2.3"), 0);
	assert_int_equal(hp_net_write_object(nl, port, &object), 0);
	assert_true(is_up(nl, "br0"));
	assert_int_equal(system("ip link set br0 down"), 0);
	assert_int_equal(hp_net_drop_object(nl, port, &object), -ENETDOWN);
	assert_false(is_up(nl, "br0"));
	assert_int_equal(system("ip link set br0 up"), 0);
	assert_int_equal(hp_net_drop_object(nl, port, &object), 0);
	assert_int_equal(system("ip link set br0 down"), 0);
	assert_int_equal(hp_net_drop_object(nl, port, &object), 0);
	assert_int_equal(system("ip link set port0 nomaster"), 0);
	assert_int_equal(hp_net_drop_object(nl, port, &object), 0);
}

static void assert_vlans(const char *kind, bool drop, const struct hp_net_vlans *from,
			 const struct hp_net_vlans *to, const char *expected)
{
	struct hp_net_link link = {.ifindex = 7};
	_cleanup_msg_ struct nl_msg *msg = NULL;

	strcpy(link.kind, kind);
	assert_int_equal(hp_net_vlans_message(&msg, &link, drop, from, to), 0);
	assert_string_equal(message_text(msg, sizeof(struct ifinfomsg)), expected);
	assert_int_equal(nlmsg_hdr(msg)->nlmsg_type, drop ? RTM_DELLINK : RTM_SETLINK);
}

/* Flags and number; 8 and 16 are the ends of a range. */
static void test_vlans(void **state)
{
	static const struct hp_net_vlans none;
	struct hp_net_vlans to = {.pvid = 9};
	_cleanup_msg_ struct nl_msg *msg = NULL;

	for (int vid = 5; vid < 10; vid++)
		to.there[vid] = true;
	to.untagged[8] = to.untagged[9] = true;
	assert_vlans("veth", false, &none, &to,
		     "26{0=0100 2=08000500 2=10000700 2=04000800 2=06000900}");
	assert_vlans("bridge", true, &to, &none, "26{0=0200 2=08000500 2=10000900}");
	assert_int_equal(
		hp_net_vlans_message(&msg, &(struct hp_net_link){0}, false, &to, &to), 0);
	assert_null(msg);
}

/* As many as there can be. */
static void test_most_vlans(void **state)
{
	static const struct hp_net_vlans none;
	struct hp_net_vlans to = {.pvid = 1};
	_cleanup_msg_ struct nl_msg *msg = NULL;
	const struct hp_net_link link = {.ifindex = 7};

	for (int vid = 1; vid <= HP_NET_VLAN_MAX; vid++) {
		to.there[vid] = true;
		to.untagged[vid] = vid % 2;
	}
	assert_int_equal(hp_net_vlans_message(&msg, &link, false, &none, &to), 0);
	assert_true(nlmsg_datalen(nlmsg_hdr(msg)) > HP_NET_VLAN_MAX * 8);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_driver_settings),
		cmocka_unit_test(test_equalizers),
		cmocka_unit_test(test_tokens),
		cmocka_unit_test(test_drivers),
		cmocka_unit_test(test_functions),
		cmocka_unit_test(test_functions_told),
		cmocka_unit_test(test_fdbs),
		cmocka_unit_test(test_groups),
		cmocka_unit_test(test_vlans),
		cmocka_unit_test(test_most_vlans),
		cmocka_unit_test(test_group_dropped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
