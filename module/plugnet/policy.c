// SPDX-License-Identifier: GPL-2.0
/* Purpose: the policies: by which of its members a device sends a frame. */
#include <linux/etherdevice.h>
#include <linux/jhash.h>

#include "stack.h"

static int send_by(const struct plugnet_member *member, struct sk_buff *skb)
{
	skb->dev = member->dev;
	return dev_queue_xmit(skb);
}

/* The plan has the active one only. */
static int send_by_active(const struct plugnet_stack *stack,
			  const struct plugnet_plan *plan, struct sk_buff *skb)
{
	return send_by(plan->member[0], skb);
}

/* Each CPU has a turn of its own. */
static int send_by_turn(const struct plugnet_stack *stack,
			const struct plugnet_plan *plan, struct sk_buff *skb)
{
	return send_by(plan->member[this_cpu_inc_return(*stack->turn) % plan->n], skb);
}

/* The frames of a flow have one way. Their hash alone chooses the queue of the lower
 * device as well, by the same function, and the member of a device below or above. */
static int send_by_hash(const struct plugnet_stack *stack,
			const struct plugnet_plan *plan, struct sk_buff *skb)
{
	u32 hash = jhash_1word(skb_get_hash(skb), stack->salt);

	return send_by(plan->member[reciprocal_scale(hash, plan->n)], skb);
}

/* It is sent where one of them takes it. */
static int send_by_all(const struct plugnet_stack *stack, const struct plugnet_plan *plan,
		       struct sk_buff *skb)
{
	int r = NET_XMIT_DROP;
	unsigned int i;

	for (i = 1; i < plan->n; i++) {
		struct sk_buff *copy = skb_clone(skb, GFP_ATOMIC);

		if (copy && send_by(plan->member[i], copy) == NET_XMIT_SUCCESS)
			r = NET_XMIT_SUCCESS;
	}
	return send_by(plan->member[0], skb) == NET_XMIT_SUCCESS ? NET_XMIT_SUCCESS : r;
}

const struct plugnet_policy plugnet_policies[] = {
	[PLUGNET_ACTIVE_BACKUP] = {"active-backup", true, send_by_active},
	[PLUGNET_ROUND_ROBIN] = {"round-robin", false, send_by_turn},
	[PLUGNET_HASH] = {"hash", false, send_by_hash},
	[PLUGNET_BROADCAST] = {"broadcast", false, send_by_all},
};

netdev_tx_t plugnet_stack_xmit(struct sk_buff *skb, struct net_device *dev)
{
	const struct plugnet_stack *stack = netdev_priv(dev);
	const struct plugnet_plan *plan = rcu_dereference_bh(stack->plan);
	unsigned int len = skb->len;
	int r = NET_XMIT_DROP;

	if (plan->n)
		r = plan->policy->send(stack, plan, skb);
	else
		kfree_skb(skb);
	if (r == NET_XMIT_SUCCESS || r == NET_XMIT_CN)
		dev_sw_netstats_tx_add(dev, 1, len);
	else
		dev_core_stats_tx_dropped_inc(dev);
	return NETDEV_TX_OK;
}
