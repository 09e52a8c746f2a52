/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the disciplines that are fair to flows. See netqdisckind.h. */
#include <linux/pkt_sched.h>

#include "netqdisckinds.h"

#define NUMBER	    HP_NET_QDISC_NUMBER
#define SIZE	    HP_NET_QDISC_SIZE
#define YES	    HP_NET_QDISC_YES
#define TIME	    HP_NET_QDISC_TIME

#define BUCKETS_MAX 262144 /* fq_policy[] in net/sched/sch_fq.c */
#define FLOWS_MAX   65536  /* fq_codel_change() in net/sched/sch_fq_codel.c */

#define FQ	    "FairQueueing"
static const struct hp_net_attr_row fq_rows[] = {
	NUMBER(FQ, "PacketLimit", TCA_FQ_PLIMIT, .max = UINT32_MAX),
	NUMBER(FQ, "FlowLimit", TCA_FQ_FLOW_PLIMIT, .max = UINT32_MAX),
	SIZE(FQ, "QuantumBytes", TCA_FQ_QUANTUM, .min = 1, .max = 1 << 20),
	SIZE(FQ, "InitialQuantumBytes", TCA_FQ_INITIAL_QUANTUM, .max = UINT32_MAX),
	{FQ, "MaximumRate", TCA_FQ_FLOW_MAX_RATE, &hp_net_form_rate, .width = 4,
	 .max = UINT32_MAX},
	{FQ, "Buckets", TCA_FQ_BUCKETS_LOG, &hp_net_form_log2, .width = 4, .min = 2,
	 .max = BUCKETS_MAX},
	NUMBER(FQ, "OrphanMask", TCA_FQ_ORPHAN_MASK, .max = UINT32_MAX),
	YES(FQ, "Pacing", TCA_FQ_RATE_ENABLE),
	TIME(FQ, "CEThresholdSec", TCA_FQ_CE_THRESHOLD),
};

const struct hp_net_qdisc_kind hp_net_qdisc_fq = {
	.section = FQ,
	.name = "fq",
	.is_nested = true,
	.rows = fq_rows,
	.n_rows = ARRAY_SIZE(fq_rows),
};

#define FQ_CODEL "FairQueueingControlledDelay"
static const struct hp_net_attr_row fq_codel_rows[] = {
	NUMBER(FQ_CODEL, "PacketLimit", TCA_FQ_CODEL_LIMIT, .max = UINT32_MAX),
	SIZE(FQ_CODEL, "MemoryLimitBytes", TCA_FQ_CODEL_MEMORY_LIMIT, .max = 1u << 31),
	NUMBER(FQ_CODEL, "Flows", TCA_FQ_CODEL_FLOWS, .min = 1, .max = FLOWS_MAX),
	TIME(FQ_CODEL, "TargetSec", TCA_FQ_CODEL_TARGET),
	TIME(FQ_CODEL, "IntervalSec", TCA_FQ_CODEL_INTERVAL),
	SIZE(FQ_CODEL, "QuantumBytes", TCA_FQ_CODEL_QUANTUM, .min = 256,
	     .max = UINT32_MAX),
	YES(FQ_CODEL, "ECN", TCA_FQ_CODEL_ECN),
	TIME(FQ_CODEL, "CEThresholdSec", TCA_FQ_CODEL_CE_THRESHOLD),
};

/* The kernel refuses to be told the number of flows again. */
const struct hp_net_qdisc_kind hp_net_qdisc_fq_codel = {
	.section = FQ_CODEL,
	.name = "fq_codel",
	.is_nested = true,
	.is_rigid = true,
	.rows = fq_codel_rows,
	.n_rows = ARRAY_SIZE(fq_codel_rows),
};
