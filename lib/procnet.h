/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: /proc/net: the counters of each interface, its multicast addresses, its
 * wireless statistics, and which functions take frames of which protocol.
 *
 * Source of the contract: net/core/net-procfs.c and net/wireless/wext-proc.c of
 * Linux 6.1, proc(5). Each is a hp_procfile_parser.
 */
#ifndef HP_PROCNET_H
#define HP_PROCNET_H

#include "procfile.h"

/* dev: device, rx_bytes, ... rx_multicast, tx_bytes, ... tx_compressed. */
int hp_procnet_parse_dev(struct hp_proctable *table, char *text) _must_check_;

/* dev_mcast: device, address, ifindex, users, global: how many hold the address, and how
 * many of those are users of all interfaces. */
int hp_procnet_parse_mcast(struct hp_proctable *table, char *text) _must_check_;

/* wireless: device, status, link, level, noise, what was discarded and why, and
 * missed_beacon. The '.' behind a value that is new since it was read last is left out.
 */
int hp_procnet_parse_wireless(struct hp_proctable *table, char *text) _must_check_;

/* ptype: type, device (NULL: any), protocol (NULL: not one of the known), function. */
int hp_procnet_parse_ptype(struct hp_proctable *table, char *text) _must_check_;

#endif
