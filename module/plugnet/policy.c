// SPDX-License-Identifier: GPL-2.0
/* Purpose: the policies: by which of its members a device sends a frame. */
#include <linux/etherdevice.h>
#include <linux/jhash.h>
#include <net/ip.h>
#include <net/ipv6.h>

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

/* The addresses and ports of a frame, or some bits of them. */
struct flow {
	u32 from, to;
	int protocol, ports; /* where the ports are */
};

static bool read_ipv4(const struct sk_buff *skb, struct flow *flow)
{
	int at = skb_network_offset(skb);
	struct iphdr room;
	const struct iphdr *ip = skb_header_pointer(skb, at, sizeof(room), &room);

	if (!ip || ip_is_fragment(ip))
		return false;
	*flow = (struct flow){(__force u32)ip->saddr, (__force u32)ip->daddr,
			      ip->protocol, at + ip->ihl * 4};
	return true;
}

static bool read_ipv6(const struct sk_buff *skb, struct flow *flow)
{
	int at = skb_network_offset(skb);
	struct ipv6hdr room;
	const struct ipv6hdr *ip = skb_header_pointer(skb, at, sizeof(room), &room);

	if (!ip)
		return false;
	*flow = (struct flow){ipv6_addr_hash(&ip->saddr), ipv6_addr_hash(&ip->daddr),
			      ip->nexthdr, at + sizeof(*ip)};
	return true;
}

/* Of a frame that is TCP or UDP without more ado, which is nearly every one. */
static bool read_flow(const struct sk_buff *skb, struct flow *flow)
{
	if (skb->protocol == htons(ETH_P_IP) && !read_ipv4(skb, flow))
		return false;
	if (skb->protocol == htons(ETH_P_IPV6) && !read_ipv6(skb, flow))
		return false;
	return flow->protocol == IPPROTO_TCP || flow->protocol == IPPROTO_UDP;
}

/* A socket, or a card, has one hash for all frames of a flow. What the kernel has
 * computed by itself is there for some of them, and not for others: that would be two
 * ways. */
static u32 hash_flow(struct sk_buff *skb, u32 salt)
{
	struct flow flow = {};
	const u32 *ports;
	u32 room;

	if (skb->l4_hash && !skb->sw_hash)
		return jhash_1word(skb->hash, salt);
	if (!read_flow(skb, &flow))
		return jhash_1word(skb_get_hash(skb), salt);
	ports = skb_header_pointer(skb, flow.ports, sizeof(room), &room);
	return jhash_3words(flow.from, flow.to, ports ? *ports : 0, salt);
}

/* The frames of a flow have one way. A device above or below would take the same one of
 * its own by that, but for the salt. */
static int send_by_hash(const struct plugnet_stack *stack,
			const struct plugnet_plan *plan, struct sk_buff *skb)
{
	u32 hash = hash_flow(skb, stack->salt);

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
