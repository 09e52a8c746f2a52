/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: wait until an interface has a link-local address of IPv6 that can be used. */
#ifndef HP_LINKLOCAL_H
#define HP_LINKLOCAL_H

#include "macro.h"

/*
 * ifindex: an unsigned int. Waits as long as it takes: for the carrier, and until nobody
 * else is found to have the address. Returns whether there is one; false where the kernel
 * tells nothing of addresses.
 *
 * Source of the contract: /proc/net/if_inet6, net/ipv6/addrconf.c; rtnetlink(7).
 */
bool hp_linklocal_wait(const void *ifindex);

#endif
