/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/netqdisc*.c, netio_qdisc.c and netkey_qdisc.c: what each section
 * comes to in the kernel's messages, and what is there already. The numbers are those of
 * linux/pkt_sched.h. */
#include <linux/pkt_sched.h>

#include "netapply_qdisc.h"
#include "netio.h"
#include "netmessage.h"
#include "netqdisckind.h"
#include "planned.h"

static struct nl_msg *message_of(const struct hp_net_object *object)
{
	const struct hp_net_io *io = hp_net_ios[object->kind];
	struct nl_msg *msg = hp_netlink_message(io->add, io->add_flags);

	assert_non_null(msg);
	assert_int_equal(io->put(msg, 2, object), 0);
	return msg;
}

/* The one thing that such a file asks for. */
static const struct hp_net_object *only(const char *text)
{
	want_network(text);
	assert_int_equal(network_file.n_objects, 1);
	return &network_file.objects[0].object;
}

struct golden {
	const char *file;
	uint32_t handle, parent;
	const char *message; /* behind these */
};

static const struct golden disciplines[] = {
	{"[PFIFO]\n", 0, TC_H_ROOT, "1='pfifo'"},
	{"[PFIFO]\nHandle=0x1f\nParent=root\nPacketLimit=1000\n", 0x1f0000, TC_H_ROOT,
	 "1='pfifo' 2=e8030000"},
	{"[PFIFO]\nParent=1:1a\nPacketLimit=4294967294\n", 0, 0x1001a,
	 "1='pfifo' 2=feffffff"},
	{"[PFIFO]\nHandle=9\nHandle=\nParent=1:1\nParent=\nPacketLimit=1\nPacketLimit=\n",
	 0, TC_H_ROOT, "1='pfifo'"},
	{"[BFIFO]\nLimitBytes=64K\n", 0, TC_H_ROOT, "1='bfifo' 2=00000100"},
	{"[PFIFOHeadDrop]\nPacketLimit=0\n", 0, TC_H_ROOT,
	 "1='pfifo_head_drop' 2=00000000"},
	{"[PFIFOFast]\nHandle=ffff\n", 0xffff0000, TC_H_ROOT, "1='pfifo_fast'"},
	{"[QDisc]\nParent=clsact\n", 0xffff0000, TC_H_INGRESS, "1='clsact'"},
	{"[QDisc]\nHandle=5\nParent=ingress\n", 0xffff0000, TC_H_INGRESS, "1='ingress'"},
	{"[NetworkEmulator]\n", 0, TC_H_ROOT,
	 "1='netem' 2=00000000e803000000000000000000000000000000000000"},
	{"[NetworkEmulator]\nDelaySec=100ms\nDelayJitterSec=64us\nPacketLimit=5\n"
	 "LossRate=1%\nDuplicateRate=100%\n",
	 0, TC_H_ROOT, "1='netem' 2=84d7170005000000285c8f0200000000ffffffffe8030000"},
};

static const struct golden fair[] = {
	{"[FairQueueing]\n", 0, TC_H_ROOT, "1='fq'"},
	{"[FairQueueing]\nPacketLimit=1\nFlowLimit=2\nQuantumBytes=3K\n"
	 "InitialQuantumBytes=4\nMaximumRate=1.5G\nBuckets=1025\nOrphanMask=5\nPacing=no\n"
	 "CEThresholdSec=6us\n",
	 0, TC_H_ROOT,
	 "1='fq' 2{1=01000000 2=02000000 3=000c0000 4=04000000 7=e0052d0b "
	 "8=0a000000 10=05000000 5=00000000 12=06000000}"},
	{"[FairQueueingControlledDelay]\nPacketLimit=1\nMemoryLimitBytes=1M\nFlows=3\n"
	 "TargetSec=5ms\nIntervalSec=1\nQuantumBytes=300\nECN=yes\nCEThresholdSec=1ms\n",
	 0, TC_H_ROOT,
	 "1='fq_codel' 2{2=01000000 9=00001000 5=03000000 1=88130000 3=40420f00 "
	 "6=2c010000 4=01000000 7=e8030000}"},
};

/* struct tc_tbf_qopt: rate and peakrate (each: layer, mpu, bytes per second), limit,
 * buffer and mtu in ticks. */
static const struct golden buckets[] = {
	{"[TokenBucketFilter]\nRate=8M\nBurstBytes=2000\nLimitBytes=3000\n", 0, TC_H_ROOT,
	 "1='tbf' 2{1=000100000000000040420f00000000000000000000000000b80b0000127a000000000000 "
	 "6=d0070000}"},
	/* 1 MB/s x 50 ms + 2000; of the peak, 2 MB/s x 50 ms + 1500 is more. */
	{"[TokenBucketFilter]\nRate=8M\nBurstBytes=2000\nLatencySec=50ms\nMPUBytes=64\n"
	 "PeakRate=16M\nMTUBytes=1500\n",
	 0, TC_H_ROOT,
	 "1='tbf' 2{1=000100000000400040420f000001000000004000" /* rate, peakrate */
	 "80841e0020cb0000127a0000c62d0000 6=d0070000 7=dc050000}"},
	/* Above 32 bits, the rate is told again. */
	{"[TokenBucketFilter]\nRate=40G\nBurstBytes=1M\nLimitBytes=1M\n", 0, TC_H_ROOT,
	 "1='tbf' 2{1=0001000000000000ffffffff00000000000000000000000000001000cc0c000000000000 "
	 "6=00001000 4=00f2052a01000000}"},
};

static const struct golden shaper[] = {
	{"[CAKE]\n", 0, TC_H_ROOT, "1='cake'"},
	{"[CAKE]\nBandwidth=8M\nAutoRateIngress=yes\nOverheadBytes=-64\nMPUBytes=256\n"
	 "CompensationMode=atm\nUseRawPacketSize=yes\nFlowIsolationMode=triple\nNAT=no\n"
	 "PriorityQueueingPreset=precedence\nFirewallMark=4294967295\nWash=yes\n"
	 "SplitGSO=no\n",
	 0, TC_H_ROOT,
	 "1='cake' 2{2=40420f0000000000 9=01000000 6=c0ffffff 14=00010000 4=01000000 "
	 "12=00000000 5=07000000 11=00000000 3=04000000 18=ffffffff 13=01000000 "
	 "17=00000000}"},
	{"[CAKE]\nUseRawPacketSize=no\nOverheadBytes=256\n", 0, TC_H_ROOT,
	 "1='cake' 2{6=00010000}"},
};

/* struct tc_htb_opt: rate and ceil as of tbf, buffer and ceil's in ticks, quantum, level
 * and priority; struct tc_htb_glob: version, rate to quantum, default, debug, packets. */
static const struct golden classes[] = {
	{"[HierarchyTokenBucket]\n", 0, TC_H_ROOT,
	 "1='htb' 2{2=030000000a000000000000000000000000000000}"},
	{"[HierarchyTokenBucket]\nDefaultClass=0x1E\nRateToQuantum=5\nHandle=1\n",
	 0x10000, TC_H_ROOT, "1='htb' 2{2=03000000050000001e0000000000000000000000}"},
	/* 1600 bytes at 1 MB/s: 25000 ticks. */
	{"[HierarchyTokenBucketClass]\nClassId=1:2\nParent=1:\nRate=8M\n", 0x10002,
	 TC_H_ROOT,
	 "1='htb' 2{1=000100000000000040420f00000100000000000040420f00a8610000a861000000000000"
	 "0000000000000000}"},
	{"[HierarchyTokenBucketClass]\nClassId=1:2\nParent=1:1\nRate=8M\nCeilRate=40G\n"
	 "Priority=7\nQuantumBytes=3000\nMTUBytes=6400\nOverheadBytes=8\n"
	 "CeilBufferBytes=1M\n",
	 0x10002, 0x10001,
	 "1='htb' 2{1=000108000000000040420f000001080000000000ffffffffa0860100cc0c0000b80b0000"
	 "0000000007000000 7=00f2052a01000000}"},
	{"[DeficitRoundRobinScheduler]\nHandle=1\n", 0x10000, TC_H_ROOT, "1='drr'"},
	{"[DeficitRoundRobinSchedulerClass]\nClassId=1:2\nParent=root\n", 0x10002,
	 TC_H_ROOT, "1='drr' 2{}"},
	{"[DeficitRoundRobinSchedulerClass]\nClassId=1:2\nQuantumBytes=3K\n", 0x10002,
	 TC_H_ROOT, "1='drr' 2{1=000c0000}"},
	{"[QuickFairQueueing]\n", 0, TC_H_ROOT, "1='qfq'"},
	{"[QuickFairQueueingClass]\nClassId=1:2\nWeight=9\nMaxPacketBytes=2K\n", 0x10002,
	 TC_H_ROOT, "1='qfq' 2{1=09000000 2=00080000}"},
	{"[EnhancedTransmissionSelection]\nStrictBands=1\nQuantumBytes=1K 2\n"
	 "QuantumBytes=3\nPriorityMap=0 3\n",
	 0, TC_H_ROOT,
	 "1='ets' 2{1=04 2=01 3{4=00040000 4=02000000 4=03000000} 5{6=00 6=03}}"},
	{"[EnhancedTransmissionSelection]\nBands=16\nQuantumBytes=5\nQuantumBytes=\n", 0,
	 TC_H_ROOT, "1='ets' 2{1=10}"},
};

static const struct golden queues[] = {
	{"[ControlledDelay]\nPacketLimit=1\nTargetSec=5ms\nIntervalSec=1\nECN=yes\n"
	 "CEThresholdSec=1ms\n",
	 0, TC_H_ROOT,
	 "1='codel' 2{2=01000000 1=88130000 3=40420f00 4=01000000 5=e8030000}"},
	{"[PIE]\nPacketLimit=7\n", 0, TC_H_ROOT, "1='pie' 2{2=07000000}"},
	{"[FlowQueuePIE]\nPacketLimit=7\n", 0, TC_H_ROOT, "1='fq_pie' 2{1=07000000}"},
	{"[HeavyHitterFilter]\nPacketLimit=7\n", 0, TC_H_ROOT, "1='hhf' 2{1=07000000}"},
	{"[StochasticFairBlue]\nPacketLimit=7\n", 0, TC_H_ROOT,
	 "1='sfb' 2{1=c027090060ea00001900000014000000210000000300000007000000"
	 "0a00000014000000}"},
	{"[StochasticFairnessQueueing]\n", 0, TC_H_ROOT, "1='sfq'"},
	{"[StochasticFairnessQueueing]\nPerturbPeriodSec=1min\n", 0, TC_H_ROOT,
	 "1='sfq' 2=000000003c000000000000000000000000000000"},
	{"[GenericRandomEarlyDetection]\nVirtualQueues=16\nDefaultVirtualQueue=15\n"
	 "GenericRIO=yes\n",
	 0, TC_H_ROOT, "1='gred' 2{3=100000000f00000001000000}"},
};

static void check_all(const struct golden *golden, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		_cleanup_msg_ struct nl_msg *msg = message_of(only(golden[i].file));
		const struct tcmsg *info = nlmsg_data(nlmsg_hdr(msg));

		assert_int_equal(info->tcm_ifindex, 2);
		assert_int_equal(info->tcm_handle, golden[i].handle);
		assert_int_equal(info->tcm_parent, golden[i].parent);
		assert_string_equal(message_text(msg, sizeof(*info)), golden[i].message);
	}
}

static void test_disciplines(void **state)
{
	check_all(disciplines, ARRAY_SIZE(disciplines));
}

static void test_fair(void **state)
{
	check_all(fair, ARRAY_SIZE(fair));
}

static void test_buckets(void **state)
{
	check_all(buckets, ARRAY_SIZE(buckets));
}

static void test_shaper(void **state)
{
	check_all(shaper, ARRAY_SIZE(shaper));
}

static void test_classes(void **state)
{
	check_all(classes, ARRAY_SIZE(classes));
}

static void test_queues(void **state)
{
	check_all(queues, ARRAY_SIZE(queues));
}

/* What the kernel says when it was told that, with the number it gives. */
static void is_told(const struct hp_net_object *object)
{
	_cleanup_msg_ struct nl_msg *msg = message_of(object);
	struct tcmsg *info = nlmsg_data(nlmsg_hdr(msg));

	if (!info->tcm_handle)
		info->tcm_handle = 0x80010000;
	assert_int_equal(hp_net_ios[object->kind]->read(nlmsg_hdr(msg), NULL, &is), 0);
}

/* Each is read as it was written. */
static void test_second_run(void **state)
{
	static const struct {
		const struct golden *golden;
		size_t n;
	} lists[] = {
		{disciplines, ARRAY_SIZE(disciplines)}, {fair, ARRAY_SIZE(fair)},
		{buckets, ARRAY_SIZE(buckets)},		{shaper, ARRAY_SIZE(shaper)},
		{classes, ARRAY_SIZE(classes)},		{queues, ARRAY_SIZE(queues)},
	};

	is.link.flags = IFF_UP;
	for (size_t l = 0; l < ARRAY_SIZE(lists); l++) {
		for (size_t i = 0; i < lists[l].n; i++) {
			hp_net_objects_free(&is.objects);
			is_told(only(lists[l].golden[i].file));
			assert_int_equal(is.objects.n, 1);
			assert_plan("");
		}
	}
}

static void there(const char *file)
{
	hp_net_objects_free(&is.objects);
	is.link.flags = IFF_UP;
	is_told(only(file));
}

static void test_changed(void **state)
{
	there("[PFIFO]\nPacketLimit=5\n");
	want_network("[PFIFO]\nPacketLimit=6\n");
	assert_plan("qdisc pfifo root");
	want_network("[PFIFO]\n");
	assert_plan("");
	want_network("[PFIFO]\nParent=1:2\n");
	assert_plan("qdisc pfifo parent 1:2");
	there("[TokenBucketFilter]\nRate=8M\nBurstBytes=2000\nLimitBytes=3000\n");
	want_network("[TokenBucketFilter]\nRate=8M\nBurstBytes=2001\nLimitBytes=3000\n");
	assert_plan("qdisc tbf root");
	want_network("[TokenBucketFilter]\nRate=40G\nBurstBytes=2000\nLimitBytes=3000\n");
	assert_plan("qdisc tbf root");
}

/* The kernel changes neither a kind nor a number, and of some kinds nothing. */
static void test_replaced(void **state)
{
	there("[PFIFO]\nPacketLimit=5\n");
	want_network("[BFIFO]\n");
	assert_plan("no qdisc pfifo 8001: root|qdisc bfifo root");
	want_network("[PFIFO]\nHandle=1\n");
	assert_plan("no qdisc pfifo 8001: root|qdisc pfifo 1: root");
	want_network("[PFIFO]\nHandle=8001\nParent=1:2\n");
	assert_plan("no qdisc pfifo 8001: root|qdisc pfifo 8001: parent 1:2");
	there("[QDisc]\nParent=ingress\n");
	want_network("[QDisc]\nParent=clsact\n");
	assert_plan("no qdisc ingress|qdisc clsact");
	there("[FairQueueingControlledDelay]\nFlows=5\n");
	want_network("[FairQueueingControlledDelay]\nFlows=5\nECN=yes\n");
	assert_plan("no qdisc fq_codel 8001: root|qdisc fq_codel root");
	there("[HierarchyTokenBucket]\nHandle=1\n");
	want_network("[HierarchyTokenBucket]\nDefaultClass=1\n");
	assert_plan("no qdisc htb 1: root|qdisc htb root");
	there("[HierarchyTokenBucketClass]\nClassId=1:2\nRate=8M\n");
	want_network("[HierarchyTokenBucketClass]\nClassId=1:2\nParent=1:1\nRate=8M\n");
	assert_plan("no class htb 1:2|class htb 1:2");
}

static void test_class_changed(void **state)
{
	static const char class[] =
		"[HierarchyTokenBucketClass]\nClassId=1:2\nRate=8M\nQuantumBytes=5K\n";
	static const char *const others[] = {
		"QuantumBytes=6K", "Rate=9M",	     "CeilRate=9M",	   "Priority=1",
		"OverheadBytes=1", "BufferBytes=1K", "CeilBufferBytes=1K", "Rate=40G",
	};
	char text[256];

	there(class);
	want_network("[HierarchyTokenBucketClass]\nClassId=1:2\nRate=8M\n");
	assert_plan("");
	for (size_t i = 0; i < ARRAY_SIZE(others); i++) {
		snprintf(text, sizeof(text), "%s%s\n", class, others[i]);
		want_network(text);
		assert_plan("class htb 1:2");
	}
}

/* Of a class that has others in it, the kernel changes neither. */
static void test_inner_class(void **state)
{
	static const char class[] = "[HierarchyTokenBucketClass]\nClassId=1:2\nRate=8M\n"
				    "Priority=2\nQuantumBytes=5K\n";
	struct hp_net_qdisc *told;
	struct tc_htb_opt options;

	there(class);
	told = &is.objects.item[0].qdisc;
	hp_net_qdisc_get(told, TCA_HTB_PARMS, &options, sizeof(options));
	options.level = 7;
	told->n_options = 0;
	hp_net_qdisc_put(told, TCA_HTB_PARMS, &options, sizeof(options));
	want_network("[HierarchyTokenBucketClass]\nClassId=1:2\nRate=8M\n"
		     "Priority=3\nQuantumBytes=6K\n");
	assert_plan("");
	want_network("[HierarchyTokenBucketClass]\nClassId=1:2\nRate=9M\n");
	assert_plan("class htb 1:2");
}

/* The kernel changes the rate. */
static void test_automatic_rate(void **state)
{
	there("[CAKE]\nBandwidth=9M\nAutoRateIngress=yes\n");
	want_network("[CAKE]\nBandwidth=8M\nAutoRateIngress=yes\n");
	assert_plan("");
	want_network("[CAKE]\nBandwidth=8M\n");
	assert_plan("qdisc cake root");
	want_network("[CAKE]\nBandwidth=8M\nAutoRateIngress=no\n");
	assert_plan("qdisc cake root");
	there("[CAKE]\nBandwidth=9M\nAutoRateIngress=no\n");
	want_network("[CAKE]\nBandwidth=8M\nAutoRateIngress=yes\n");
	assert_plan("qdisc cake root");
}

/* The kernel tells a limit of its own, and bands to the last. */
static void test_more_is_told(void **state)
{
	there("[StochasticFairBlue]\nPacketLimit=7\n");
	want_network("[StochasticFairBlue]\n");
	assert_plan("");
	want_network("[StochasticFairBlue]\nPacketLimit=8\n");
	assert_plan("qdisc sfb root");
	there("[StochasticFairnessQueueing]\nPerturbPeriodSec=1\n");
	want_network("[StochasticFairnessQueueing]\n");
	assert_plan("");
	want_network("[StochasticFairnessQueueing]\nPerturbPeriodSec=0\n");
	assert_plan("qdisc sfq root");
	there("[EnhancedTransmissionSelection]\nBands=4\nPriorityMap=0 1 2 3 3 3\n");
	want_network("[EnhancedTransmissionSelection]\nBands=4\nPriorityMap=0 1\n");
	assert_plan("");
	want_network("[EnhancedTransmissionSelection]\nBands=4\nPriorityMap=1 0\n");
	assert_plan("qdisc ets root");
}

/* Of two for one place, the first. */
static void test_repeated(void **state)
{
	is.link.flags = IFF_UP;
	want_network("[PFIFO]\n[BFIFO]\n[QDisc]\nParent=clsact\n");
	assert_plan("qdisc pfifo root|qdisc clsact");
}

/* CoDel rounds times in units of 1024 ns. */
static void test_rounded_times(void **state)
{
	there("[FairQueueingControlledDelay]\nTargetSec=4999us\n");
	want_network("[FairQueueingControlledDelay]\nTargetSec=5ms\n");
	assert_plan("");
	want_network("[FairQueueingControlledDelay]\nTargetSec=4998us\n");
	assert_plan("no qdisc fq_codel 8001: root|qdisc fq_codel root");
}

/* Attributes without end and of no length, and more than there is room for. */
static void test_hostile_options(void **state)
{
	static const uint8_t bytes[][8] = {
		{4, 0}, {0, 0}, {3, 0, 1, 0}, {255, 255, 1, 0}, {9, 0, 1, 0, 1, 0, 0, 0}};

	there("[FairQueueing]\nPacketLimit=1\n");
	for (size_t i = 0; i < ARRAY_SIZE(bytes); i++) {
		is.objects.item[0].qdisc.n_options = sizeof(bytes[i]);
		memcpy(is.objects.item[0].qdisc.options, bytes[i], sizeof(bytes[i]));
		assert_plan("qdisc fq root");
	}
}

static void test_long_options(void **state)
{
	static const char zeros[2 * HP_NET_QDISC_OPTIONS_MAX];
	_cleanup_msg_ struct nl_msg *msg = hp_netlink_message(RTM_NEWQDISC, 0);
	struct tcmsg info = {.tcm_ifindex = 2, .tcm_handle = 0x10000, .tcm_parent = -1};
	struct nlattr *options;

	is.link.flags = IFF_UP;
	assert_int_equal(nlmsg_append(msg, &info, sizeof(info), NLMSG_ALIGNTO), 0);
	assert_int_equal(nla_put_string(msg, TCA_KIND, "fq"), 0);
	options = nla_nest_start(msg, TCA_OPTIONS);
	assert_int_equal(nla_put(msg, 100, sizeof(zeros), zeros), 0);
	assert_int_equal(nla_put_u32(msg, TCA_FQ_PLIMIT, 7), 0);
	nla_nest_end(msg, options);
	assert_int_equal(hp_net_ios[HP_NET_QDISC]->read(nlmsg_hdr(msg), NULL, &is), 0);
	want_network("[FairQueueing]\nPacketLimit=7\n");
	assert_plan("");
}

static void test_wrong_values(void **state)
{
	static const char *const fifo[] = {
		"Parent=1",	 "Parent=1:",	  "Parent=0:1", "Parent=1:10000",
		"Parent=g:1",	 "Parent=clsact", "Handle=0",	"Handle=10000",
		"Handle=1:",	 "Handle=x",	  "Handle=0x",	"PacketLimit=4294967295",
		"PacketLimit=x",
	};
	static const char *const netem[] = {
		"LossRate=1",
		"LossRate=101%",
		"LossRate=0.001%",
		"LossRate=x%",
		"DelaySec=275s",
		"DelaySec=x",
		"DelayJitterSec=2147484us",
	};
	static const char *const fq[] = {
		"Buckets=1",	   "Buckets=262145",  "Pacing=x",
		"MaximumRate=35G", "MaximumRate=1Kb", "QuantumBytes=4G",
	};
	static const char *const tbf[] = {
		"Rate=",
		"Rate=7",
		"BurstBytes=",
		"LimitBytes=",
		"LatencySec=1",
		"PeakRate=9M",
		"PeakRate=8M\nMTUBytes=1500",
		"MPUBytes=64K",
		"Rate=1K\nBurstBytes=1M",
		"LimitBytes=\nLatencySec=4000\nRate=40G",
	};
	static const char *const hook[] = {"Parent=", "Parent=root", "Parent=1:1"};
	static const char *const class[] = {
		"ClassId=",	 "ClassId=1:0", "ClassId=root", "Parent=2:",
		"Parent=2:1",	 "Parent=1",	"Rate=",	"Priority=8",
		"BufferBytes=x", "ClassId=0:1", "MTUBytes=4G",	"Rate=8\nBufferBytes=1M",
	};
	static const char *const cake[] = {
		"OverheadBytes=-65",  "OverheadBytes=257",
		"OverheadBytes=-",    "MPUBytes=0",
		"CompensationMode=x", "FlowIsolationMode=host",
		"Bandwidth=-1",	      "Bandwidth=99999999999999999999",
	};
	static const char *const ets[] = {
		"Bands=17",	 "Bands=",
		"StrictBands=3", "QuantumBytes=0",
		"PriorityMap=2", "QuantumBytes=1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
	};
	static const char *const gred[] = {"VirtualQueues=", "DefaultVirtualQueue=2"};

	assert_each_wrong("[PFIFO]\n", fifo, ARRAY_SIZE(fifo));
	assert_each_wrong("[NetworkEmulator]\n", netem, ARRAY_SIZE(netem));
	assert_each_wrong("[FairQueueing]\n", fq, ARRAY_SIZE(fq));
	assert_each_wrong(
		"[TokenBucketFilter]\nRate=8M\nBurstBytes=2000\nLimitBytes=3000\n", tbf,
		ARRAY_SIZE(tbf));
	assert_each_wrong("[HierarchyTokenBucketClass]\nClassId=1:2\nRate=8M\n", class,
			  ARRAY_SIZE(class));
	assert_each_wrong("[CAKE]\n", cake, ARRAY_SIZE(cake));
	assert_each_wrong("[EnhancedTransmissionSelection]\nBands=2\n", ets,
			  ARRAY_SIZE(ets));
	assert_each_wrong("[GenericRandomEarlyDetection]\nVirtualQueues=2\n", gred,
			  ARRAY_SIZE(gred));
	assert_each_wrong("[QDisc]\nParent=clsact\n", hook, ARRAY_SIZE(hook));
}

/* What stands in one that the kernel does not have, at whatever depth; at the root, none.
 */
static void test_lacking(void **state)
{
	_cleanup_(hp_net_plan_free) struct hp_net_plan plan = {0};
	static const int refused[] = {-ENOENT, -EOPNOTSUPP};

	is.link.flags = IFF_UP;
	want_network("[QDisc]\nParent=clsact\n[HierarchyTokenBucket]\nHandle=1\n"
		     "[HierarchyTokenBucketClass]\nClassId=1:2\nRate=8M\n"
		     "[PFIFO]\nParent=1:2\n");
	assert_int_equal(hp_net_plan_make(&plan, &want, &is), 0);
	assert_plan(
		"qdisc clsact|qdisc htb 1: root|class htb 1:2|qdisc pfifo parent 1:2");
	for (size_t i = 0; i < plan.n; i++)
		for (size_t j = 0; j < ARRAY_SIZE(refused); j++)
			assert_int_equal(
				hp_net_qdisc_is_lacking(&plan.steps[i], refused[j]),
				plan.steps[i].object.now.kind == HP_NET_QDISC);
	assert_false(hp_net_qdisc_is_lacking(&plan.steps[0], -EINVAL));
	plan.steps[0].left_out = true;
	for (size_t i = 0; i < plan.n; i++)
		assert_false(hp_net_qdisc_is_without_parent(&plan, i));
	plan.steps[1].left_out = true;
	assert_true(hp_net_qdisc_is_without_parent(&plan, 2));
	assert_true(hp_net_qdisc_is_without_parent(&plan, 3));
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, planned_setup, planned_teardown)
	static const struct CMUnitTest tests[] = {
		TEST(test_disciplines),	   TEST(test_fair),
		TEST(test_shaper),	   TEST(test_classes),
		TEST(test_queues),	   TEST(test_class_changed),
		TEST(test_more_is_told),   TEST(test_buckets),
		TEST(test_second_run),	   TEST(test_changed),
		TEST(test_replaced),	   TEST(test_repeated),
		TEST(test_rounded_times),  TEST(test_hostile_options),
		TEST(test_long_options),   TEST(test_wrong_values),
		TEST(test_lacking),	   TEST(test_inner_class),
		TEST(test_automatic_rate),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
