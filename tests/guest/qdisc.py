# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: queueing disciplines that files ask for, and what tc(8) makes of the same words."""
import re

# The file's sections on stdin, for q1; each argument is what tc is told, for q2. Told are both,
# and the steps that are left.
COMPARE = """#!/bin/sh
tc=/usr/sbin/tc # busybox has another
agent() { INTERFACE=q1 ACTION=add /usr/lib/hotplug/net.agent $1 net 2>&1; }
(printf '[Match]\\nName=q1\\n'; cat) >/etc/hotplug.d/net/q.network
agent
for words; do
	$tc $words
done
for at in q1 q2; do
	echo ===
	$tc -d qdisc show dev $at
	$tc -d class show dev $at
done
echo ===
agent --dry-run
for at in q1 q2; do
	$tc qdisc del dev $at root
done
"""
FILES = {"/qdisc.sh": COMPARE}
COPIES = {"/usr/sbin/tc": "/sbin/tc"}
ROOT = {
    "[PFIFO]\nPacketLimit=77\n": "pfifo limit 77",
    "[BFIFO]\nLimitBytes=64K\n": "bfifo limit 65536",
    "[PFIFOHeadDrop]\nPacketLimit=5\n": "pfifo_head_drop limit 5",
    "[PFIFOFast]\n": "pfifo_fast",
    "[TokenBucketFilter]\nRate=8M\nBurstBytes=20K\nLatencySec=50ms\nMPUBytes=64\n"
    "PeakRate=16M\nMTUBytes=1600\n":
        "tbf rate 8mbit burst 20k latency 50ms mpu 64 peakrate 16mbit mtu 1600",
    "[TokenBucketFilter]\nRate=40G\nBurstBytes=1M\nLimitBytes=1M\n":
        "tbf rate 40gbit burst 1m limit 1m",
    "[NetworkEmulator]\nDelaySec=100ms\nDelayJitterSec=13ms\nPacketLimit=50\nLossRate=1.5%\n"
    "DuplicateRate=20%\n": "netem delay 100ms 13ms limit 50 loss 1.5% duplicate 20%",
    "[FairQueueing]\nPacketLimit=500\nFlowLimit=20\nQuantumBytes=3K\nInitialQuantumBytes=9000\n"
    "MaximumRate=1.5G\nBuckets=512\nOrphanMask=255\nPacing=no\nCEThresholdSec=6ms\n":
        "fq limit 500 flow_limit 20 quantum 3072 initial_quantum 9000 maxrate 1500mbit buckets 512 "
        "orphan_mask 255 nopacing ce_threshold 6ms",
    "[FairQueueingControlledDelay]\nPacketLimit=100\nMemoryLimitBytes=1M\nFlows=32\n"
    "TargetSec=7ms\nIntervalSec=90ms\nQuantumBytes=300\nECN=no\nCEThresholdSec=1ms\n":
        "fq_codel limit 100 memory_limit 1m flows 32 target 7ms interval 90ms quantum 300 noecn "
        "ce_threshold 1ms",
    "[CAKE]\nBandwidth=35M\nAutoRateIngress=no\nOverheadBytes=-4\nMPUBytes=84\n"
    "CompensationMode=ptm\nFlowIsolationMode=dual-src-host\nNAT=yes\n"
    "PriorityQueueingPreset=diffserv8\nFirewallMark=255\nWash=yes\nSplitGSO=no\n":
        "cake bandwidth 35mbit overhead -4 mpu 84 ptm dual-srchost nat diffserv8 fwmark 255 wash "
        "no-split-gso",
    "[CAKE]\nUseRawPacketSize=yes\n": "cake raw",
    "[ControlledDelay]\nPacketLimit=100\nTargetSec=7ms\nIntervalSec=90ms\nECN=yes\n"
    "CEThresholdSec=1ms\n": "codel limit 100 target 7ms interval 90ms ecn ce_threshold 1ms",
    "[PIE]\nPacketLimit=70\n": "pie limit 70",
    "[FlowQueuePIE]\nPacketLimit=70\n": "fq_pie limit 70",
    "[HeavyHitterFilter]\nPacketLimit=70\n": "hhf limit 70",
    "[StochasticFairBlue]\nPacketLimit=70\n": "sfb limit 70",
    "[StochasticFairBlue]\n": "sfb",
    "[StochasticFairnessQueueing]\nPerturbPeriodSec=10\n": "sfq perturb 10",
    "[GenericRandomEarlyDetection]\nVirtualQueues=8\nDefaultVirtualQueue=3\nGenericRIO=yes\n":
        "gred setup DPs 8 default 3 grio",
    "[EnhancedTransmissionSelection]\nBands=6\nStrictBands=2\nQuantumBytes=3K 2000\n"
    "QuantumBytes=1500\nPriorityMap=0 1 5 2\n":
        "ets bands 6 strict 2 quanta 3072 2000 1500 priomap 0 1 5 2",
}
# Disciplines with classes, which stand in the file before what they are in. tc rounds to whole
# microseconds, so that 40 Gbit/s need a size that takes some.
TREES = {
    "[BFIFO]\nParent=1:11\nHandle=11\nLimitBytes=9000\n"
    "[HierarchyTokenBucketClass]\nParent=1:1\nClassId=1:11\nRate=1M\nCeilRate=8M\nPriority=3\n"
    "QuantumBytes=3000\nOverheadBytes=24\nBufferBytes=8K\nCeilBufferBytes=4K\n"
    "[HierarchyTokenBucketClass]\nParent=1:1\nClassId=1:1e\nRate=40G\nBufferBytes=10000\n"
    "CeilBufferBytes=10000\n"
    "[HierarchyTokenBucketClass]\nParent=1:\nClassId=1:1\nRate=8M\nMTUBytes=9000\n"
    "[HierarchyTokenBucket]\nHandle=1\nDefaultClass=1e\nRateToQuantum=20\n": (
        "qdisc replace dev q2 root handle 1: htb default 1e r2q 20",
        "class add dev q2 parent 1: classid 1:1 htb rate 8mbit mtu 9000",
        "class add dev q2 parent 1:1 classid 1:11 htb rate 1mbit ceil 8mbit prio 3 quantum 3000 "
        "overhead 24 burst 8k cburst 4k",
        "class add dev q2 parent 1:1 classid 1:1e htb rate 40gbit burst 10000 cburst 10000",
        "qdisc add dev q2 parent 1:11 handle 11: bfifo limit 9000"),
    "[DeficitRoundRobinSchedulerClass]\nClassId=1:2\nQuantumBytes=3000\n"
    "[DeficitRoundRobinSchedulerClass]\nClassId=1:3\n"
    "[DeficitRoundRobinScheduler]\nHandle=1\n": (
        "qdisc replace dev q2 root handle 1: drr",
        "class add dev q2 parent 1: classid 1:2 drr quantum 3000",
        "class add dev q2 parent 1: classid 1:3 drr"),
    "[QuickFairQueueingClass]\nClassId=1:2\nWeight=1000\nMaxPacketBytes=2K\n"
    "[QuickFairQueueingClass]\nClassId=1:3\n"
    "[QuickFairQueueing]\nHandle=1\n": (
        "qdisc replace dev q2 root handle 1: qfq",
        "class add dev q2 parent 1: classid 1:2 qfq weight 1000 maxpkt 2048",
        "class add dev q2 parent 1: classid 1:3 qfq"),
}


def told(text):
    """What of tc's words counts: not the numbers that the kernel chooses, nor what it has sent
    while there were no classes yet."""
    lines = re.sub(r"\b8[0-9a-f]{3}:| refcnt \d+|hash salt \S+|direct_packets_stat \d+", "",
                   text).splitlines()
    return sorted(line.strip() for line in lines)


def compare(guest):
    guest.sh("for q in 1 2; do ip link add q$q type dummy; done; hotplugctl settle", 60)
    roots = {file: (f"qdisc replace dev q2 root {words}",) for file, words in ROOT.items()}
    for sections, commands in {**roots, **TREES}.items():
        said, ours, theirs, left = guest.sh(
            "sh /qdisc.sh '" + "' '".join(commands) + f"' <<'X'\n{sections}X", 60).split("===")
        print(said.strip())
        guest.equal(f"what tc shows of {commands}", told(ours), told(theirs))
        guest.equal("steps that are left for it", left.strip(), "")
    guest.sh("rm /etc/hotplug.d/net/q.network; ip link del q1; ip link del q2")
