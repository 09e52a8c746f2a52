// SPDX-License-Identifier: GPL-2.0
/* Purpose: the net_device over others, and what it passes on to those. */
#include <linux/etherdevice.h>
#include <linux/if_vlan.h>
#include <linux/random.h>
#include <linux/rtnetlink.h>

#include "../compat.h"
#include "stack.h"

/* What a lower device cannot, the core does on the way to it. */
#define FEATURES                                                                         \
	(NETIF_F_SG | NETIF_F_FRAGLIST | NETIF_F_HW_CSUM | NETIF_F_RXCSUM |              \
	 NETIF_F_HIGHDMA | NETIF_F_GSO_SOFTWARE)
#define VLAN_FEATURES                                                                    \
	(NETIF_F_HW_VLAN_CTAG_TX | NETIF_F_HW_VLAN_STAG_TX |                             \
	 NETIF_F_HW_VLAN_CTAG_FILTER | NETIF_F_HW_VLAN_STAG_FILTER)

static int init(struct net_device *dev)
{
	struct plugnet_stack *stack = netdev_priv(dev);

	dev->tstats = netdev_alloc_pcpu_stats(struct pcpu_sw_netstats);
	stack->turn = alloc_percpu(unsigned int);
	if (!dev->tstats || !stack->turn) {
		free_percpu(dev->tstats);
		free_percpu(stack->turn);
		return -ENOMEM;
	}
	netif_carrier_off(dev);
	return 0;
}

static void uninit(struct net_device *dev)
{
	struct plugnet_stack *stack = netdev_priv(dev);
	struct plugnet_member *member, *next;

	list_for_each_entry_safe(member, next, &stack->members, list)
		plugnet_member_leave(dev, member->dev);
	free_percpu(stack->turn);
	free_percpu(dev->tstats);
}

/* Whether it sends is a matter of its carrier. */
static int open(struct net_device *dev)
{
	return 0;
}

/* The core passes its addresses and groups on while it is up, and forgets them before
 * uninit(). */
static int stop(struct net_device *dev)
{
	const struct plugnet_stack *stack = netdev_priv(dev);
	const struct plugnet_member *member;

	list_for_each_entry(member, &stack->members, list) {
		dev_uc_unsync(member->dev, dev);
		dev_mc_unsync(member->dev, dev);
	}
	return 0;
}

static void set_rx_mode(struct net_device *dev)
{
	const struct plugnet_stack *stack = netdev_priv(dev);
	const struct plugnet_member *member;

	rcu_read_lock();
	list_for_each_entry_rcu(member, &stack->members, list) {
		dev_uc_sync_multiple(member->dev, dev);
		dev_mc_sync_multiple(member->dev, dev);
	}
	rcu_read_unlock();
}

static void change_rx_flags(struct net_device *dev, int change)
{
	const struct plugnet_stack *stack = netdev_priv(dev);
	const struct plugnet_member *member;

	list_for_each_entry(member, &stack->members, list) {
		if (change & IFF_PROMISC)
			dev_set_promiscuity(member->dev,
					    dev->flags & IFF_PROMISC ? 1 : -1);
		if (change & IFF_ALLMULTI)
			dev_set_allmulti(member->dev, dev->flags & IFF_ALLMULTI ? 1 : -1);
	}
}

/* All take the new address, or none does. */
static int set_mac_address(struct net_device *dev, void *to)
{
	struct plugnet_stack *stack = netdev_priv(dev);
	const struct sockaddr *address = to;
	struct plugnet_member *member;
	int r = eth_prepare_mac_addr_change(dev, to);

	if (r < 0)
		return r;
	list_for_each_entry(member, &stack->members, list) {
		r = dev_uc_add(member->dev, address->sa_data);
		if (r < 0)
			goto undo;
	}
	list_for_each_entry(member, &stack->members, list)
		dev_uc_del(member->dev, dev->dev_addr);
	eth_commit_mac_addr_change(dev, to);
	return 0;

undo:
	list_for_each_entry_continue_reverse(member, &stack->members, list)
		dev_uc_del(member->dev, address->sa_data);
	return r;
}

static int set_mtu_of_members(struct plugnet_stack *stack, int mtu)
{
	struct plugnet_member *member;
	int r;

	list_for_each_entry(member, &stack->members, list) {
		r = dev_set_mtu(member->dev, mtu);
		if (r < 0)
			goto undo;
	}
	return 0;

undo:
	list_for_each_entry_continue_reverse(member, &stack->members, list)
		dev_set_mtu(member->dev, stack->dev->mtu);
	return r;
}

static int change_mtu(struct net_device *dev, int mtu)
{
	struct plugnet_stack *stack = netdev_priv(dev);
	int r;

	stack->setting_mtu = true;
	r = set_mtu_of_members(stack, mtu);
	stack->setting_mtu = false;
	if (r == 0)
		dev->mtu = mtu;
	return r;
}

static int add_vid(struct net_device *dev, __be16 proto, u16 vid)
{
	struct plugnet_stack *stack = netdev_priv(dev);
	struct plugnet_member *member;
	int r;

	list_for_each_entry(member, &stack->members, list) {
		r = vlan_vid_add(member->dev, proto, vid);
		if (r < 0)
			goto undo;
	}
	return 0;

undo:
	list_for_each_entry_continue_reverse(member, &stack->members, list)
		vlan_vid_del(member->dev, proto, vid);
	return r;
}

static int delete_vid(struct net_device *dev, __be16 proto, u16 vid)
{
	struct plugnet_stack *stack = netdev_priv(dev);
	struct plugnet_member *member;

	list_for_each_entry(member, &stack->members, list)
		vlan_vid_del(member->dev, proto, vid);
	return 0;
}

static const struct net_device_ops ops = {
	.ndo_init = init,
	.ndo_uninit = uninit,
	.ndo_open = open,
	.ndo_stop = stop,
	.ndo_start_xmit = plugnet_stack_xmit,
	.ndo_features_check = passthru_features_check,
	.ndo_set_rx_mode = set_rx_mode,
	.ndo_change_rx_flags = change_rx_flags,
	.ndo_set_mac_address = set_mac_address,
	.ndo_validate_addr = eth_validate_addr,
	.ndo_change_mtu = change_mtu,
	.ndo_vlan_rx_add_vid = add_vid,
	.ndo_vlan_rx_kill_vid = delete_vid,
	.ndo_get_stats64 = dev_get_tstats64,
	.ndo_add_slave = plugnet_member_join,
	.ndo_del_slave = plugnet_member_leave,
};

bool plugnet_is_stack(const struct net_device *dev)
{
	return dev->netdev_ops == &ops;
}

void plugnet_stack_setup(struct net_device *dev)
{
	struct plugnet_stack *stack = netdev_priv(dev);

	memset(stack, 0, sizeof(*stack));
	stack->dev = dev;
	stack->salt = get_random_u32();
	INIT_LIST_HEAD(&stack->members);
	RCU_INIT_POINTER(stack->plan, &stack->plans[0]);
	dev->netdev_ops = &ops;
	dev->priv_destructor = NULL;
	plugnet_clear_xdp_features(dev);
	dev->ethtool_ops = &plugnet_stack_ethtool_ops;
	/* The queues are those of the lower devices; they may choose by the route. */
	netif_keep_dst(dev);
	plugnet_set_lltx(dev);
	dev->priv_flags |= IFF_NO_QUEUE;
	dev->features |= FEATURES | VLAN_FEATURES;
	dev->hw_features |= FEATURES;
	dev->hw_enc_features |= FEATURES;
	dev->vlan_features |= FEATURES;
}
