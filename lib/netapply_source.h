/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: IPv6 routes whose source address nobody may use yet: while duplicate address
 * detection runs (RFC 4862, 5.4: seconds; without a carrier, for ever), the kernel
 * refuses them with EINVAL (ip6_route_info_create() of net/ipv6/route.c).
 */
#ifndef HP_NETAPPLY_SOURCE_H
#define HP_NETAPPLY_SOURCE_H

#include "netapply.h"

/* Whether the step, which failed with r, may have failed for that. */
bool hp_net_source_may_wait(const struct hp_net_step *step, int r);

/* Waits until such a step's source is tentative no more, 5 seconds at most. Returns
 * whether it is: then the step can be taken again. */
bool hp_net_source_settle(struct hp_net_apply *apply, const struct hp_net_step *step);

#endif
