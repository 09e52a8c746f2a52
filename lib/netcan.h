/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: what the controller of a CAN bus is told.
 *
 * Source of the contract: [CAN] of systemd.network(5); can_changelink() in
 * drivers/net/can/dev/netlink.c, can_calc_bittiming() and can_fixup_bittiming() in
 * drivers/net/can/dev/calc_bittiming.c and bittiming.c of Linux 6.1.
 */
#ifndef HP_NETCAN_H
#define HP_NETCAN_H

#include <linux/can/netlink.h>
#include <stdint.h>

#include "macro.h"

enum {
	HP_NET_CAN_RESTART = 1,
	HP_NET_CAN_TERMINATION = 2,
};

struct hp_net_can_timing {
	/* A file's has a bitrate, or a tq, or it is none; the kernel's has both, and a
	 * brp. */
	struct can_bittiming is;
	struct can_bittiming_const limits; /* the kernel's; brp_inc 0: it has none */
};

struct hp_net_can {
	struct hp_net_can_timing timing, data; /* data: of the payload in CAN FD */
	uint32_t clock;			       /* the kernel's: Hz; 0: not known */
	struct can_ctrlmode mode;	       /* mask: what a file gives */
	uint32_t restart_ms;		       /* after a bus-off; 0: never */
	uint16_t termination;		       /* Ohm; 0: off */
	unsigned int given;		       /* HP_NET_CAN_* */
};

static inline bool hp_net_can_has(const struct hp_net_can_timing *timing)
{
	return timing->is.bitrate || timing->is.tq;
}

/* Whether the kernel would make the one wanted the one that is there: a controller has
 * not every bit rate. */
bool hp_net_can_timing_is(const struct hp_net_can_timing *wanted,
			  const struct hp_net_can_timing *there, uint32_t clock);

#endif
