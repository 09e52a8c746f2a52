// SPDX-License-Identifier: GPL-2.0
/* Purpose: who of a device's members sends and receives, now; what follows of a change.
 */
#include <linux/rtnetlink.h>

#include "stack.h"
#include "trace.h"

static struct plugnet_member *choose_active(const struct plugnet_stack *stack)
{
	struct plugnet_member *member;

	if (stack->primary && plugnet_member_usable(stack->primary))
		return stack->primary;
	if (stack->active && plugnet_member_usable(stack->active))
		return stack->active;
	list_for_each_entry(member, &stack->members, list) {
		if (plugnet_member_usable(member))
			return member;
	}
	return NULL;
}

static void fill(struct plugnet_stack *stack, struct plugnet_plan *plan)
{
	struct plugnet_member *member;
	bool sends;

	plan->policy = stack->policy;
	plan->n = 0;
	stack->active = plan->policy->one ? choose_active(stack) : NULL;
	list_for_each_entry(member, &stack->members, list) {
		if (plan->policy->one)
			sends = member == stack->active;
		else
			sends = plugnet_member_usable(member);
		if (sends)
			plan->member[plan->n++] = member;
		/* What comes by one that is about to be usable is not lost. */
		WRITE_ONCE(member->receives, sends || !plan->policy->one);
	}
}

static bool has(const struct plugnet_plan *plan, const struct plugnet_member *member)
{
	unsigned int i;

	for (i = 0; i < plan->n; i++)
		if (plan->member[i] == member)
			return true;
	return false;
}

static bool has_all(const struct plugnet_plan *plan, const struct plugnet_plan *of)
{
	unsigned int i;

	for (i = 0; i < of->n; i++)
		if (!has(plan, of->member[i]))
			return false;
	return true;
}

/* What is sent by a device whose carrier the core has not seen yet is lost. */
static bool is_seen(const struct net_device *dev)
{
	return !test_bit(__LINK_STATE_LINKWATCH_PENDING, &dev->state);
}

static bool are_seen(const struct plugnet_plan *plan)
{
	unsigned int i;

	for (i = 0; i < plan->n; i++)
		if (!is_seen(plan->member[i]->dev))
			return false;
	return true;
}

/* Neighbours and switches hear by which way we are reached now; where the core is behind,
 * when it tells us that it has seen the carrier.
 */
void plugnet_plan_announce(struct plugnet_stack *stack)
{
	if (!stack->announce || !netif_running(stack->dev) || !is_seen(stack->dev) ||
	    !are_seen(rtnl_dereference(stack->plan)))
		return;
	stack->announce = false;
	__netdev_notify_peers(stack->dev);
}

static void follow(struct plugnet_stack *stack, const struct plugnet_plan *old,
		   const struct plugnet_plan *now)
{
	bool lost = !has_all(now, old), had_carrier = netif_carrier_ok(stack->dev);

	if (lost && now->n) {
		stack->failovers++;
		trace_plugnet_failover(stack->dev->ifindex, now->n,
				       stack->active ? stack->active->dev->ifindex : 0);
	}
	if (lost || !has_all(old, now))
		stack->announce = now->n;
	if (!now->n)
		netif_carrier_off(stack->dev);
	else if (!had_carrier)
		netif_carrier_on(stack->dev);
	else
		plugnet_plan_announce(stack);
}

void plugnet_plan_make(struct plugnet_stack *stack)
{
	struct plugnet_plan *old = rtnl_dereference(stack->plan);
	struct plugnet_plan *now = &stack->plans[old == &stack->plans[0]];

	cond_synchronize_rcu_expedited(stack->readers);
	fill(stack, now);
	rcu_assign_pointer(stack->plan, now);
	stack->readers = get_state_synchronize_rcu();
	follow(stack, old, now);
}
