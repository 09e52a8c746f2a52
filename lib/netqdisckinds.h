/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the kinds that netqdisckind.c has, each in the file of its family. */
#ifndef HP_NETQDISCKINDS_H
#define HP_NETQDISCKINDS_H

#include "netqdisckind.h"

extern const struct hp_net_qdisc_kind hp_net_qdisc_bfifo;
extern const struct hp_net_qdisc_kind hp_net_qdisc_cake;
extern const struct hp_net_qdisc_kind hp_net_qdisc_codel;
extern const struct hp_net_qdisc_kind hp_net_qdisc_drr;
extern const struct hp_net_qdisc_kind hp_net_qdisc_drr_class;
extern const struct hp_net_qdisc_kind hp_net_qdisc_ets;
extern const struct hp_net_qdisc_kind hp_net_qdisc_fq;
extern const struct hp_net_qdisc_kind hp_net_qdisc_fq_codel;
extern const struct hp_net_qdisc_kind hp_net_qdisc_fq_pie;
extern const struct hp_net_qdisc_kind hp_net_qdisc_gred;
extern const struct hp_net_qdisc_kind hp_net_qdisc_hhf;
extern const struct hp_net_qdisc_kind hp_net_qdisc_htb;
extern const struct hp_net_qdisc_kind hp_net_qdisc_htb_class;
extern const struct hp_net_qdisc_kind hp_net_qdisc_ingress; /* and clsact */
extern const struct hp_net_qdisc_kind hp_net_qdisc_netem;
extern const struct hp_net_qdisc_kind hp_net_qdisc_pfifo;
extern const struct hp_net_qdisc_kind hp_net_qdisc_pfifo_fast;
extern const struct hp_net_qdisc_kind hp_net_qdisc_pfifo_head_drop;
extern const struct hp_net_qdisc_kind hp_net_qdisc_pie;
extern const struct hp_net_qdisc_kind hp_net_qdisc_qfq;
extern const struct hp_net_qdisc_kind hp_net_qdisc_qfq_class;
extern const struct hp_net_qdisc_kind hp_net_qdisc_sfb;
extern const struct hp_net_qdisc_kind hp_net_qdisc_sfq;
extern const struct hp_net_qdisc_kind hp_net_qdisc_tbf;

/* Rows of most of them. */
#define HP_NET_QDISC_NUMBER(section, key, type, ...)                                     \
	{                                                                                \
		section, key, type, &hp_net_form_number, .width = 4, __VA_ARGS__         \
	}
#define HP_NET_QDISC_SIZE(section, key, type, ...)                                       \
	{                                                                                \
		section, key, type, &hp_net_form_size, .width = 4, __VA_ARGS__           \
	}
#define HP_NET_QDISC_RATE(section, key, type)                                            \
	{                                                                                \
		section, key, type, &hp_net_form_rate, .width = 8, .min = 1,             \
						       .max = UINT64_MAX                 \
	}
#define HP_NET_QDISC_YES(section, key, type)                                             \
	{                                                                                \
		section, key, type, &hp_net_form_boolean, .width = 4                     \
	}
#define HP_NET_QDISC_TIME(section, key, type)                                            \
	{                                                                                \
		section, key, type, &hp_net_form_time, .width = 4, .unit = 1,            \
						       .max = UINT32_MAX                 \
	}

#endif
