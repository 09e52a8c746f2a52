/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/netdevmake_wireguard.c and of the keys of [WireGuard] and
 * [WireGuardPeer]: what the kernel is asked for, in the numbers of linux/wireguard.h. */
#include <linux/genetlink.h>

#include "netdevfile.h"
#include "netdevmake.h"
#include "netmessage.h"

#define HEAD	"[NetDev]\nName=x\nKind=wireguard\n[WireGuard]\n"
#define PRIVATE "PrivateKey=AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=\n"
#define PUBLIC	"PublicKey=AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=\n"
#define BYTES	"0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20"
#define PEER	"[WireGuardPeer]\n" PUBLIC

static void assert_message(const struct hp_netdev_part *peer, const uint8_t *key,
			   const char *expected)
{
	_cleanup_msg_ struct nl_msg *msg =
		hp_netdev_wireguard_message(77, 9, &file, peer, key);

	assert_string_equal(message_text(msg, sizeof(struct genlmsghdr)), expected);
	assert_int_equal(nlmsg_hdr(msg)->nlmsg_type, 77);
}

static void test_device(void **state)
{
	static const uint8_t key[32] = {9};

	assert_string_equal(
		read_file(HEAD PRIVATE "ListenPort=51820\nFirewallMark=0x10\n"), "");
	assert_message(NULL, NULL, "1=09000000 5=01000000 3=" BYTES " 6=6cca 7=10000000");
	read_file(HEAD "PrivateKeyFile=/key\nListenPort=auto\n");
	assert_false(file.unusable);
	assert_message(NULL, key,
		       "1=09000000 5=01000000 6=0000 3=0900000000000000"
		       "000000000000000000000000000000000000000000000000");
}

static void test_peers(void **state)
{
	assert_string_equal(
		read_file(HEAD PRIVATE PEER
			  "Endpoint=192.0.2.1:51820\nPersistentKeepalive=25\n"
			  "AllowedIPs=10.0.0.0/8, fd00::1\n" PEER
			  "Endpoint=[fd00::2]:7\nPersistentKeepalive=off\nPresharedKey="
			  "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=\n"),
		"");
	assert_int_equal(file.netdev->n_parts, 2);
	assert_message(&file.netdev->parts[0], NULL,
		       "1=09000000 8{0{3=02000000 1=" BYTES
		       " 4=0200ca6cc00002010000000000000000 5=1900 "
		       "9{0{1=0200 2=0a000000 3=08} "
		       "0{1=0a00 2=fd000000000000000000000000000001 3=80}}}}");
	assert_message(&file.netdev->parts[1], NULL,
		       "1=09000000 8{0{3=02000000 1=" BYTES
		       " 4=0a00000700000000fd00000000000000000000000000000200000000 "
		       "5=0000 2=" BYTES "}}");
}

static void assert_says(const char *text, const char *message, bool unusable)
{
	const char *logged = read_file(text);

	if (!strstr(logged, message))
		fail_msg("'%s' is not in '%s'", message, logged);
	assert_int_equal(file.unusable, unusable);
	assert_null(strstr(logged, "secret"));
}

static void test_wrong(void **state)
{
	assert_says(HEAD "ListenPort=1\n",
		    "f:3:6: a device of the kind wireguard needs PrivateKey= in "
		    "[WireGuard] or PrivateKeyFile= in [WireGuard]",
		    true);
	assert_says(HEAD "PrivateKey=secret\n",
		    "f:5:12: '...' is no PrivateKey= (32 bytes in base64); the file is "
		    "not used",
		    true);
	assert_says(HEAD PRIVATE PEER "PresharedKey=secret\n",
		    "f:8:14: '...' is no PresharedKey= (32 bytes in base64)", true);
	assert_says(HEAD "PrivateKeyFile=key\n",
		    "f:5:16: 'key' is no PrivateKeyFile= (an absolute path)", true);
	assert_says(HEAD PRIVATE "[WireGuardPeer]\nPublicKey=a\n",
		    "f:6:1: [WireGuardPeer] without PublicKey=; it is left out", false);
	assert_int_equal(file.netdev->n_parts, 0);
	assert_says(HEAD PRIVATE PEER "Endpoint=vpn.example:51820\n",
		    "names are not looked up); it is left out", false);
	assert_says(HEAD PRIVATE PEER "Endpoint=fd00::1:51820\n",
		    "is no Endpoint=", false);
	assert_says(HEAD PRIVATE PEER "Endpoint=[fd00::1]51820\n",
		    "is no Endpoint=", false);
	assert_says(HEAD PRIVATE PEER "Endpoint=192.0.2.1:0\n", "is no Endpoint=", false);
	assert_says(HEAD PRIVATE PEER "AllowedIPs=10.0.0.0/33\n",
		    "is no AllowedIPs=", false);
	assert_int_equal(file.netdev->n_parts, 1);
	assert_int_equal(file.netdev->parts[0].attrs.n, 1);
	assert_says(HEAD PRIVATE "RouteTable=some\n",
		    "'some' is no RouteTable= (a routing table: main, local, default, 1 to "
		    "4294967295, or off); it is left out",
		    false);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_device),
		cmocka_unit_test(test_peers),
		cmocka_unit_test(test_wrong),
	};

	return cmocka_run_group_tests(tests, NULL, teardown);
}
