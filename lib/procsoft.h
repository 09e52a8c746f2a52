/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: the two soft interrupts of the network, NET_RX and NET_TX, by CPU.
 *
 * Source of the contract: softnet_seq_show() in net/core/net-procfs.c, whose columns have
 * become more: 9 up to Linux 2.6.34, 10 (received_rps) from 2.6.35, 11 (flow_limit_count)
 * from 3.11, 13 (backlog_len, the CPU) from 5.10, 15 (input_qlen, process_qlen) from 6.4;
 * show_softirqs() in fs/proc/softirqs.c. Each is a hp_procfile_parser.
 */
#ifndef HP_PROCSOFT_H
#define HP_PROCSOFT_H

#include "procfile.h"

/*
 * /proc/net/softnet_stat: a row a CPU that is online: cpu, or in kernels that do not tell
 * it nth_online_cpu, from 0; processed, dropped, time_squeeze, cpu_collision and what the
 * kernel has of the above. Four columns that are always 0 are left out; those that a
 * later kernel has behind the last are column_16 and so on.
 */
int hp_procsoft_parse_stat(struct hp_proctable *table, char *text) _must_check_;

/* /proc/softirqs: cpu, net_tx, net_rx; a row a CPU that the kernel has room for. */
int hp_procsoft_parse_irqs(struct hp_proctable *table, char *text) _must_check_;

#endif
