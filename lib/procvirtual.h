/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: what virtual devices tell in /proc/net: bonds, and VLANs of 802.1Q.
 *
 * Source of the contract: drivers/net/bonding/bond_procfs.c and net/8021q/vlanproc.c of
 * Linux 6.1. Each is a hp_procfile_parser.
 */
#ifndef HP_PROCVIRTUAL_H
#define HP_PROCVIRTUAL_H

#include "procfile.h"

/*
 * /proc/net/bonding/BOND. The caller has begun a row with the bond's name; what the file
 * says of the bond is added to it, and each member is a row behind it: the bond's name,
 * member, and what is said of that. A key is the file's, as hp_procfile_key() writes it,
 * behind that of the heading that it stands under; "... Count" is a counter.
 */
int hp_procvirtual_parse_bond(struct hp_proctable *table, char *text) _must_check_;

/* /proc/net/vlan/config: device, id, on: the device below. */
int hp_procvirtual_parse_vlans(struct hp_proctable *table, char *text) _must_check_;

/* /proc/net/vlan/NAME. The caller has begun a row: reorder_hdr, rx_frames, rx_bytes,
 * rx_multicast, tx_frames, tx_bytes, ingress and egress priorities are added to it. */
int hp_procvirtual_parse_vlan(struct hp_proctable *table, char *text) _must_check_;

#endif
