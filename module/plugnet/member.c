// SPDX-License-Identifier: GPL-2.0
/*
 * Purpose: the lower devices of a device: how they come and go, what they receive, and
 * what is heard of them.
 */
#include <linux/etherdevice.h>
#include <linux/if_arp.h>
#include <linux/if_vlan.h>
#include <linux/rtnetlink.h>
#include <linux/slab.h>

#include "../compat.h"
#include "stack.h"

/* To the lower device, a frame for the address of the upper one may be another's. */
static u8 see_whose(const struct sk_buff *skb, const struct net_device *dev)
{
	if (is_multicast_ether_addr(eth_hdr(skb)->h_dest))
		return skb->pkt_type;
	return ether_addr_equal_64bits(eth_hdr(skb)->h_dest, dev->dev_addr)
		       ? PACKET_HOST
		       : PACKET_OTHERHOST;
}

/* What the upper device does not take is for those only who listen on the lower one. */
static rx_handler_result_t receive(struct sk_buff **frame)
{
	struct sk_buff *skb = *frame = skb_share_check(*frame, GFP_ATOMIC);
	const struct plugnet_member *member;
	struct plugnet_stack *stack;
	u8 own;

	if (!skb)
		return RX_HANDLER_CONSUMED;
	if (skb->pkt_type == PACKET_LOOPBACK)
		return RX_HANDLER_PASS;
	member = rcu_dereference(skb->dev->rx_handler_data);
	stack = member->stack;
	if (!READ_ONCE(member->receives) || !netif_running(stack->dev))
		return RX_HANDLER_EXACT;
	own = skb->pkt_type;
	skb->pkt_type = see_whose(skb, stack->dev);
	if (!plugnet_wants(stack->dev, skb)) {
		skb->pkt_type = own;
		return RX_HANDLER_EXACT;
	}
	skb->dev = stack->dev;
	dev_sw_netstats_rx_add(stack->dev, skb->len + ETH_HLEN);
	return RX_HANDLER_ANOTHER;
}

struct plugnet_member *plugnet_member_of(const struct net_device *lower)
{
	if (rtnl_dereference(lower->rx_handler) != receive)
		return NULL;
	return rtnl_dereference(lower->rx_handler_data);
}

/* --- what it takes to be a member, and what is undone in reverse */

/* Whether the device is not about to be unregistered, for good or in its namespace. */
static bool stays(const struct plugnet_member *member)
{
	return !member->goes && member->dev->reg_state == NETREG_REGISTERED;
}

static int take_mtu(struct plugnet_member *member, struct netlink_ext_ack *extack)
{
	member->own_mtu = member->dev->mtu;
	return dev_set_mtu(member->dev, member->stack->dev->mtu);
}

static void give_mtu_back(struct plugnet_member *member)
{
	if (stays(member)) {
		dev_set_mtu(member->dev, member->own_mtu);
		return;
	}
	/* Who was told that it goes must not hear of it: IPv6 would set it up anew. */
	netdev_lock_ops(member->dev);
	__netif_set_mtu(member->dev, member->own_mtu);
	netdev_unlock_ops(member->dev);
}

static int keep_ipv6_off(struct plugnet_member *member, struct netlink_ext_ack *extack)
{
	plugnet_set_no_addrconf(member->dev, true);
	return 0;
}

/* A device that is up may have been opened meanwhile: IPv6 looks at it again. */
static void let_ipv6_on(struct plugnet_member *member)
{
	plugnet_set_no_addrconf(member->dev, false);
	if (stays(member))
		netdev_state_change(member->dev);
}

static int open_member(struct plugnet_member *member, struct netlink_ext_ack *extack)
{
	member->opened = !(member->dev->flags & IFF_UP);
	return member->opened ? dev_open(member->dev, extack) : 0;
}

static void close_member(struct plugnet_member *member)
{
	if (member->opened && stays(member))
		dev_close(member->dev);
}

static int add_vlans(struct plugnet_member *member, struct netlink_ext_ack *extack)
{
	return vlan_vids_add_by_dev(member->dev, member->stack->dev);
}

static void delete_vlans(struct plugnet_member *member)
{
	vlan_vids_del_by_dev(member->dev, member->stack->dev);
}

static int add_address(struct plugnet_member *member, struct netlink_ext_ack *extack)
{
	return dev_uc_add(member->dev, member->stack->dev->dev_addr);
}

static void delete_address(struct plugnet_member *member)
{
	dev_uc_del(member->dev, member->stack->dev->dev_addr);
}

static int link_member(struct plugnet_member *member, struct netlink_ext_ack *extack)
{
	return netdev_master_upper_dev_link(member->dev, member->stack->dev, member, NULL,
					    extack);
}

static void unlink_member(struct plugnet_member *member)
{
	netdev_upper_dev_unlink(member->dev, member->stack->dev);
}

/* The upper device's lists are read with its lock. They are passed on while it is up: it
 * does that itself when it is opened, and undoes it when it is closed. */
static int add_filters(struct plugnet_member *member, struct netlink_ext_ack *extack)
{
	struct net_device *upper = member->stack->dev;

	if (!(upper->flags & IFF_UP))
		return 0;
	netif_addr_lock_bh(upper);
	dev_uc_sync_multiple(member->dev, upper);
	dev_mc_sync_multiple(member->dev, upper);
	netif_addr_unlock_bh(upper);
	return 0;
}

static void delete_filters(struct plugnet_member *member)
{
	struct net_device *upper = member->stack->dev;

	if (!(upper->flags & IFF_UP))
		return;
	dev_uc_unsync(member->dev, upper);
	dev_mc_unsync(member->dev, upper);
}

static int be_promiscuous(struct plugnet_member *member, struct netlink_ext_ack *extack)
{
	return member->stack->dev->flags & IFF_PROMISC
		       ? dev_set_promiscuity(member->dev, 1)
		       : 0;
}

static void be_not_promiscuous(struct plugnet_member *member)
{
	if (member->stack->dev->flags & IFF_PROMISC)
		dev_set_promiscuity(member->dev, -1);
}

static int take_all_groups(struct plugnet_member *member, struct netlink_ext_ack *extack)
{
	return member->stack->dev->flags & IFF_ALLMULTI ? dev_set_allmulti(member->dev, 1)
							: 0;
}

static void take_own_groups(struct plugnet_member *member)
{
	if (member->stack->dev->flags & IFF_ALLMULTI)
		dev_set_allmulti(member->dev, -1);
}

/* A frame made of several cannot be passed on as it came. */
static int listen(struct plugnet_member *member, struct netlink_ext_ack *extack)
{
	dev_disable_lro(member->dev);
	return netdev_rx_handler_register(member->dev, receive, member);
}

/* Nobody who has seen the member in an earlier plan is left after this. */
static void listen_no_more(struct plugnet_member *member)
{
	netdev_rx_handler_unregister(member->dev);
}

static const struct step {
	int (*take)(struct plugnet_member *member, struct netlink_ext_ack *extack);
	void (*undo)(struct plugnet_member *member);
	const char *why;
} steps[] = {
	{take_mtu, give_mtu_back, "the device does not take the MTU of the upper one"},
	{keep_ipv6_off, let_ipv6_on, NULL},
	{open_member, close_member, "the device cannot be opened"},
	{add_vlans, delete_vlans, "the device does not take the VLANs of the upper one"},
	{add_address, delete_address, "the device does not take one more address"},
	{link_member, unlink_member, "the device cannot be put below the upper one"},
	{add_filters, delete_filters, NULL},
	{be_promiscuous, be_not_promiscuous, "the device cannot be promiscuous"},
	{take_all_groups, take_own_groups, "the device cannot take all groups"},
	{listen, listen_no_more, "the device is in use, as by a bridge or a bond"},
};

static void undo(struct plugnet_member *member, unsigned int n)
{
	while (n-- > 0)
		steps[n].undo(member);
}

static int take_steps(struct plugnet_member *member, struct netlink_ext_ack *extack)
{
	unsigned int i;
	int r;

	for (i = 0; i < ARRAY_SIZE(steps); i++) {
		r = steps[i].take(member, extack);
		if (r < 0) {
			undo(member, i);
			return plugnet_refuse(extack, NULL, steps[i].why, r);
		}
	}
	return 0;
}

/* --- who may be one */

static int check(struct net_device *dev, struct net_device *lower,
		 struct netlink_ext_ack *extack)
{
	const struct plugnet_stack *stack = netdev_priv(dev);

	if (lower->type != ARPHRD_ETHER || lower->flags & IFF_LOOPBACK)
		return plugnet_refuse(extack, NULL, "not an Ethernet device", -EINVAL);
	if (lower == dev || netdev_has_upper_dev(dev, lower))
		return plugnet_refuse(extack, NULL,
				      "a loop: the device is above the other", -ELOOP);
	if (lower->priv_flags & IFF_NO_RX_HANDLER)
		return plugnet_refuse(
			extack, NULL,
			"a device of this kind, as a VRF, is below no other", -EINVAL);
	if (netdev_is_rx_handler_busy(lower))
		return plugnet_refuse(extack, NULL,
				      "the device is in use, as by a bridge or a bond",
				      -EBUSY);
	if (stack->nr_members == PLUGNET_MEMBERS_MAX)
		return plugnet_refuse(extack, NULL, "it has 64 devices below it already",
				      -ENOSPC);
	return 0;
}

static void count_members(struct plugnet_stack *stack, int change)
{
	stack->nr_members += change;
	/* Those below are found by their ifindex, in one namespace. */
	plugnet_set_netns_immutable(stack->dev, stack->nr_members > 0);
}

int plugnet_member_join(struct net_device *dev, struct net_device *lower,
			struct netlink_ext_ack *extack)
{
	struct plugnet_stack *stack = netdev_priv(dev);
	struct plugnet_member *member;
	int r = check(dev, lower, extack);

	if (r < 0)
		return r;
	member = kzalloc(sizeof(*member), GFP_KERNEL);
	if (!member)
		return -ENOMEM;
	member->dev = lower;
	member->stack = stack;
	r = take_steps(member, extack);
	if (r < 0) {
		kfree(member);
		return r;
	}
	member->up = netif_running(lower);
	list_add_tail_rcu(&member->list, &stack->members);
	count_members(stack, 1);
	plugnet_plan_make(stack);
	return 0;
}

int plugnet_member_leave(struct net_device *dev, struct net_device *lower)
{
	struct plugnet_member *member = plugnet_member_of(lower);
	struct plugnet_stack *stack = netdev_priv(dev);

	if (!member || member->stack != stack)
		return -EINVAL;
	list_del_rcu(&member->list);
	if (stack->primary == member)
		stack->primary = NULL;
	if (stack->active == member)
		stack->active = NULL;
	plugnet_plan_make(stack);
	undo(member, ARRAY_SIZE(steps));
	count_members(stack, -1);
	kfree_rcu(member, rcu);
	return 0;
}

/* --- what is heard of them */

static int hear(struct plugnet_member *member, unsigned long what)
{
	bool up = netif_running(member->dev) && what != NETDEV_GOING_DOWN;

	if (what == NETDEV_PRE_TYPE_CHANGE ||
	    (what == NETDEV_PRECHANGEMTU && !member->stack->setting_mtu))
		return NOTIFY_BAD;
	if (what == NETDEV_UNREGISTER) {
		member->goes = true;
		plugnet_member_leave(member->stack->dev, member->dev);
	} else if (what == NETDEV_UP || what == NETDEV_CHANGE ||
		   what == NETDEV_GOING_DOWN) {
		WRITE_ONCE(member->up, up);
		plugnet_plan_make(member->stack);
	} else if (what == NETDEV_NOTIFY_PEERS || what == NETDEV_RESEND_IGMP) {
		/* The way below it has changed. The addresses are the upper device's. */
		if (member->receives)
			call_netdevice_notifiers(what, member->stack->dev);
	}
	return NOTIFY_DONE;
}

static int notice(struct notifier_block *block, unsigned long what, void *data)
{
	struct net_device *dev = netdev_notifier_info_to_dev(data);
	struct plugnet_member *member = plugnet_member_of(dev);

	if (what == NETDEV_CHANGE && plugnet_is_stack(dev) && netif_carrier_ok(dev))
		plugnet_plan_announce(netdev_priv(dev));
	return member ? hear(member, what) : NOTIFY_DONE;
}

static struct notifier_block notifier = {.notifier_call = notice};

int plugnet_member_init(void)
{
	return register_netdevice_notifier(&notifier);
}

void plugnet_member_exit(void)
{
	unregister_netdevice_notifier(&notifier);
}
