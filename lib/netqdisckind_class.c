/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the disciplines whose classes take turns. See netqdisckind.h. */
#include "netqdisckinds.h"

const struct hp_net_qdisc_kind hp_net_qdisc_drr = {
	.section = "DeficitRoundRobinScheduler",
	.name = "drr",
};

#define DRR_CLASS "DeficitRoundRobinSchedulerClass"
static const struct hp_net_attr_row drr_class_rows[] = {
	HP_NET_QDISC_SIZE(DRR_CLASS, "QuantumBytes", TCA_DRR_QUANTUM, .min = 1,
			  .max = UINT32_MAX),
};

const struct hp_net_qdisc_kind hp_net_qdisc_drr_class = {
	.section = DRR_CLASS,
	.name = "drr",
	.is_class = true,
	.is_nested = true,
	.has_to_have = true,
	.rows = drr_class_rows,
	.n_rows = ARRAY_SIZE(drr_class_rows),
};

const struct hp_net_qdisc_kind hp_net_qdisc_qfq = {
	.section = "QuickFairQueueing",
	.name = "qfq",
};

#define QFQ_CLASS "QuickFairQueueingClass"
static const struct hp_net_attr_row qfq_class_rows[] = {
	HP_NET_QDISC_NUMBER(QFQ_CLASS, "Weight", TCA_QFQ_WEIGHT, .min = 1, .max = 1023),
	HP_NET_QDISC_SIZE(QFQ_CLASS, "MaxPacketBytes", TCA_QFQ_LMAX, .min = 512,
			  .max = 65536),
};

const struct hp_net_qdisc_kind hp_net_qdisc_qfq_class = {
	.section = QFQ_CLASS,
	.name = "qfq",
	.is_class = true,
	.is_nested = true,
	.has_to_have = true,
	.rows = qfq_class_rows,
	.n_rows = ARRAY_SIZE(qfq_class_rows),
};

#define ETS "EnhancedTransmissionSelection"
#define BANDS(key, type)                                                                 \
	{                                                                                \
		ETS, key, type, &hp_net_form_number, .width = 1, .min = 1,               \
						     .max = TCQ_ETS_MAX_BANDS            \
	}
static const struct hp_net_attr_row ets_rows[] = {
	BANDS("Bands", TCA_ETS_NBANDS),
	BANDS("StrictBands", TCA_ETS_NSTRICT),
	{ETS, "QuantumBytes", TCA_ETS_QUANTA, &hp_net_form_sizes, .width = 4, .min = 1,
	 .max = UINT32_MAX},
	{ETS, "PriorityMap", TCA_ETS_PRIOMAP, &hp_net_form_numbers, .width = 1,
	 .max = UINT8_MAX},
};

/* One number of a list: its header, and the number, padded to 4 bytes. */
#define LISTED 8

static size_t count_of(const struct hp_net_attr *list)
{
	return list ? list->len / LISTED : 0;
}

static uint8_t highest_of(const struct hp_net_attr *list)
{
	uint8_t highest = 0;

	for (size_t i = 0; i < count_of(list); i++)
		if (list->bytes[i * LISTED + LISTED / 2] > highest)
			highest = list->bytes[i * LISTED + LISTED / 2];
	return highest;
}

static const char *build_ets(const struct hp_net_attrs *attrs, struct hp_net_qdisc *ret)
{
	size_t needed = hp_net_qdisc_number(attrs, "StrictBands", 0) +
			count_of(hp_net_attrs_find(attrs, "QuantumBytes"));
	uint8_t bands = hp_net_qdisc_number(attrs, "Bands", needed);

	if (!bands)
		return "without Bands=, StrictBands= or QuantumBytes=";
	if (bands < needed)
		return "with fewer Bands= than StrictBands= and QuantumBytes= are";
	if (bands > TCQ_ETS_MAX_BANDS)
		return "with more than 16 bands";
	if (highest_of(hp_net_attrs_find(attrs, "PriorityMap")) >= bands)
		return "with a band in PriorityMap= that there is not";
	if (!hp_net_attrs_find(attrs, "Bands"))
		hp_net_qdisc_put(ret, TCA_ETS_NBANDS, &bands, sizeof(bands));
	hp_net_qdisc_put_all(ret, attrs);
	return NULL;
}

const struct hp_net_qdisc_kind hp_net_qdisc_ets = {
	.section = ETS,
	.name = "ets",
	.is_nested = true,
	.rows = ets_rows,
	.n_rows = ARRAY_SIZE(ets_rows),
	.build = build_ets,
};
