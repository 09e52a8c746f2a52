/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: nexthop objects that the kernel cannot have yet. See netapply_nexthop.h. */
#include <errno.h>

#include "netapply_nexthop.h"

static bool adds(const struct hp_net_step *step, enum hp_net_object_kind kind)
{
	return step->kind == HP_NET_STEP_ADD && step->object.now.kind == kind;
}

/* That is not there, is down, or has no address that leads to the gateway. */
static bool waits_for_other(const struct hp_net_route *route, int r)
{
	if (r != -ENODEV && r != -ENETDOWN && r != -ENETUNREACH && r != -EHOSTUNREACH)
		return false;
	for (size_t i = 0; i < route->n_hops; i++)
		if (hp_net_hop_is_elsewhere(&route->hops[i]))
			return true;
	return false;
}

bool hp_net_nexthop_waits(const struct hp_net_step *step, int r)
{
	if (adds(step, HP_NET_ROUTE))
		return waits_for_other(&step->object.now.route, r);
	return r == -ENETDOWN && adds(step, HP_NET_NEXTHOP);
}

static bool has_member(const struct hp_net_nexthop *group, uint32_t id)
{
	for (size_t i = 0; i < group->n_group; i++)
		if (group->group[i].id == id)
			return true;
	return false;
}

static bool needs_any(const struct hp_net_step *step)
{
	return (adds(step, HP_NET_ROUTE) && step->object.now.route.nexthop) ||
	       (adds(step, HP_NET_NEXTHOP) && step->object.now.nexthop.n_group);
}

static bool needs(const struct hp_net_step *step, uint32_t id)
{
	if (adds(step, HP_NET_ROUTE))
		return step->object.now.route.nexthop == id;
	return adds(step, HP_NET_NEXTHOP) && has_member(&step->object.now.nexthop, id);
}

bool hp_net_nexthop_is_missing(const struct hp_net_plan *plan, size_t n)
{
	for (size_t i = 0; needs_any(&plan->steps[n]) && i < n; i++) {
		const struct hp_net_step *step = &plan->steps[i];

		if (step->left_out && adds(step, HP_NET_NEXTHOP) &&
		    needs(&plan->steps[n], step->object.now.nexthop.id))
			return true;
	}
	return false;
}
