/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the disciplines that are one queue, and those that have none. See
 * netqdisckind.h. */
#include <linux/pkt_sched.h>

#include "netqdisckinds.h"

#define KEY_LIMIT 1

static void put_limit(struct hp_net_qdisc *qdisc, uint32_t limit)
{
	const struct tc_fifo_qopt options = {.limit = limit};

	memcpy(qdisc->options, &options, sizeof(options));
	qdisc->n_options = sizeof(options);
}

/* Without options the kernel takes the length of the interface's queue for the limit. */
static const char *build_packets(const struct hp_net_attrs *attrs,
				 struct hp_net_qdisc *ret)
{
	if (hp_net_attrs_find(attrs, "PacketLimit"))
		put_limit(ret, hp_net_qdisc_number(attrs, "PacketLimit", 0));
	return NULL;
}

static const char *build_bytes(const struct hp_net_attrs *attrs, struct hp_net_qdisc *ret)
{
	if (hp_net_attrs_find(attrs, "LimitBytes"))
		put_limit(ret, hp_net_qdisc_number(attrs, "LimitBytes", 0));
	return NULL;
}

static const char *build_ingress(const struct hp_net_attrs *attrs,
				 struct hp_net_qdisc *ret)
{
	if (ret->parent != TC_H_INGRESS)
		return "without Parent=";
	ret->handle = TC_H_MAJ(TC_H_INGRESS); /* whatever the kernel is asked for */
	return NULL;
}

#define PACKETS(section)                                                                 \
	{                                                                                \
		section, "PacketLimit", KEY_LIMIT, &hp_net_form_number,                  \
			.width = 4, .max = UINT32_MAX - 1                                \
	}

static const struct hp_net_attr_row pfifo_rows[] = {PACKETS("PFIFO")};
static const struct hp_net_attr_row head_drop_rows[] = {PACKETS("PFIFOHeadDrop")};
static const struct hp_net_attr_row bfifo_rows[] = {
	{"BFIFO", "LimitBytes", KEY_LIMIT, &hp_net_form_size, .width = 4,
	 .max = UINT32_MAX},
};

const struct hp_net_qdisc_kind hp_net_qdisc_pfifo = {
	.section = "PFIFO",
	.name = "pfifo",
	.rows = pfifo_rows,
	.n_rows = ARRAY_SIZE(pfifo_rows),
	.build = build_packets,
};

const struct hp_net_qdisc_kind hp_net_qdisc_pfifo_head_drop = {
	.section = "PFIFOHeadDrop",
	.name = "pfifo_head_drop",
	.rows = head_drop_rows,
	.n_rows = ARRAY_SIZE(head_drop_rows),
	.build = build_packets,
};

const struct hp_net_qdisc_kind hp_net_qdisc_bfifo = {
	.section = "BFIFO",
	.name = "bfifo",
	.rows = bfifo_rows,
	.n_rows = ARRAY_SIZE(bfifo_rows),
	.build = build_bytes,
};

const struct hp_net_qdisc_kind hp_net_qdisc_pfifo_fast = {
	.section = "PFIFOFast",
	.name = "pfifo_fast",
};

const struct hp_net_qdisc_kind hp_net_qdisc_ingress = {
	.section = "QDisc",
	.build = build_ingress,
};
