// SPDX-License-Identifier: GPL-2.0
/* Purpose: the net_device: what it can, how it opens and closes. */
#include <linux/etherdevice.h>
#include <linux/rtnetlink.h>

#include "../compat.h"
#include "internal.h"

/* The stack of the other end takes packets as they are: checksums that are still to be
 * made, and segments that are still to be cut. */
#define FEATURES                                                                         \
	(NETIF_F_SG | NETIF_F_FRAGLIST | NETIF_F_HW_CSUM | NETIF_F_RXCSUM |              \
	 NETIF_F_HIGHDMA | NETIF_F_GSO_SOFTWARE)

static int init(struct net_device *dev)
{
	struct plugnet *net = netdev_priv(dev);

	dev->tstats = netdev_alloc_pcpu_stats(struct pcpu_sw_netstats);
	if (!dev->tstats)
		return -ENOMEM;
	if (plugnet_queues_make(net) < 0) {
		free_percpu(dev->tstats);
		return -ENOMEM;
	}
	netif_carrier_off(dev);
	return 0;
}

static void tell_of_link(struct plugnet *net)
{
	local_bh_disable();
	plugnet_raise(&net->queue[0], PLUGNET_LINK_CHANGE);
	local_bh_enable();
}

void plugnet_connect(struct plugnet *a, struct plugnet *b)
{
	ASSERT_RTNL();
	rcu_assign_pointer(a->peer, b);
	rcu_assign_pointer(b->peer, a);
	tell_of_link(a);
	tell_of_link(b);
	netdev_update_features(a->dev);
	netdev_update_features(b->dev);
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
	plugnet_queues_unmake(net);
	free_percpu(dev->tstats);
}

/* Nobody is left who has seen the device. */
static void destroy(struct net_device *dev)
{
	struct plugnet *net = netdev_priv(dev);

	kvfree(net->queue);
}

/* After this with false, no frame comes into a ring any more, and NAPI wakes no queue. */
static void set_open(struct plugnet *net, bool open)
{
	struct plugnet *peer = rtnl_dereference(net->peer);

	smp_store_release(&net->open, open);
	if (!open)
		synchronize_net();
	if (peer)
		tell_of_link(peer);
}

static int open(struct net_device *dev)
{
	static atomic_t sessions;
	struct plugnet *net = netdev_priv(dev);
	int r;

	/* The queues may be active, see plugnet_change(). All that they send counts. */
	WRITE_ONCE(net->session, atomic_inc_return(&sessions));
	r = plugnet_interrupt_start(net);
	if (r < 0)
		return r;
	set_open(net, true);
	netif_tx_wake_all_queues(dev);
	return 0;
}

static int stop(struct net_device *dev)
{
	struct plugnet *net = netdev_priv(dev);

	/* It could not be opened again, see plugnet_change(). */
	if (!net->open)
		return 0;
	/* In this order: NAPI would wake what it finds stopped. */
	set_open(net, false);
	netif_tx_disable(dev);
	/* What is under way counts no more, see take_off(). */
	WRITE_ONCE(net->session, 0);
	plugnet_interrupt_stop(net);
	netif_carrier_off(dev);
	plugnet_queues_drain(net);
	return 0;
}

int plugnet_change(struct plugnet *net,
		   int (*change)(struct plugnet *net, unsigned int to), unsigned int to,
		   unsigned int from)
{
	bool running = netif_running(net->dev);
	int r, again = 0;

	ASSERT_RTNL();
	if (running)
		stop(net->dev);
	r = change(net, to);
	if (running)
		again = open(net->dev);
	if (again < 0 && r == 0) {
		r = again;
		again = change(net, from) ?: open(net->dev);
	}
	if (again < 0)
		dev_close(net->dev);
	return r;
}

/* The interrupt that would have said that there is room may be lost, or masked: poll.
 * That the ring is gone, the first queue hears. */
static void tx_timeout(struct net_device *dev, unsigned int index)
{
	struct plugnet *net = netdev_priv(dev);
	unsigned int i;

	plugnet_count(&net->queue[index], PLUGNET_TIMEOUTS);
	for (i = 0; i < net->nr_queues; i++)
		napi_schedule(&net->queue[i].napi);
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
	.ndo_tx_timeout = tx_timeout,
	.ndo_fix_features = plugnet_fix_features,
	.ndo_bpf = plugnet_bpf,
	.ndo_xdp_xmit = plugnet_xdp_xmit,
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
	plugnet_set_xdp_features(dev);
	dev->needs_free_netdev = true;
	dev->priv_destructor = destroy;
	net->dev = dev;
	net->ring_size = READ_ONCE(plugnet_ring);
	dev->watchdog_timeo = READ_ONCE(plugnet_watchdog) * HZ;
}
