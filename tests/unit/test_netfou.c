/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/netfou.c and of the keys of [FooOverUDP]: what the kernel is
 * asked for, in the numbers of linux/fou.h; what was made, in the sandbox. */
#include <linux/fou.h>
#include <linux/genetlink.h>

#include "netdevfile.h"
#include "netfou.h"
#include "netlink.h"
#include "netmessage.h"

#define HEAD "[NetDev]\nName=x\nKind=fou\n[FooOverUDP]\n"

static void assert_message(const char *text, const char *expected)
{
	_cleanup_msg_ struct nl_msg *msg = NULL;
	const struct genlmsghdr *head;

	assert_string_equal(read_file(text), "");
	assert_false(file.unusable);
	msg = hp_netfou_message(77, FOU_CMD_ADD, &file);
	assert_string_equal(message_text(msg, sizeof(*head)), expected);
	head = nlmsg_data(nlmsg_hdr(msg));
	assert_int_equal(head->cmd, FOU_CMD_ADD);
	assert_int_equal(nlmsg_hdr(msg)->nlmsg_type, 77);
}

static void test_ports(void **state)
{
	assert_message(HEAD "Port=5555\nProtocol=ipip\n", "1=15b3 3=04 4=01 2=02");
	assert_message(HEAD "Port=5555\nProtocol=0x2f\nEncapsulation=FooOverUDP\n"
			    "Local=192.0.2.1\nPeer=192.0.2.2\nPeerPort=7\n",
		       "1=15b3 3=2f 4=01 6=c0000201 8=c0000202 10=0007 2=02");
	assert_message(HEAD
		       "Encapsulation=GenericUDPEncapsulation\nPort=1\nLocal=fd00::1\n",
		       "4=02 1=0001 7=fd000000000000000000000000000001 2=0a");
}

static void assert_says(const char *text, const char *message)
{
	assert_contains(read_file(text), message);
	assert_true(file.unusable);
}

static void test_wrong(void **state)
{
	assert_says(
		HEAD "Protocol=4\n",
		"f:3:6: a device of the kind fou needs Port= in [FooOverUDP]; the file "
		"is not used");
	assert_says(
		HEAD "Port=1\n",
		"f:3:6: Encapsulation=FooOverUDP needs Protocol=; the file is not used");
	assert_says(HEAD "Port=1\nProtocol=4\nEncapsulation=GenericUDPEncapsulation\n",
		    "Encapsulation=GenericUDPEncapsulation takes no Protocol=");
	assert_says(HEAD "Port=1\nProtocol=4\nPeer=192.0.2.1\n",
		    "Peer= and PeerPort= need each other");
	assert_says(HEAD "Port=1\nProtocol=4\nPeerPort=9\n",
		    "Peer= and PeerPort= need each other");
	assert_says(HEAD
		    "Port=1\nProtocol=4\nLocal=192.0.2.1\nPeer=fd00::1\nPeerPort=9\n",
		    "Local= and Peer= are of one family");
}

/* One as the kernel tells of it, which has each of its addresses, be it 0. */
static enum hp_netfou_found compare(const char *text, uint32_t local, uint32_t peer,
				    uint16_t peer_port, uint32_t ifindex)
{
	_cleanup_msg_ struct nl_msg *msg = hp_netlink_message(77, 0);
	struct genlmsghdr head = {.cmd = FOU_CMD_GET};

	assert_string_equal(read_file(text), "");
	assert_int_equal(nlmsg_append(msg, &head, sizeof(head), NLMSG_ALIGNTO), 0);
	assert_int_equal(nla_put_u8(msg, FOU_ATTR_AF, AF_INET), 0);
	assert_int_equal(nla_put_u16(msg, FOU_ATTR_PORT, htons(5555)), 0);
	assert_int_equal(nla_put_u16(msg, FOU_ATTR_PEER_PORT, htons(peer_port)), 0);
	assert_int_equal(nla_put_u8(msg, FOU_ATTR_IPPROTO, 4), 0);
	assert_int_equal(nla_put_u8(msg, FOU_ATTR_TYPE, FOU_ENCAP_DIRECT), 0);
	assert_int_equal(nla_put_u32(msg, FOU_ATTR_IFINDEX, ifindex), 0);
	assert_int_equal(nla_put_u32(msg, FOU_ATTR_LOCAL_V4, htonl(local)), 0);
	assert_int_equal(nla_put_u32(msg, FOU_ATTR_PEER_V4, htonl(peer)), 0);
	return hp_netfou_compare(&file, nlmsg_hdr(msg));
}

static void test_found(void **state)
{
	const char *any = HEAD "Port=5555\nProtocol=4\n";
	const char *local = HEAD "Port=5555\nProtocol=4\nLocal=10.0.0.1\n";
	const char *peer = HEAD "Port=5555\nProtocol=4\nPeer=10.0.0.2\nPeerPort=7\n";

	assert_int_equal(compare(any, 0, 0, 0, 0), HP_NETFOU_SAME);
	assert_int_equal(compare(any, 0x0a000001, 0, 0, 0), HP_NETFOU_NONE);
	assert_int_equal(compare(any, 0, 0x0a000002, 7, 0), HP_NETFOU_OTHER);
	assert_int_equal(compare(any, 0, 0, 0, 3), HP_NETFOU_NONE);
	assert_int_equal(compare(local, 0x0a000001, 0, 0, 0), HP_NETFOU_SAME);
	assert_int_equal(compare(local, 0, 0, 0, 0), HP_NETFOU_NONE);
	assert_int_equal(compare(peer, 0x0a000001, 0x0a000002, 7, 0), HP_NETFOU_SAME);
	assert_int_equal(compare(peer, 0x0a000001, 0x0a000002, 8, 0), HP_NETFOU_OTHER);
}

static void test_no_interface(void **state)
{
	static const char *const said[] = {
		"f:4:12: MACAddress= is for interfaces, and the kind fou is none; it is "
		"left out",
		"f:5:10: MTUBytes= is for interfaces, and the kind fou is none; it is "
		"left out",
	};
	const char *log = read_file("[NetDev]\nName=x\nKind=fou\n"
				    "MACAddress=02:00:00:00:00:01\nMTUBytes=1400\n"
				    "[FooOverUDP]\nPort=1\nProtocol=4\n");

	for (size_t i = 0; i < ARRAY_SIZE(said); i++)
		assert_contains(log, said[i]);
	assert_false(file.unusable);
	assert_null(file.mtu_where.file);
}

static void test_made(void **state)
{
	struct hp_names names;

	assert_int_equal(hp_netfou_list(&names), 0);
	assert_int_equal(names.n, 0);
	sandbox_write("/run/hotplug/net/a-b.fou", "");
	sandbox_write("/run/hotplug/net/a_b.fou", "");
	sandbox_write("/run/hotplug/net/7.undo", "");
	sandbox_write("/run/hotplug/net/.fou", "");
	assert_int_equal(hp_netfou_list(&names), 0);
	assert_int_equal(names.n, 2);
	hp_names_free(&names);
	assert_true(hp_netfou_is_made("a-b"));
	assert_false(hp_netfou_is_made("7"));
	assert_false(hp_netfou_is_made("../net/a-b"));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ports),
		cmocka_unit_test(test_wrong),
		cmocka_unit_test(test_found),
		cmocka_unit_test(test_no_interface),
		cmocka_unit_test_setup_teardown(test_made, sandbox_setup,
						sandbox_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, teardown);
}
