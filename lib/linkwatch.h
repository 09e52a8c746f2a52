/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: what rtnetlink tells of network interfaces: which there are, whether they are
 * up and have a carrier.
 *
 * Source of the contract: rtnetlink(7), RTM_NEWLINK and RTM_DELLINK; net/core/rtnetlink.c
 * and dev_get_flags() in net/core/dev.c of Linux 6.1.
 */
#ifndef HP_LINKWATCH_H
#define HP_LINKWATCH_H

#include <net/if.h>

#include "macro.h"

struct hp_link {
	unsigned int ifindex;
	char name[IFNAMSIZ];
	bool is_gone;	  /* it was there */
	bool is_up;	  /* IFF_UP */
	bool has_carrier; /* IFF_LOWER_UP; only while it is up */
};

/* Takes one. data is the caller's. */
typedef void (*hp_linkwatch_take)(const struct hp_link *link, void *data);

/* Opens a non-blocking socket that hears each change from now on. Returns it or a
 * negative errno. */
int hp_linkwatch_open(void) _must_check_;

/* Gives what has been heard, in the kernel's order. Returns 0; -ENOBUFS where something
 * was lost; or another negative errno of recvmsg(2). */
int hp_linkwatch_read(int fd, hp_linkwatch_take take, void *data) _must_check_;

/* Gives all that are there. Returns 0; -EINTR where they changed meanwhile; or another
 * negative errno. */
int hp_linkwatch_dump(hp_linkwatch_take take, void *data) _must_check_;

/* What a datagram says of the dump that it belongs to. */
#define HP_LINKWATCH_DONE    1
#define HP_LINKWATCH_REFUSED 2
#define HP_LINKWATCH_CHANGED 4 /* something did, between two datagrams */

/* Gives the links in one datagram of n bytes, aligned as nlmsghdr. What is malformed ends
 * it. Returns HP_LINKWATCH_* bits. */
unsigned int hp_linkwatch_parse(const void *msg, size_t n, hp_linkwatch_take take,
				void *data);

#endif
