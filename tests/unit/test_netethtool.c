/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/netethtool.c and lib/netkey_ethtool.c. */
#include "netfinish.h"
#include "netplan.h"
#include "sandbox.h"

static struct hp_net_file file;

static int teardown(void **state)
{
	hp_net_file_free(&file);
	return logged_teardown(state);
}

static void read_link(const char *keys)
{
	char text[512];
	_cleanup_fclose_ FILE *stream = NULL;

	hp_net_file_free(&file);
	snprintf(text, sizeof(text), "[Link]\n%s", keys);
	stream = fmemopen(text, strlen(text), "r");
	assert_int_equal(hp_net_file_read_stream(&file, HP_NET_FILE_LINK, stream, "f"),
			 0);
}

static void assert_wanted(enum hp_net_ethtool which, int64_t value)
{
	assert_int_equal(hp_net_ethtool_has(file.ethtool.known, which), value >= 0);
	if (value >= 0)
		assert_int_equal(file.ethtool.value[which], value);
}

static void test_switches(void **state)
{
	read_link("TCPSegmentationOffload=Yes\nRxFlowControl=off\nNTupleFilter=maybe\n"
		  "AutoNegotiation=1\nAutoNegotiation=\nTransmitChecksumOffload=no\n");
	assert_wanted(HP_NET_TSO, 1);
	assert_wanted(HP_NET_PAUSE_RX, 0);
	assert_wanted(HP_NET_NTUPLE, -1);
	assert_wanted(HP_NET_AUTONEG, -1);
	assert_wanted(HP_NET_TX_CHECKSUM, 0);
	assert_wanted(HP_NET_TX_CHECKSUM_SCTP, 0);
	assert_wanted(HP_NET_TSO6, -1);
	assert_logged("f:4:14: 'maybe' is neither yes nor no");
	assert_int_equal(count_lines(sandbox_read("/log")), 1);
}

static void test_numbers(void **state)
{
	read_link(
		"RxBufferSize=256\nTxBufferSize=max\nRxChannels=0\nTxChannels=4294967296\n"
		"OtherChannels=3\nOtherChannels=\n");
	assert_wanted(HP_NET_RING_RX, 256);
	assert_wanted(HP_NET_RING_TX, HP_NET_ETHTOOL_MAX);
	assert_wanted(HP_NET_CHANNEL_RX, -1);
	assert_wanted(HP_NET_CHANNEL_TX, -1);
	assert_wanted(HP_NET_CHANNEL_OTHER, -1);
	assert_logged("f:4:12: '0' is neither max nor a number from 1 to 4294967295");
	assert_logged("f:5:12: '4294967296' is neither max nor a number");
}

static void test_coalesce(void **state)
{
	read_link(
		"RxCoalesceSec=1500us\nTxCoalesceHighSec=2ms\nRxMaxCoalescedFrames=0\n"
		"TxMaxCoalescedIrqFrames=4294967295\nCoalescePacketRateSampleIntervalSec=1500ms\n"
		"UseAdaptiveRxCoalesce=yes\nMDI=mdix\nCoalescePacketRateLow=7\n"
		"CoalescePacketRateLow=\n");
	assert_wanted(HP_NET_COALESCE_RX, 1500);
	assert_wanted(HP_NET_COALESCE_TX_HIGH, 2000);
	assert_wanted(HP_NET_COALESCE_RX_FRAMES, 0);
	assert_wanted(HP_NET_COALESCE_TX_FRAMES_IRQ, UINT32_MAX);
	assert_wanted(HP_NET_COALESCE_SAMPLE, 2);
	assert_wanted(HP_NET_COALESCE_ADAPTIVE_RX, 1);
	assert_wanted(HP_NET_COALESCE_RATE_LOW, -1);
	assert_wanted(HP_NET_MDI, 2);
	assert_string_equal(sandbox_read("/log"), "");
	read_link("StatisticsBlockCoalesceSec=0\nRxCoalesceSec=2h\nMDI=left\n"
		  "TxMaxCoalescedFrames=-1\n");
	assert_int_equal(file.ethtool.known, 0);
	assert_logged("f:2:28: '0' is no time of up to 4294s that it can be");
	assert_logged("f:3:15: '2h' is no time of up to 4294s");
	assert_logged("f:4:5: 'left' is none of straight, crossover and auto");
	assert_logged("f:5:22: '-1' is no number from 0 to 4294967295");
}

static void test_wake_on_lan(void **state)
{
	read_link("WakeOnLan=magic  unicast sometimes\n");
	assert_wanted(HP_NET_WOL_MAGIC, 1);
	assert_wanted(HP_NET_WOL_UNICAST, 1);
	assert_wanted(HP_NET_WOL_PHY, 0);
	assert_wanted(HP_NET_WOL_SECUREON, 0);
	assert_logged("f:2:11: 'sometimes' is no event that wakes");
	read_link("WakeOnLan=phy off\n");
	assert_wanted(HP_NET_WOL_PHY, 0);
	read_link("WakeOnLan=phy\nWakeOnLan=\n");
	assert_wanted(HP_NET_WOL_PHY, -1);
}

/* All of it is read. */
static void finish(const char *keys)
{
	read_link(keys);
	assert_int_equal(hp_net_link_finish(&file), 0);
}

static void test_forced(void **state)
{
	finish("BitsPerSecond=2.5G\nDuplex=half\nAutoNegotiation=no\n");
	assert_wanted(HP_NET_FORCED, 2500 << 1);
	assert_wanted(HP_NET_AUTONEG, -1);
	assert_int_equal(file.ethtool_where[HP_NET_FORCED].line, 2);
	finish("AutoNegotiation=no\nBitsPerSecond=1999K\n");
	assert_wanted(HP_NET_FORCED, 1 << 1 | 1);
	finish("AutoNegotiation=no\nBitsPerSecond=1G\nBitsPerSecond=\n");
	assert_wanted(HP_NET_FORCED, -1);
	assert_wanted(HP_NET_AUTONEG, 0);
	assert_string_equal(sandbox_read("/log"), "");
	finish("BitsPerSecond=1G\n");
	assert_wanted(HP_NET_FORCED, -1);
	assert_logged(
		"f:2:15: BitsPerSecond= without AutoNegotiation=no; it is left out");
	finish("AutoNegotiation=no\nDuplex=full\n");
	assert_wanted(HP_NET_FORCED, -1);
	assert_wanted(HP_NET_AUTONEG, 0);
	assert_logged("f:3:8: Duplex= without BitsPerSecond=; it is left out");
	finish("BitsPerSecond=999K\nDuplex=both\n");
	assert_logged("f:2:15: '999K' is no speed of 1M or more");
	assert_logged("f:3:8: 'both' is neither half nor full");
}

static void test_advertise(void **state)
{
	finish("Advertise=10baset-half 100baset-full\nAdvertise=20000basekr2-full\n");
	assert_wanted(HP_NET_ADVERTISE, 1 << 0 | 1 << 3 | 1 << 13);
	assert_wanted(HP_NET_AUTONEG, 1);
	finish("Advertise=10baset-half\nAdvertise=\n");
	assert_wanted(HP_NET_ADVERTISE, -1);
	assert_wanted(HP_NET_AUTONEG, -1);
	assert_string_equal(sandbox_read("/log"), "");
	finish("Advertise=10baset 10baset-full\nAutoNegotiation=no\n");
	assert_wanted(HP_NET_ADVERTISE, 1 << 1);
	assert_wanted(HP_NET_AUTONEG, 1);
	assert_logged("f:2:11: '10baset' is no mode of a link");
	assert_logged("f:2:11: Advertise= implies AutoNegotiation=yes");
}

static void test_port(void **state)
{
	read_link("Port=fibre\n");
	assert_wanted(HP_NET_PORT, 3);
	read_link("Port=fibre\nPort=\n");
	assert_wanted(HP_NET_PORT, -1);
	read_link("Port=tp\nPort=usb\n");
	assert_wanted(HP_NET_PORT, -1);
	assert_logged("f:3:6: 'usb' is none of tp, aui, bnc, mii, fibre");
}

#define PASSWORD "02:aB:00:00:00:07"

static void read_password(const char *keys)
{
	read_link(keys);
	assert_int_equal(hp_net_link_finish(&file), 0);
}

static void test_password(void **state)
{
	char key[PATH_MAX + 64];

	read_password("WakeOnLan=magic\nWakeOnLanPassword=" PASSWORD "\n");
	assert_wanted(HP_NET_WOL_PASSWORD, 0x02ab00000007);
	assert_wanted(HP_NET_WOL_MAGIC, 1);
	assert_wanted(HP_NET_WOL_SECUREON, 1);
	read_password("WakeOnLanPassword=" PASSWORD "\nWakeOnLanPassword=\n");
	assert_wanted(HP_NET_WOL_PASSWORD, -1);
	assert_wanted(HP_NET_WOL_SECUREON, -1);
	assert_null(strstr(sandbox_read("/log"), "others"));
	read_password("WakeOnLanPassword=02:ab:00:00:00\n");
	assert_wanted(HP_NET_WOL_PASSWORD, -1);
	assert_wanted(HP_NET_WOL_SECUREON, -1);
	assert_logged("f:2:19: this is no WakeOnLanPassword= (six bytes as of a MAC "
		      "address, or the absolute path of a file); it is left out");
	assert_null(strstr(sandbox_read("/log"), "02:ab"));

	snprintf(key, sizeof(key), "WakeOnLanPassword=%s\n", "/etc/wol");
	read_password(key);
	assert_wanted(HP_NET_WOL_PASSWORD, -1);
	assert_logged("f:2:19: /etc/wol: no password can be read there (No such file or "
		      "directory); it is left out");
	sandbox_write("/etc/wol", PASSWORD "\n");
	assert_int_equal(chmod(sandbox_path("/etc/wol"), 0604), 0);
	read_password(key);
	assert_wanted(HP_NET_WOL_PASSWORD, 0x02ab00000007);
	assert_wanted(HP_NET_WOL_SECUREON, 1);
	assert_logged("f:2:19: others can read /etc/wol");
	sandbox_write("/etc/wol", "nonsense\n");
	read_password(key);
	assert_wanted(HP_NET_WOL_PASSWORD, -1);
	assert_null(strstr(sandbox_read("/log"), "nonsense"));
}

/* The file itself holds it. */
static void test_password_for_all(void **state)
{
	_cleanup_fclose_ FILE *stream = NULL;
	const char *path;

	sandbox_write("/a.link", "[Link]\nWakeOnLanPassword=" PASSWORD "\n");
	path = sandbox_path("/a.link");
	assert_int_equal(chmod(path, 0644), 0);
	stream = fopen(path, "re");
	hp_net_file_free(&file);
	assert_int_equal(hp_net_file_read_stream(&file, HP_NET_FILE_LINK, stream, path),
			 0);
	assert_wanted(HP_NET_WOL_PASSWORD, 0x02ab00000007);
	assert_logged("a.link:2:19: others can read the WakeOnLanPassword= in this file");
}

static void assert_described(enum hp_net_ethtool which, uint64_t value,
			     const char *expect)
{
	char text[64], little[8];

	assert_string_equal(hp_net_ethtool_describe(which, value, text, sizeof(text)),
			    expect);
	hp_net_ethtool_describe(which, value, little, sizeof(little));
	assert_memory_equal(little, expect, sizeof(little) - 1);
}

static void test_described(void **state)
{
	assert_described(HP_NET_FORCED, 100 << 1, "speed 100 half duplex");
	assert_described(HP_NET_FORCED, 10000 << 1 | 1, "speed 10000 full duplex");
	assert_described(HP_NET_FORCED, 0, "autoneg on");
	assert_described(HP_NET_ADVERTISE, 1 << 5 | 1 << 11,
			 "advertise 1000baset-full 10000baser-fec");
	assert_described(HP_NET_PORT, 4, "port bnc");
	assert_described(HP_NET_PORT, 255, "port other");
	assert_described(HP_NET_WOL_PASSWORD, 0x02ab00000007, "wol password");
}

static void test_refused(void **state)
{
	struct hp_net_ethtool_state here = {0};

	assert_true(hp_net_ethtool_is_refused(&here, HP_NET_LRO, 1));
	assert_false(hp_net_ethtool_is_refused(&here, HP_NET_LRO, 0));
	assert_true(hp_net_ethtool_is_refused(&here, HP_NET_RING_RX, 256));
	here.is.known = here.fixed = (uint64_t)1 << HP_NET_LRO;
	assert_true(hp_net_ethtool_is_refused(&here, HP_NET_LRO, 1));
	here.is.value[HP_NET_LRO] = 1;
	assert_false(hp_net_ethtool_is_refused(&here, HP_NET_LRO, 1));
	assert_true(hp_net_ethtool_is_refused(&here, HP_NET_LRO, 0));
	here.fixed = 0;
	assert_false(hp_net_ethtool_is_refused(&here, HP_NET_LRO, 0));
}

/* What is known and can be changed, and at most as many as there can be. */
static void test_plan(void **state)
{
	struct hp_net_state is = {.link = {.ifindex = 2, .name = "eth0"}};
	_cleanup_(hp_net_plan_free) struct hp_net_plan plan = {0};
	struct hp_net_want want = {.link = &file};
	char text[HP_NET_STEP_TEXT];

	read_link(
		"RxBufferSize=512\nTxBufferSize=max\nCombinedChannels=9\nLargeReceiveOffload=on\n"
		"TCPSegmentationOffload=no\nWakeOnLan=magic\n");
	is.ethtool.is.known = ~((uint64_t)1 << HP_NET_WOL_MAGIC);
	is.ethtool.fixed = (uint64_t)1 << HP_NET_LRO;
	is.ethtool.is.value[HP_NET_TSO] = 1;
	is.ethtool.is.value[HP_NET_RING_RX] = 512;
	is.ethtool.max[HP_NET_RING_RX] = is.ethtool.max[HP_NET_RING_TX] = 4096;
	is.ethtool.max[HP_NET_CHANNEL_COMBINED] = 4;
	assert_int_equal(hp_net_plan_make(&plan, &want, &is), 0);
	assert_int_equal(plan.n, 3);
	assert_string_equal(hp_net_step_describe(&plan.steps[0], text),
			    "tx-tcp-segmentation off");
	assert_string_equal(hp_net_step_describe(&plan.steps[1], text), "ring tx 4096");
	assert_string_equal(hp_net_step_describe(&plan.steps[2], text),
			    "channels combined 4");
	assert_int_equal(plan.steps[0].where.line, 6);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, logged_setup, teardown)
	static const struct CMUnitTest tests[] = {
		TEST(test_switches),	TEST(test_numbers),   TEST(test_coalesce),
		TEST(test_wake_on_lan), TEST(test_forced),    TEST(test_advertise),
		TEST(test_port),	TEST(test_described), TEST(test_refused),
		TEST(test_plan),	TEST(test_password),  TEST(test_password_for_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
