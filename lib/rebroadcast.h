/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: events sent on to programs that listen for them on netlink, where no udev
 * does it.
 *
 *	group 2	as udev sends them to libudev's monitors, see udevmsg.h
 *	group 4	as the kernel has them, for libudev-zero and the like
 *
 * (Groups as the bits of sockaddr_nl, netlink(7).) The kernel lets only CAP_NET_ADMIN
 * send to a group. Where a listener does not read, messages are dropped for it alone.
 */
#ifndef HP_REBROADCAST_H
#define HP_REBROADCAST_H

#include <stdint.h>

#include "udevmsg.h"

#define HP_REBROADCAST_UDEV HP_UDEVMSG_GROUP
#define HP_REBROADCAST_RAW  4
#define HP_REBROADCAST_MASK (HP_REBROADCAST_UDEV | HP_REBROADCAST_RAW)

/* Opens the socket to send from. Returns it or a negative errno. */
int hp_rebroadcast_open(void) _must_check_;

/* Sends the event, n bytes in the form of netlink, to each of the groups. seqnum is added
 * where the event has none, for libudev takes no event without one. Returns 0, also where
 * nobody listens; or the negative errno of sendmsg(2). */
int hp_rebroadcast_send(int fd, unsigned int groups, const char *msg, size_t n,
			uint64_t seqnum) _must_check_;

#endif
