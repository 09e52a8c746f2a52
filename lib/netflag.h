/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: what of an interface is on or off, and whether it is brought up.
 *
 * Source of the contract: systemd.network(5), [Link]; __dev_change_flags() in
 * net/core/dev.c.
 */
#ifndef HP_NETFLAG_H
#define HP_NETFLAG_H

#include <stdint.h>

#include "macro.h"

enum hp_net_flag {
	HP_NET_ARP,
	HP_NET_MULTICAST,
	HP_NET_ALLMULTI,
	HP_NET_PROMISC,
	HP_NET_FLAGS,
};

struct hp_net_flag_kind {
	const char *text;  /* how ip(8) and steps tell it: "arp" */
	uint32_t bit;	   /* IFF_* */
	bool is_off_where; /* the bit is set */
};

extern const struct hp_net_flag_kind hp_net_flag_kinds[HP_NET_FLAGS];

/* Whether it is on, of the IFF_* of an interface. */
bool hp_net_flag_is_on(enum hp_net_flag flag, uint32_t flags);

/* The IFF_* that turn it on or off: its bit, or 0. */
uint32_t hp_net_flag_value(enum hp_net_flag flag, bool on);

/* What is done about whether the interface is up. */
enum hp_net_activation {
	HP_NET_BRING_UP,
	HP_NET_BRING_DOWN,
	HP_NET_LEAVE, /* as it is */
};

#endif
