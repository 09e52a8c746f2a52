# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: queueing disciplines that files ask for, and what tc(8) makes of the same words."""
import json

# The file's sections on stdin, for q1; tc's words after "tc qdisc replace dev q2 root", for q2. Told
# are both, and the steps that are left.
COMPARE = """#!/bin/sh
tc=/usr/sbin/tc # busybox has another
agent() { INTERFACE=q1 ACTION=add /usr/lib/hotplug/net.agent $1 net 2>&1; }
(printf '[Match]\\nName=q1\\n'; cat) >/etc/hotplug.d/net/q.network
agent
$tc qdisc replace dev q2 root $*
for at in q1 q2; do
	echo ===
	$tc -j -d qdisc show dev $at
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
}


def told(text):
    """What of tc's words counts; handles and references differ."""
    return [{key: value for key, value in qdisc.items() if key not in ("handle", "refcnt")}
            for qdisc in json.loads(text)]


def compare(guest):
    guest.sh("for q in 1 2; do ip link add q$q type dummy; done; hotplugctl settle", 60)
    for sections, words in ROOT.items():
        said, ours, theirs, left = guest.sh(
            f"sh /qdisc.sh {words} <<'X'\n{sections}X", 60).split("===")
        print(said.strip())
        guest.equal(f"what tc shows of {words}", told(ours), told(theirs))
        guest.equal("steps that are left for it", left.strip(), "")
    guest.sh("rm /etc/hotplug.d/net/q.network; ip link del q1; ip link del q2")
