// SPDX-License-Identifier: GPL-2.0
/* Purpose: the way of a frame from one end to the other. */
#include <linux/etherdevice.h>
#include <net/busy_poll.h>

#include "internal.h"

/* The lists of addresses are changed under RCU by the core. */
static bool is_in(const struct netdev_hw_addr_list *list, const u8 *address)
{
	const struct netdev_hw_addr *entry;

	list_for_each_entry_rcu(
		entry, &list->list,
		list) if (ether_addr_equal(entry->addr, address)) return true;
	return false;
}

/* The address filter of a card. eth_type_trans() has seen the frame. */
bool plugnet_wants(const struct net_device *dev, const struct sk_buff *skb)
{
	unsigned int flags = READ_ONCE(dev->flags);

	if (flags & IFF_PROMISC)
		return true;
	if (skb->pkt_type == PACKET_OTHERHOST)
		return is_in(&dev->uc, eth_hdr(skb)->h_dest);
	if (skb->pkt_type == PACKET_MULTICAST)
		return flags & IFF_ALLMULTI || is_in(&dev->mc, eth_hdr(skb)->h_dest);
	return true;
}

/* The queue stops where the ring is full. Either NAPI of the other end sees that it is
 * stopped, or we see the room that it has made: see tell_sender(). */
static void stop_if_full(struct plugnet *net, struct plugnet *peer)
{
	if (!__ptr_ring_full(&peer->ring))
		return;
	netif_stop_queue(net->dev);
	plugnet_count(net, PLUGNET_STOPS);
	smp_mb();
	if (!__ptr_ring_full(&peer->ring))
		netif_start_queue(net->dev);
}

/* Puts a frame on the wire, and frees it where nobody takes it there. */
static void send(struct plugnet *net, struct plugnet *peer, struct sk_buff *skb)
{
	dev_sw_netstats_tx_add(net->dev, 1, skb->len);
	if (__dev_forward_skb(peer->dev, skb) != NET_RX_SUCCESS)
		return; /* too long for the other end: counted there, and freed */
	if (plugnet_wants(peer->dev, skb)) {
		/* There is room, or we would have been called not at all. */
		__ptr_ring_produce(&peer->ring, skb);
		stop_if_full(net, peer);
	} else {
		plugnet_count(peer, PLUGNET_FILTERED);
		consume_skb(skb);
	}
}

static void fail(struct plugnet *net, struct sk_buff *skb)
{
	dev_core_stats_tx_dropped_inc(net->dev);
	plugnet_raise(net, PLUGNET_TRANSMIT_ERROR);
	kfree_skb(skb);
}

netdev_tx_t plugnet_xmit(struct sk_buff *skb, struct net_device *dev)
{
	struct plugnet *net = netdev_priv(dev), *peer;
	netdev_tx_t r = NETDEV_TX_OK;

	rcu_read_lock();
	peer = rcu_dereference(net->peer);
	if (!peer || !peer->open || !pskb_may_pull(skb, ETH_HLEN)) {
		fail(net, skb);
	} else if (__ptr_ring_full(&peer->ring)) {
		stop_if_full(net, peer);
		r = NETDEV_TX_BUSY;
	} else {
		skb_tx_timestamp(skb);
		send(net, peer, skb);
	}
	/* Of a burst, the last one tells. */
	if (peer && (!netdev_xmit_more() || netif_queue_stopped(dev)))
		plugnet_raise(peer, PLUGNET_RECEIVE);
	rcu_read_unlock();
	return r;
}

/* There is room in the ring again. */
static void tell_sender(struct plugnet *net)
{
	struct plugnet *peer = rcu_dereference_bh(net->peer);

	smp_mb(); /* pairs with that in stop_if_full() */
	if (peer && netif_queue_stopped(peer->dev))
		plugnet_raise(peer, PLUGNET_TRANSMIT_DONE);
}

int plugnet_receive(struct plugnet *net, int budget)
{
	struct sk_buff *skb;
	LIST_HEAD(list);
	int done = 0;

	while (done < budget && (skb = __ptr_ring_consume(&net->ring))) {
		dev_sw_netstats_rx_add(net->dev, skb->len + ETH_HLEN);
		skb_mark_napi_id(skb, &net->napi);
		list_add_tail(&skb->list, &list);
		done++;
	}
	if (done)
		tell_sender(net);
	netif_receive_skb_list(&list);
	return done;
}
