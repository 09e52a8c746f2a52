/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the kinds that netqdisckind.c has, each in the file of its family. */
#ifndef HP_NETQDISCKINDS_H
#define HP_NETQDISCKINDS_H

#include "netqdisckind.h"

extern const struct hp_net_qdisc_kind hp_net_qdisc_bfifo;
extern const struct hp_net_qdisc_kind hp_net_qdisc_fq;
extern const struct hp_net_qdisc_kind hp_net_qdisc_fq_codel;
extern const struct hp_net_qdisc_kind hp_net_qdisc_ingress; /* and clsact */
extern const struct hp_net_qdisc_kind hp_net_qdisc_netem;
extern const struct hp_net_qdisc_kind hp_net_qdisc_pfifo;
extern const struct hp_net_qdisc_kind hp_net_qdisc_pfifo_fast;
extern const struct hp_net_qdisc_kind hp_net_qdisc_pfifo_head_drop;
extern const struct hp_net_qdisc_kind hp_net_qdisc_tbf;

#endif
