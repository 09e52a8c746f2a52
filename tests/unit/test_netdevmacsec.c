/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/netdevkind_macsec.c and lib/netdevmake_macsec.c: what the kernel
 * is asked for, in the numbers of linux/if_macsec.h. */
#include <linux/genetlink.h>
#include <linux/if_macsec.h>

#include "netdevfile.h"
#include "netdevkind_macsec.h"
#include "netdevmake.h"
#include "netmessage.h"

#define HEAD	 "[NetDev]\nName=x\nKind=macsec\n"
#define KEY	 "Key=000102030405060708090A0b0c0d0e0f\n"
#define BYTES	 "000102030405060708090a0b0c0d0e0f"
#define TRANSMIT "[MACsecTransmitAssociation]\nPacketNumber=1\n" KEY
#define PEER	 "Port=256\nMACAddress=02:00:00:00:00:08\n"
#define CHANNEL	 "[MACsecReceiveChannel]\n" PEER
#define RECEIVE	 "[MACsecReceiveAssociation]\n" PEER KEY
#define NO_ID	 "00000000000000000000000000000000"
#define SCI	 "2{1=0200000000080100}"

static void assert_message(size_t n, uint8_t command, const uint8_t *key,
			   const char *expected)
{
	_cleanup_msg_ struct nl_msg *msg = NULL;

	assert_true(n < file.netdev->n_parts);
	msg = hp_netdev_macsec_message(77, 9, &file.netdev->parts[n], command, key);
	assert_string_equal(message_text(msg, sizeof(struct genlmsghdr)), expected);
	assert_int_equal(nlmsg_hdr(msg)->nlmsg_type, 77);
	assert_int_equal(((struct genlmsghdr *)nlmsg_data(nlmsg_hdr(msg)))->cmd, command);
}

static void test_transmit(void **state)
{
	static const uint8_t key[HP_MACSEC_KEY_BYTES] = {9};

	assert_string_equal(read_file(HEAD TRANSMIT
				      "KeyId=0a0b\nActivate=no\n"
				      "[MACsecTransmitAssociation]\nPacketNumber=7\n"
				      "KeyFile=/key\n"),
			    "");
	assert_int_equal(file.netdev->n_parts, 2);
	assert_message(0, MACSEC_CMD_ADD_TXSA, NULL,
		       "1=09000000 3{3=01000000 4=" BYTES
		       " 5=0a0b0000000000000000000000000000 2=00 1=00}");
	assert_message(1, MACSEC_CMD_ADD_TXSA, key,
		       "1=09000000 3{3=07000000 1=01 5=" NO_ID
		       " 4=09000000000000000000000000000000}");
}

static void test_receive(void **state)
{
	assert_string_equal(read_file(HEAD CHANNEL RECEIVE "Activate=yes\n" RECEIVE
							   "PacketNumber=5\n"),
			    "");
	assert_int_equal(file.netdev->n_parts, 3);
	assert_false(hp_macsec_has_channel(file.netdev, 0, &file.netdev->parts[0]));
	assert_true(hp_macsec_has_channel(file.netdev, 1, &file.netdev->parts[1]));
	assert_message(0, MACSEC_CMD_ADD_RXSC, NULL, "1=09000000 " SCI);
	assert_message(1, MACSEC_CMD_ADD_RXSA, NULL,
		       "1=09000000 " SCI " 3{4=" BYTES " 2=01 1=00 5=" NO_ID "}");
	assert_message(2, MACSEC_CMD_ADD_RXSA, NULL,
		       "1=09000000 " SCI " 3{4=" BYTES " 3=05000000 1=01 5=" NO_ID "}");
}

/* What is for encoding is active. */
static void test_encoding(void **state)
{
	const struct hp_net_attr *attr;

	assert_contains(read_file(HEAD TRANSMIT TRANSMIT "UseForEncoding=yes\n" TRANSMIT
							 "UseForEncoding=yes\n"),
			"f:14:16: another association is used for encoding; "
			"UseForEncoding= is left out");
	attr = hp_net_attrs_find_type(&file.netdev->attrs, IFLA_MACSEC_ENCODING_SA);
	assert_int_equal(*attr->bytes, 1);
	assert_message(1, MACSEC_CMD_ADD_TXSA, NULL,
		       "1=09000000 3{3=01000000 4=" BYTES " 1=01 5=" NO_ID " 2=01}");
	assert_message(2, MACSEC_CMD_ADD_TXSA, NULL,
		       "1=09000000 3{3=01000000 4=" BYTES " 1=02 5=" NO_ID "}");
}

static void assert_says(const char *text, const char *message, bool unusable,
			size_t n_parts)
{
	const char *logged = read_file(text);

	assert_contains(logged, message);
	assert_null(strstr(logged, "00010203"));
	assert_int_equal(file.unusable, unusable);
	if (!unusable)
		assert_int_equal(file.netdev->n_parts, n_parts);
}

static void test_wrong(void **state)
{
	assert_says(
		HEAD "[MACsecTransmitAssociation]\n" KEY,
		"f:4:1: [MACsecTransmitAssociation] without PacketNumber=; it is left "
		"out",
		false, 0);
	assert_says(HEAD "[MACsecTransmitAssociation]\nPacketNumber=1\n",
		    "f:4:1: [MACsecTransmitAssociation] without Key= or KeyFile=; it is "
		    "left out",
		    false, 0);
	assert_says(HEAD "[MACsecReceiveChannel]\nPort=1\n",
		    "[MACsecReceiveChannel] without MACAddress=; it is left out", false,
		    0);
	assert_says(HEAD "[MACsecReceiveAssociation]\n" KEY, "without Port=", false, 0);
	assert_says(HEAD CHANNEL CHANNEL,
		    "f:7:1: a channel has at most 1 [MACsecReceiveChannel]; it is left "
		    "out",
		    false, 1);
	assert_says(HEAD TRANSMIT TRANSMIT TRANSMIT TRANSMIT RECEIVE TRANSMIT,
		    "f:20:1: a channel has at most 4 [MACsecTransmitAssociation]; it is "
		    "left out",
		    false, 5);
	assert_says(HEAD TRANSMIT "Key=0001020304050607\n",
		    "f:7:5: '...' is no Key= (16 bytes in hexadecimal); the file is not "
		    "used",
		    true, 0);
	assert_says(HEAD TRANSMIT "Key=0001020304050607x8090A0b0c0d0e0f\n",
		    "is no Key=", true, 0);
	assert_says(HEAD TRANSMIT "KeyId=000\n", "is no KeyId= (1 to 16 bytes", false, 1);
	assert_says(HEAD TRANSMIT "KeyFile=key\n", "is no KeyFile= (an absolute path)",
		    true, 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_transmit),
		cmocka_unit_test(test_receive),
		cmocka_unit_test(test_encoding),
		cmocka_unit_test(test_wrong),
	};

	return cmocka_run_group_tests(tests, NULL, teardown);
}
