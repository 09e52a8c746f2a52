/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the disciplines that keep queues short. See netqdisckind.h. */
#include "netqdisckinds.h"

#define ONE_LIMIT(name, section, type)                                                   \
	static const struct hp_net_attr_row name[] = {HP_NET_QDISC_NUMBER(               \
		section, "PacketLimit", type, .max = UINT32_MAX - 1)}

#define CODEL "ControlledDelay"
static const struct hp_net_attr_row codel_rows[] = {
	HP_NET_QDISC_NUMBER(CODEL, "PacketLimit", TCA_CODEL_LIMIT, .max = UINT32_MAX - 1),
	HP_NET_QDISC_TIME(CODEL, "TargetSec", TCA_CODEL_TARGET),
	HP_NET_QDISC_TIME(CODEL, "IntervalSec", TCA_CODEL_INTERVAL),
	HP_NET_QDISC_YES(CODEL, "ECN", TCA_CODEL_ECN),
	HP_NET_QDISC_TIME(CODEL, "CEThresholdSec", TCA_CODEL_CE_THRESHOLD),
};

const struct hp_net_qdisc_kind hp_net_qdisc_codel = {
	.section = CODEL,
	.name = "codel",
	.is_nested = true,
	.rows = codel_rows,
	.n_rows = ARRAY_SIZE(codel_rows),
};

ONE_LIMIT(pie_rows, "PIE", TCA_PIE_LIMIT);

const struct hp_net_qdisc_kind hp_net_qdisc_pie = {
	.section = "PIE",
	.name = "pie",
	.is_nested = true,
	.rows = pie_rows,
	.n_rows = ARRAY_SIZE(pie_rows),
};

ONE_LIMIT(fq_pie_rows, "FlowQueuePIE", TCA_FQ_PIE_LIMIT);

/* The kernel refuses to be told the number of flows again. */
const struct hp_net_qdisc_kind hp_net_qdisc_fq_pie = {
	.section = "FlowQueuePIE",
	.name = "fq_pie",
	.is_nested = true,
	.is_rigid = true,
	.rows = fq_pie_rows,
	.n_rows = ARRAY_SIZE(fq_pie_rows),
};

ONE_LIMIT(hhf_rows, "HeavyHitterFilter", TCA_HHF_BACKLOG_LIMIT);

const struct hp_net_qdisc_kind hp_net_qdisc_hhf = {
	.section = "HeavyHitterFilter",
	.name = "hhf",
	.is_nested = true,
	.rows = hhf_rows,
	.n_rows = ARRAY_SIZE(hhf_rows),
};

ONE_LIMIT(sfb_rows, "StochasticFairBlue", TCA_SFB_PARMS);

/* All but the limit is as tc-sfb(8) and systemd have it. */
static const char *build_sfb(const struct hp_net_attrs *attrs, struct hp_net_qdisc *ret)
{
	const struct tc_sfb_qopt options = {
		.rehash_interval = 600 * 1000,
		.warmup_time = 60 * 1000,
		.max = 25,
		.bin_size = 20,
		.increment = (SFB_MAX_PROB + 1000) / 2000,
		.decrement = (SFB_MAX_PROB + 10000) / 20000,
		.limit = hp_net_qdisc_number(attrs, "PacketLimit", 0),
		.penalty_rate = 10,
		.penalty_burst = 20,
	};

	hp_net_qdisc_put(ret, TCA_SFB_PARMS, &options, sizeof(options));
	return NULL;
}

/* For a limit of 0 the kernel takes the length of the interface's queue. */
static bool equal_sfb(const struct hp_net_qdisc *wanted, const struct hp_net_qdisc *there)
{
	struct tc_sfb_qopt a, b;

	hp_net_qdisc_get(wanted, TCA_SFB_PARMS, &a, sizeof(a));
	hp_net_qdisc_get(there, TCA_SFB_PARMS, &b, sizeof(b));
	if (!a.limit)
		a.limit = b.limit;
	return memcmp(&a, &b, sizeof(a)) == 0;
}

const struct hp_net_qdisc_kind hp_net_qdisc_sfb = {
	.section = "StochasticFairBlue",
	.name = "sfb",
	.is_nested = true,
	.rows = sfb_rows,
	.n_rows = ARRAY_SIZE(sfb_rows),
	.build = build_sfb,
	.equal = equal_sfb,
};

#define SFQ	    "StochasticFairnessQueueing"
#define PERTURB_MAX 1000000 /* s; the kernel counts in ticks of its own */
static const struct hp_net_attr_row sfq_rows[] = {
	{SFQ, "PerturbPeriodSec", 1, &hp_net_form_time, .width = 4, .unit = 1000000,
	 .max = PERTURB_MAX},
};

static const char *build_sfq(const struct hp_net_attrs *attrs, struct hp_net_qdisc *ret)
{
	const struct tc_sfq_qopt options = {
		.perturb_period = hp_net_qdisc_number(attrs, "PerturbPeriodSec", 0),
	};

	if (!hp_net_attrs_find(attrs, "PerturbPeriodSec"))
		return NULL;
	memcpy(ret->options, &options, sizeof(options));
	ret->n_options = sizeof(options);
	return NULL;
}

/* What is 0 otherwise leaves what there is. */
static bool equal_sfq(const struct hp_net_qdisc *wanted, const struct hp_net_qdisc *there)
{
	struct tc_sfq_qopt a, b;

	if (!wanted->n_options || there->n_options < sizeof(b))
		return !wanted->n_options;
	memcpy(&a, wanted->options, sizeof(a));
	memcpy(&b, there->options, sizeof(b));
	return a.perturb_period == b.perturb_period;
}

const struct hp_net_qdisc_kind hp_net_qdisc_sfq = {
	.section = SFQ,
	.name = "sfq",
	.rows = sfq_rows,
	.n_rows = ARRAY_SIZE(sfq_rows),
	.build = build_sfq,
	.equal = equal_sfq,
};

#define GRED "GenericRandomEarlyDetection"
static const struct hp_net_attr_row gred_rows[] = {
	HP_NET_QDISC_NUMBER(GRED, "VirtualQueues", 1, .min = 1, .max = 16),
	HP_NET_QDISC_NUMBER(GRED, "DefaultVirtualQueue", 2, .max = 15),
	HP_NET_QDISC_YES(GRED, "GenericRIO", 3),
};

static const char *build_gred(const struct hp_net_attrs *attrs, struct hp_net_qdisc *ret)
{
	const struct tc_gred_sopt options = {
		.DPs = hp_net_qdisc_number(attrs, "VirtualQueues", 0),
		.def_DP = hp_net_qdisc_number(attrs, "DefaultVirtualQueue", 0),
		.grio = hp_net_qdisc_number(attrs, "GenericRIO", 0),
	};

	if (!options.DPs)
		return "without VirtualQueues=";
	if (options.def_DP >= options.DPs)
		return "with a DefaultVirtualQueue= that is not below VirtualQueues=";
	hp_net_qdisc_put(ret, TCA_GRED_DPS, &options, sizeof(options));
	return NULL;
}

static bool equal_gred(const struct hp_net_qdisc *wanted,
		       const struct hp_net_qdisc *there)
{
	struct tc_gred_sopt a, b;

	hp_net_qdisc_get(wanted, TCA_GRED_DPS, &a, sizeof(a));
	hp_net_qdisc_get(there, TCA_GRED_DPS, &b, sizeof(b));
	return a.DPs == b.DPs && a.def_DP == b.def_DP && a.grio == b.grio;
}

const struct hp_net_qdisc_kind hp_net_qdisc_gred = {
	.section = GRED,
	.name = "gred",
	.is_nested = true,
	.rows = gred_rows,
	.n_rows = ARRAY_SIZE(gred_rows),
	.build = build_gred,
	.equal = equal_gred,
};
