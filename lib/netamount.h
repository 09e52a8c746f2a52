/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: what an interface has of which there is a number, and that is set as one: the
 * length of its queue, the sizes of what it is given to segment, its group.
 *
 * Source of the contract: systemd.link(5), systemd.network(5); do_setlink() in net/core/rtnetlink.c.
 */
#ifndef HP_NETAMOUNT_H
#define HP_NETAMOUNT_H

#include <stdint.h>

#include "macro.h"

enum hp_net_amount {
	HP_NET_TXQUEUELEN,
	HP_NET_GSO_BYTES,
	HP_NET_GSO_SEGMENTS,
	HP_NET_LINK_GROUP,
	HP_NET_AMOUNTS,
};

struct hp_net_amount_kind {
	const char *text;   /* how steps tell it: "txqueuelen" */
	uint16_t attribute; /* of rtnetlink: IFLA_* */
	bool is_size;	    /* K, M and G may be given */
	uint32_t min, max;
};

extern const struct hp_net_amount_kind hp_net_amount_kinds[HP_NET_AMOUNTS];

/* Returns 0, or -EINVAL where it is no such number, or none that is allowed. */
int hp_net_amount_parse(uint32_t *ret, enum hp_net_amount amount,
			const char *text) _must_check_;

#endif
