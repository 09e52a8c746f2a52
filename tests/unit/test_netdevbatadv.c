/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/netdevkind_batadv.c and lib/netdevmake_batadv.c: what the kernel
 * is asked for, in the numbers of linux/batman_adv.h. */
#include <linux/batman_adv.h>
#include <linux/genetlink.h>

#include "netdevfile.h"
#include "netdevmake.h"
#include "netmessage.h"

#define HEAD "[NetDev]\nName=x\nKind=batadv\n"

static void assert_message(const char *expected)
{
	_cleanup_msg_ struct nl_msg *msg = hp_netdev_batadv_message(77, 9, &file);
	const struct genlmsghdr *head;

	assert_string_equal(message_text(msg, sizeof(*head)), expected);
	head = nlmsg_data(nlmsg_hdr(msg));
	assert_int_equal(head->cmd, BATADV_CMD_SET_MESH);
	assert_int_equal(nlmsg_hdr(msg)->nlmsg_type, 77);
}

static void test_settings(void **state)
{
	assert_string_equal(read_file(HEAD), "");
	assert_message("3=09000000");
	assert_string_equal(
		read_file(HEAD
			  "[BatmanAdvanced]\nGatewayMode=server\nAggregation=no\n"
			  "BridgeLoopAvoidance=yes\nDistributedArpTable=no\n"
			  "Fragmentation=0\nHopPenalty=30\nOriginatorIntervalSec=1500ms\n"
			  "GatewayBandwidthDown=10M\nGatewayBandwidthUp=250K\n"),
		"");
	assert_message("3=09000000 51=02 41=00 46=01 47=00 48=00 53=1e 57=dc050000 "
		       "49=64000000 50=02000000");
}

static void assert_says(const char *text, const char *message, bool unusable)
{
	assert_contains(read_file(text), message);
	assert_int_equal(file.unusable, unusable);
}

static void test_wrong(void **state)
{
	assert_says(HEAD "[BatmanAdvanced]\nRoutingAlgorithm=batman\n",
		    "f:5:18: 'batman' is no RoutingAlgorithm= (batman-v or batman-iv); "
		    "the file is not used",
		    true);
	assert_says(HEAD "[BatmanAdvanced]\nGatewayMode=on\n",
		    "is no GatewayMode= (one of: off client server)", false);
	assert_says(HEAD "[BatmanAdvanced]\nHopPenalty=256\n", "is no HopPenalty= (0 to",
		    false);
	assert_says(HEAD "[BatmanAdvanced]\nGatewayBandwidthUp=500000G\n",
		    "is no GatewayBandwidthUp= (bits per second, with K, M or G)", false);
	assert_message("3=09000000");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_settings),
		cmocka_unit_test(test_wrong),
	};

	return cmocka_run_group_tests(tests, NULL, teardown);
}
