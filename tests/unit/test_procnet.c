/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/procnet: tables of /proc/net, as kernels wrote them. */
#include "procnet.h"
#include "proctext.h"

#define DEV_HEAD                                                                         \
	"Inter-|   Receive                                                |  Transmit\n" \
	" face |bytes    packets errs drop fifo frame compressed multicast|bytes    "    \
	"packets errs drop fifo colls carrier compressed\n"

static void test_dev(void **state)
{
	/* The second name leaves no room for a blank. */
	proctext_expect(
		hp_procnet_parse_dev,
		DEV_HEAD
		"    lo:  728733    1085    0    0    0     0          0         0   "
		"728733    1085    0    0    0     0       0          0\n"
		"enp0s31f6:18446744073709551615 41330 1 2 3 4 5 6 1894401 26456 7 8 9 "
		"10 11 12\n",
		"device=lo rx_bytes=728733 rx_packets=1085 rx_errs=0 rx_drop=0 "
		"rx_fifo=0 rx_frame=0 rx_compressed=0 rx_multicast=0 tx_bytes=728733 "
		"tx_packets=1085 tx_errs=0 tx_drop=0 tx_fifo=0 tx_colls=0 "
		"tx_carrier=0 tx_compressed=0\n"
		"device=enp0s31f6 rx_bytes=-1 rx_packets=41330 rx_errs=1 rx_drop=2 "
		"rx_fifo=3 rx_frame=4 rx_compressed=5 rx_multicast=6 tx_bytes=1894401 "
		"tx_packets=26456 tx_errs=7 tx_drop=8 tx_fifo=9 tx_colls=10 "
		"tx_carrier=11 tx_compressed=12\n");
	proctext_expect(hp_procnet_parse_dev, "", "");
	proctext_expect(hp_procnet_parse_dev, DEV_HEAD, "");
	proctext_refuse(hp_procnet_parse_dev, DEV_HEAD "lo 1 2\n", 3, 0);
	proctext_refuse(hp_procnet_parse_dev, DEV_HEAD "lo: 1 2\n", 3, 0);
	proctext_refuse(
		hp_procnet_parse_dev,
		DEV_HEAD "a: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\nb: 1 2 x 4\n", 4, 1);
	proctext_refuse(hp_procnet_parse_dev,
			DEV_HEAD
			"lo: 18446744073709551616 2 3 4 5 6 7 8 9 10 11 12 13 14 "
			"15 16\n",
			3, 0);
}

static void test_mcast(void **state)
{
	proctext_expect(
		hp_procnet_parse_mcast,
		"4    eth0            1     0     3333ff000002\n"
		"12   ib0             2     1     "
		"00ffffffff12401bffff000000000000ffffffff\n",
		"device=eth0 address=33:33:ff:00:00:02 ifindex=4 users=1 global=0\n"
		"device=ib0 address=00:ff:ff:ff:ff:12:40:1b:ff:ff:00:00:00:00:00:00:"
		"ff:ff:ff:ff ifindex=12 users=2 global=1\n");
	proctext_expect(hp_procnet_parse_mcast, "", "");
	proctext_refuse(hp_procnet_parse_mcast, "4 eth0 1 0\n", 1, 0);
	proctext_refuse(hp_procnet_parse_mcast, "4 eth0 1 0 3333f\n", 1, 0);
	proctext_refuse(hp_procnet_parse_mcast, "4 eth0 1 0 zz\n", 1, 0);
	proctext_refuse(hp_procnet_parse_mcast, "4\n", 1, 0);
	proctext_refuse(
		hp_procnet_parse_mcast,
		"4 eth0 1 0 00112233445566778899aabbccddeeff00112233445566778899aab"
		"bccddeeff00\n",
		1, 0);
}

#define WIRELESS_HEAD                                                                    \
	"Inter-| sta-|   Quality        |   Discarded packets               | Missed | " \
	"WE\n face | tus | link level noise |  nwid  crypt   frag  retry   misc | "      \
	"beacon | 22\n"

static void test_wireless(void **state)
{
	proctext_expect(
		hp_procnet_parse_wireless,
		WIRELESS_HEAD
		" wlan0: 0000   70.  -30.  -256        0      0      0      3     "
		" 9        0\n"
		" wlan1: 00ff    0     0     0         1      2      3      4     "
		" 5        6\n",
		"device=wlan0 status=0 link=70 level=-30 noise=-256 discarded_nwid=0 "
		"discarded_crypt=0 discarded_frag=0 discarded_retry=3 discarded_misc=9 "
		"missed_beacon=0\n"
		"device=wlan1 status=255 link=0 level=0 noise=0 discarded_nwid=1 "
		"discarded_crypt=2 discarded_frag=3 discarded_retry=4 discarded_misc=5 "
		"missed_beacon=6\n");
	proctext_refuse(hp_procnet_parse_wireless,
			WIRELESS_HEAD "wlan0: 0000 70. --1 0\n", 3, 0);
}

static void test_ptype(void **state)
{
	proctext_expect(hp_procnet_parse_ptype,
			"Type Device      Function\n"
			"ALL  eth0     packet_rcv [af_packet]\n"
			"ALL           tpacket_rcv [af_packet]\n"
			"0800          ip_rcv\n"
			"1234 a-long-name0 f\n",
			"type=ALL function=packet_rcv [af_packet] device=eth0 "
			"protocol=every frame\n"
			"type=ALL function=tpacket_rcv [af_packet] device=- "
			"protocol=every frame\n"
			"type=0800 function=ip_rcv device=- protocol=IPv4\n"
			"type=1234 function=f device=a-long-name0 protocol=-\n");
	proctext_refuse(hp_procnet_parse_ptype, "Type Device Function\n0800\n", 2, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_dev),
		cmocka_unit_test(test_mcast),
		cmocka_unit_test(test_wireless),
		cmocka_unit_test(test_ptype),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
