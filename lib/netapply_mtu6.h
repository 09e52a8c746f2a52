/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the MTU for IPv6, which the kernel makes that of the interface when this comes
 * up and has its first carrier. Only netapply*.c include this.
 *
 * Source of the contract: addrconf_notify() in net/ipv6/addrconf.c. */
#ifndef HP_NETAPPLY_MTU6_H
#define HP_NETAPPLY_MTU6_H

#include "netapply.h"

/* Whether the step would be undone by a carrier that is still to come: up to 5 seconds
 * are given to it. */
bool hp_net_mtu6_waits(struct hp_net_apply *apply, const struct hp_net_step *step);

#endif
