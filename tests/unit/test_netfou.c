/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/netfou.c and of the keys of [FooOverUDP]: what the kernel is
 * asked for, in the numbers of linux/fou.h; what was made, in the sandbox. */
#include <linux/fou.h>
#include <linux/genetlink.h>

#include "netdevfile.h"
#include "netfou.h"
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
		cmocka_unit_test_setup_teardown(test_made, sandbox_setup,
						sandbox_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, teardown);
}
