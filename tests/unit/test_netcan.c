/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/netcan*.c, and of the keys of [CAN] and [IPoIB]. */
#include "netfinish.h"
#include "netfit.h"
#include "planned.h"

/* Those of an SJA1000 with a crystal of 16 MHz. */
static const struct can_bittiming_const sja1000 = {
	.tseg1_min = 1,
	.tseg1_max = 16,
	.tseg2_min = 1,
	.tseg2_max = 8,
	.sjw_max = 4,
	.brp_min = 1,
	.brp_max = 64,
	.brp_inc = 1,
};
#define CLOCK 8000000

static void wants(const char *keys, const char *plan)
{
	char text[512];

	is.link.flags = IFF_UP;
	strcpy(is.link.kind, "can");
	snprintf(text, sizeof(text), "[CAN]\n%s\n", keys);
	want_network(text);
	assert_plan(plan);
}

static struct hp_net_can *has_can(struct can_bittiming timing)
{
	struct hp_net_object object = {
		.kind = HP_NET_CAN,
		.can = {.timing = {timing, sja1000}, .clock = CLOCK},
	};

	assert_int_equal(hp_net_objects_add(&is.objects, &object), 0);
	return &is.objects.item[is.objects.n - 1].can;
}

/* As the kernel makes it of 500 kbit/s. */
static const struct can_bittiming half_a_megabit = {
	.bitrate = 500000,
	.sample_point = 875,
	.tq = 125,
	.prop_seg = 6,
	.phase_seg1 = 7,
	.phase_seg2 = 2,
	.sjw = 1,
	.brp = 1,
};

static void test_values(void **state)
{
	wants("BitRate=500K\nSamplePoint=87.5%\nSyncJumpWidth=2", "can bitrate 500000");
	assert_int_equal(network_file.objects[0].object.can.timing.is.sample_point, 875);
	wants("BitRate=1M\nDataBitRate=4M\nDataSamplePoint=750‰\nFDMode=yes\nFDNonISO=no",
	      "can bitrate 1000000 data bitrate 4000000 fd on fd-non-iso off");
	assert_int_equal(network_file.objects[0].object.can.data.is.sample_point, 750);
	wants("TimeQuantaNSec=125ns\nPropagationSegment=6\nPhaseBufferSegment1=7\n"
	      "PhaseBufferSegment2=2",
	      "can tq 125");
	wants("TimeQuantaNSec=1us", "can tq 1000");
	wants("Loopback=1\nListenOnly=no\nTripleSampling=yes\nOneShot=no\n"
	      "BusErrorReporting=no\nPresumeAck=no\nClassicDataLengthCode=no",
	      "can loopback on listen-only off triple-sampling on one-shot off "
	      "berr-reporting off presume-ack off cc-len8-dlc off");
	wants("RestartSec=100ms\nTermination=yes", "can restart-ms 100 termination 120");
	wants("RestartSec=1500us\nTermination=1", "can restart-ms 2 termination 1");
	wants("RestartSec=infinity\nTermination=no", "can restart-ms 0 termination 0");
}

static void test_last_counts(void **state)
{
	wants("BitRate=500K\nLoopback=yes\n[CAN]\nBitRate=250K\nLoopback=\n",
	      "can bitrate 250000");
	wants("BitRate=500K\nBitRate=fast\nRestartSec=1\nRestartSec=",
	      "can bitrate 500000");
	assert_logged("f:3:9: 'fast' is no bit rate (1 to 4294967295, K, M, G)");
}

static void test_wrong_values(void **state)
{
	static const char *const wrong[] = {
		"BitRate=0",
		"BitRate=5G",
		"SamplePoint=101%",
		"SamplePoint=87.55%",
		"SamplePoint=875",
		"SamplePoint=1001‰",
		"TimeQuantaNSec=0",
		"TimeQuantaNSec=5s",
		"PropagationSegment=-1",
		"PhaseBufferSegment1=4294967296",
		"Termination=65536",
		"Termination=maybe",
		"RestartSec=soon",
		"FDMode=2",
		"SyncJumpWidth=wide",
	};

	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		wants(wrong[i], "");
		assert_int_equal(network_file.n_objects, 0);
	}
}

static void test_timing_there(void **state)
{
	has_can(half_a_megabit);
	wants("BitRate=500K", "");
	wants("BitRate=500K\nSamplePoint=88%", "");
	wants("BitRate=500K\nSamplePoint=75%", "can bitrate 500000");
	wants("BitRate=500K\nSyncJumpWidth=1", "");
	wants("BitRate=500K\nSyncJumpWidth=4", "can bitrate 500000");
	wants("BitRate=480K", "can bitrate 480000");
	wants("TimeQuantaNSec=125\nPropagationSegment=5\nPhaseBufferSegment1=8\n"
	      "PhaseBufferSegment2=2",
	      "");
	wants("TimeQuantaNSec=250\nPropagationSegment=5\nPhaseBufferSegment1=8\n"
	      "PhaseBufferSegment2=2",
	      "can tq 250");
	wants("TimeQuantaNSec=125\nPropagationSegment=5\nPhaseBufferSegment1=8\n"
	      "PhaseBufferSegment2=3",
	      "can tq 125");
}

/* 8 MHz are 16 quanta, the last of which is behind the sample; or 8. */
static void test_late_sample(void **state)
{
	struct can_bittiming timing = half_a_megabit;
	struct can_bittiming *there;

	timing.sample_point = 937;
	there = &has_can(timing)->timing.is;
	wants("BitRate=500K\nSamplePoint=100%", "");
	wants("BitRate=500K\nSamplePoint=80%", "can bitrate 500000");
	there->sample_point = 875;
	wants("BitRate=500K\nSamplePoint=100%", "can bitrate 500000");
	is.objects.item[0].can.timing.limits = (struct can_bittiming_const){0};
	wants("BitRate=500K\nSamplePoint=100%", "can bitrate 500000");
}

/* 8 MHz by 88 is the nearest to 90000; by 90 it has no parts. */
static void test_nearest_rate(void **state)
{
	struct can_bittiming timing = half_a_megabit;
	struct can_bittiming *there;

	timing.bitrate = 90909;
	there = &has_can(timing)->timing.is;
	wants("BitRate=90000", "");
	wants("BitRate=83333", "can bitrate 83333");
	there->bitrate = 88888;
	wants("BitRate=90000", "can bitrate 90000");
	/* Told of a controller without limits it is compared as it is. */
	is.objects.item[0].can.timing.limits = (struct can_bittiming_const){0};
	wants("BitRate=88888", "");
	wants("BitRate=88889", "can bitrate 88889");
}

static void test_modes_there(void **state)
{
	struct hp_net_can *can = has_can(half_a_megabit);

	can->mode.flags = CAN_CTRLMODE_LOOPBACK | CAN_CTRLMODE_ONE_SHOT;
	can->restart_ms = 100;
	can->given = HP_NET_CAN_RESTART;
	wants("Loopback=yes\nListenOnly=no\nRestartSec=100ms", "");
	wants("Loopback=no", "can loopback off");
	wants("RestartSec=200ms", "can restart-ms 200");
	wants("Termination=120", "can termination 120");
}

static void test_data_without_fd(void **state)
{
	wants("BitRate=1M\nDataBitRate=4M\n", "can bitrate 1000000 data bitrate 4000000");
	hp_net_can_finish(&network_file);
	assert_plan("can bitrate 1000000");
	assert_logged("f:3:13: [CAN]: a timing of data without FDMode=yes");
}

static void test_half_a_timing(void **state)
{
	has_can(half_a_megabit);
	wants("SamplePoint=80%", "");
	hp_net_can_finish(&network_file);
	assert_logged("f:2:13: [CAN]: a timing without bit rate and time quantum; it is "
		      "left out");
	wants("DataPhaseBufferSegment2=1\nFDMode=yes", "can fd on");
	logged_clear();
	hp_net_can_finish(&network_file);
	assert_logged("f:3:8: [CAN]: a timing without bit rate and time quantum");
	wants("BitRate=1M\nTimeQuantaNSec=125", "can bitrate 1000000");
	hp_net_can_finish(&network_file);
	assert_logged("[CAN]: beside a bit rate, a time quantum does not count");
	logged_clear();
	wants("BitRate=1M\nSamplePoint=80%\nFDMode=no", "can bitrate 1000000 fd off");
	hp_net_can_finish(&network_file);
	assert_not_logged("[CAN]");
}

static void test_ipoib(void **state)
{
	static const char *const text =
		"[IPoIB]\nMode=connected\nIgnoreUserspaceMulticastGroup=yes\n";
	struct hp_net_object *there;

	strcpy(is.link.kind, "ipoib");
	there = has_object(text);
	assert_plan("");
	there->ipoib.mode = 0;
	assert_plan("ipoib mode connected umcast 1");
	want_network("[IPoIB]\nMode=datagram\n");
	assert_plan("");
	want_network("[IPoIB]\nMode=fast\n");
	assert_int_equal(network_file.n_objects, 0);
}

static void test_other_kinds(void **state)
{
	is.link.flags = IFF_UP;
	strcpy(is.link.kind, "vcan");
	want_network("[CAN]\nBitRate=1M\n[IPoIB]\nMode=datagram\n");
	assert_plan("");
	hp_net_want_tell_misfits(&want, &is.link);
	assert_logged("f:2:9: eth0: is no CAN controller; [CAN] is left out");
	assert_logged("f:4:6: eth0: is no IP over InfiniBand; [IPoIB] is left out");
}

int main(void)
{
#define TEST(f)                                                                          \
	cmocka_unit_test_setup_teardown(f, planned_logged_setup, planned_logged_teardown)
	static const struct CMUnitTest tests[] = {
		TEST(test_values),	    TEST(test_last_counts),
		TEST(test_wrong_values),    TEST(test_timing_there),
		TEST(test_nearest_rate),    TEST(test_modes_there),
		TEST(test_data_without_fd), TEST(test_late_sample),
		TEST(test_half_a_timing),   TEST(test_ipoib),
		TEST(test_other_kinds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
