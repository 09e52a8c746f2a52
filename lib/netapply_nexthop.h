/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: nexthop objects that the kernel cannot have yet: it refuses one over an
 * interface without a carrier with ENETDOWN (rtm_to_nh_config() of net/ipv4/nexthop.c).
 */
#ifndef HP_NETAPPLY_NEXTHOP_H
#define HP_NETAPPLY_NEXTHOP_H

#include "netplan.h"

/* Whether the step, which failed with r, adds a nexthop that waits for a carrier, or a
 * multipath route that waits for another interface. */
bool hp_net_nexthop_waits(const struct hp_net_step *step, int r);

/* Whether step n adds a route or a group by a nexthop that an earlier one left out. */
bool hp_net_nexthop_is_missing(const struct hp_net_plan *plan, size_t n);

#endif
