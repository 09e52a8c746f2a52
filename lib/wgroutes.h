/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: routes to what the peers of a WireGuard device are allowed: RouteTable= and
 * RouteMetric= of systemd.netdev(5). */
#ifndef HP_WGROUTES_H
#define HP_WGROUTES_H

#include "netdev.h"

/* Whether the device's file asks for any. */
bool hp_wgroutes_are_wanted(const struct hp_netdev *netdev);

/* Makes of the *.network file of a WireGuard device one that has its routes as well. What
 * else ret has is network's, which must outlive it; ret->objects is the caller's, also
 * where it fails. Returns 0 or -ENOMEM. */
int hp_wgroutes_add(struct hp_net_file *ret, const struct hp_net_file *network,
		    const struct hp_netdev *netdev) _must_check_;

#endif
