// SPDX-License-Identifier: GPL-2.0
/* Purpose: the net_device: what it can, how it opens and closes. */
#include <linux/etherdevice.h>
#include <linux/rtnetlink.h>

#include "internal.h"

/* The stack of the other end takes packets as they are: checksums that are still to be
 * made, and segments that are still to be cut. */
#define FEATURES                                                                         \
	(NETIF_F_SG | NETIF_F_FRAGLIST | NETIF_F_HW_CSUM | NETIF_F_RXCSUM |              \
	 NETIF_F_HIGHDMA | NETIF_F_GSO_SOFTWARE)

static void drop_frame(void *skb)
{
	kfree_skb(skb);
}

static int init(struct net_device *dev)
{
	struct plugnet *net = netdev_priv(dev);

	dev->tstats = netdev_alloc_pcpu_stats(struct pcpu_sw_netstats);
	if (!dev->tstats)
		return -ENOMEM;
	if (ptr_ring_init(&net->ring, net->ring_size, GFP_KERNEL) < 0) {
		free_percpu(dev->tstats);
		return -ENOMEM;
	}
	netif_napi_add(dev, &net->napi, plugnet_poll);
	netif_carrier_off(dev);
	return 0;
}

void plugnet_connect(struct plugnet *a, struct plugnet *b)
{
	ASSERT_RTNL();
	rcu_assign_pointer(a->peer, b);
	rcu_assign_pointer(b->peer, a);
	local_bh_disable();
	plugnet_raise(a, PLUGNET_LINK_CHANGE);
	plugnet_raise(b, PLUGNET_LINK_CHANGE);
	local_bh_enable();
}

/* The device is closed: its peer has heard of that. */
static void disconnect(struct plugnet *net)
{
	struct plugnet *peer = rtnl_dereference(net->peer);

	if (!peer)
		return;
	RCU_INIT_POINTER(net->peer, NULL);
	RCU_INIT_POINTER(peer->peer, NULL);
}

static void uninit(struct net_device *dev)
{
	struct plugnet *net = netdev_priv(dev);

	disconnect(net);
	netif_napi_del(&net->napi);
	ptr_ring_cleanup(&net->ring, drop_frame);
	free_percpu(dev->tstats);
}

/* After this with false, no frame comes into the ring any more. */
static void set_open(struct plugnet *net, bool open)
{
	struct plugnet *peer = rtnl_dereference(net->peer);

	if (!peer) {
		net->open = open;
		return;
	}
	netif_tx_lock_bh(peer->dev);
	net->open = open;
	netif_tx_unlock_bh(peer->dev);
	local_bh_disable();
	plugnet_raise(peer, PLUGNET_LINK_CHANGE);
	local_bh_enable();
}

static int open(struct net_device *dev)
{
	struct plugnet *net = netdev_priv(dev);
	int r = plugnet_interrupt_start(net);

	if (r < 0)
		return r;
	set_open(net, true);
	netif_start_queue(dev);
	return 0;
}

static int stop(struct net_device *dev)
{
	struct plugnet *net = netdev_priv(dev);
	struct sk_buff *skb;

	netif_tx_disable(dev);
	set_open(net, false);
	plugnet_interrupt_stop(net);
	netif_carrier_off(dev);
	while ((skb = __ptr_ring_consume(&net->ring)))
		kfree_skb(skb);
	return 0;
}

/* The address filter looks at the lists of the device with each frame. */
static void set_rx_mode(struct net_device *dev)
{
}

static int get_iflink(const struct net_device *dev)
{
	const struct plugnet *net = netdev_priv(dev), *peer;
	int ifindex;

	rcu_read_lock();
	peer = rcu_dereference(net->peer);
	ifindex = peer ? peer->dev->ifindex : dev->ifindex;
	rcu_read_unlock();
	return ifindex;
}

static const struct net_device_ops ops = {
	.ndo_init = init,
	.ndo_uninit = uninit,
	.ndo_open = open,
	.ndo_stop = stop,
	.ndo_start_xmit = plugnet_xmit,
	.ndo_features_check = passthru_features_check,
	.ndo_set_rx_mode = set_rx_mode,
	.ndo_set_mac_address = eth_mac_addr,
	.ndo_validate_addr = eth_validate_addr,
	.ndo_get_stats64 = dev_get_tstats64,
	.ndo_get_iflink = get_iflink,
};

bool plugnet_is(const struct net_device *dev)
{
	return dev->netdev_ops == &ops;
}

void plugnet_setup(struct net_device *dev)
{
	struct plugnet *net = netdev_priv(dev);

	ether_setup(dev);
	dev->netdev_ops = &ops;
	dev->ethtool_ops = &plugnet_ethtool_ops;
	/* A frame waits in the ring: it cannot be sent twice at a time. */
	dev->priv_flags &= ~IFF_TX_SKB_SHARING;
	dev->priv_flags |= IFF_LIVE_ADDR_CHANGE | IFF_UNICAST_FLT;
	dev->features |= FEATURES;
	dev->hw_features |= FEATURES;
	dev->hw_enc_features |= FEATURES;
	dev->vlan_features |= FEATURES;
	dev->mtu = READ_ONCE(plugnet_mtu);
	dev->min_mtu = ETH_MIN_MTU;
	dev->max_mtu = ETH_MAX_MTU;
	dev->needs_free_netdev = true;
	net->dev = dev;
	net->ring_size = READ_ONCE(plugnet_ring);
}
