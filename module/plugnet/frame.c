// SPDX-License-Identifier: GPL-2.0
/* Purpose: the way of a frame from one end to the other. */
#include <linux/etherdevice.h>
#include <linux/filter.h>
#include <linux/rtnetlink.h>
#include <net/busy_poll.h>

#include "internal.h"
#include "trace.h"

/* The lists of addresses are changed under RCU by the core. */
static bool is_in(const struct netdev_hw_addr_list *list, const u8 *address)
{
	const struct netdev_hw_addr *entry;

	list_for_each_entry_rcu(entry, &list->list, list)
		if (ether_addr_equal(entry->addr, address))
			return true;
	return false;
}

bool plugnet_listens(const struct net_device *dev, const struct sk_buff *skb)
{
	if (skb->pkt_type == PACKET_OTHERHOST)
		return is_in(&dev->uc, eth_hdr(skb)->h_dest);
	if (skb->pkt_type == PACKET_MULTICAST)
		return READ_ONCE(dev->flags) & IFF_ALLMULTI ||
		       is_in(&dev->mc, eth_hdr(skb)->h_dest);
	return true;
}

/* What a frame in a ring has in its cb: so many bytes count against the limit of its
 * transmit queue, in this opening of its sender. Of a burst, the last frame has those of
 * all: each would take its time at both ends. */
struct in_ring {
	unsigned int bytes;
	u32 session;
};

/* So many bytes count at once; the limit takes no more than DQL_MAX_OBJECT. */
#define BURST_MAX SZ_1M

static struct in_ring *in_ring(struct sk_buff *skb)
{
	BUILD_BUG_ON(sizeof(struct in_ring) > sizeof(skb->cb));
	return (struct in_ring *)skb->cb;
}

struct plugnet_queue *plugnet_way(const struct plugnet *net, unsigned int index)
{
	struct plugnet *peer = rcu_dereference_bh(net->peer);

	if (!peer || !smp_load_acquire(&peer->open))
		return NULL;
	return &peer->queue[index < peer->nr_queues ? index : index % peer->nr_queues];
}

/* The queue stops where the ring is full. Either NAPI of the other end sees that it is
 * stopped, or we see the room that it has made: see tell_senders(). */
static inline void stop_if_full(struct plugnet_queue *from, struct netdev_queue *txq,
				struct plugnet_queue *to)
{
	if (likely(!__ptr_ring_full(&to->ring)))
		return;
	netif_tx_stop_queue(txq);
	plugnet_count(from, PLUGNET_STOPS);
	smp_store_release(&to->waited_for, true);
	smp_mb();
	if (!__ptr_ring_full(&to->ring))
		netif_tx_start_queue(txq);
}

/* A frame that is alone and finds nobody at work is taken at once: no queue comes of it
 * that would have to be limited. */
static bool is_limited(const struct plugnet_queue *from, const struct plugnet_queue *to,
		       bool more)
{
	return more || from->burst || !READ_ONCE(to->armed) || READ_ONCE(to->status);
}

/* The bytes of a burst count before NAPI can have the frame that ends it. It takes them
 * off again, from the transmit queue that skb_get_queue_mapping() says. */
static void limit(struct plugnet_queue *from, struct netdev_queue *txq,
		  struct sk_buff *skb, bool more)
{
	from->burst += skb->len + ETH_HLEN;
	if (more && from->burst < BURST_MAX)
		return;
	*in_ring(skb) = (struct in_ring){from->burst, from->net->session};
	netdev_tx_sent_queue(txq, from->burst);
	from->burst = 0;
}

/* There is room for it. */
static void put(struct plugnet_queue *from, struct netdev_queue *txq,
		struct plugnet_queue *to, struct sk_buff *skb)
{
	bool more = netdev_xmit_more();

	in_ring(skb)->bytes = 0;
	if (is_limited(from, to, more))
		limit(from, txq, skb, more);
	__ptr_ring_produce(&to->ring, skb);
	stop_if_full(from, txq, to);
}

static void count_sent(struct plugnet_queue *from, unsigned int bytes)
{
	dev_sw_netstats_tx_add(from->net->dev, 1, bytes);
	WRITE_ONCE(from->sent, from->sent + 1);
	WRITE_ONCE(from->sent_at, jiffies);
}

/* Puts a frame on the wire, and frees it where nobody takes it there. */
static void send(struct plugnet_queue *from, struct netdev_queue *txq,
		 struct plugnet_queue *to, struct sk_buff *skb)
{
	struct net_device *dev = to->net->dev;

	skb_tx_timestamp(skb);
	count_sent(from, skb->len);
	if (__dev_forward_skb(dev, skb) != NET_RX_SUCCESS)
		return; /* too long for the other end: counted there, and freed */
	if (plugnet_wants(dev, skb)) {
		put(from, txq, to, skb);
	} else {
		plugnet_count(to, PLUGNET_FILTERED);
		consume_skb(skb);
	}
}

static void fail(struct plugnet_queue *from, struct sk_buff *skb)
{
	dev_core_stats_tx_dropped_inc(from->net->dev);
	plugnet_raise(from, PLUGNET_TRANSMIT_ERROR);
	kfree_skb(skb);
}

/* Several queues fill one ring where the other end has fewer of them. */
static netdev_tx_t send_if_room(struct plugnet_queue *from, struct netdev_queue *txq,
				struct plugnet_queue *to, struct sk_buff *skb)
{
	netdev_tx_t r = NETDEV_TX_OK;

	spin_lock(&to->ring.producer_lock);
	if (__ptr_ring_full(&to->ring)) {
		stop_if_full(from, txq, to);
		r = NETDEV_TX_BUSY;
	} else {
		send(from, txq, to, skb);
	}
	spin_unlock(&to->ring.producer_lock);
	return r;
}

netdev_tx_t plugnet_xmit(struct sk_buff *skb, struct net_device *dev)
{
	struct plugnet *net = netdev_priv(dev);
	unsigned int index = skb_get_queue_mapping(skb), len = skb->len;
	struct netdev_queue *txq = netdev_get_tx_queue(dev, index);
	struct plugnet_queue *from = &net->queue[index], *to;
	netdev_tx_t r = NETDEV_TX_OK;

	to = plugnet_way(net, index);
	if (!to || !pskb_may_pull(skb, ETH_HLEN))
		fail(from, skb);
	else
		r = send_if_room(from, txq, to, skb);
	trace_plugnet_xmit(from, len, to ? r : -ENOLINK);
	/* Of a burst, the last one tells. */
	if (to && (!netdev_xmit_more() || netif_xmit_stopped(txq)))
		plugnet_raise(to, PLUGNET_RECEIVE);
	return r;
}

/* There is room in the ring again. */
static void tell_senders(struct plugnet_queue *queue, struct plugnet *peer)
{
	unsigned int i;

	smp_mb(); /* pairs with that in stop_if_full() */
	if (likely(!smp_load_acquire(&queue->waited_for)))
		return;
	WRITE_ONCE(queue->waited_for, false);
	smp_mb(); /* who stops after this says so anew */
	for (i = plugnet_index(queue); i < peer->nr_queues; i += queue->net->nr_queues)
		if (netif_tx_queue_stopped(netdev_get_tx_queue(peer->dev, i)))
			plugnet_raise(&peer->queue[i], PLUGNET_TRANSMIT_DONE);
}

/* Frames of one transmit queue that are off the wire. */
struct taken {
	struct netdev_queue *txq;
	unsigned int frames, bytes;
};

static void tell_limit(struct taken *taken)
{
	netdev_tx_completed_queue(taken->txq, taken->frames, taken->bytes);
	taken->frames = taken->bytes = 0;
}

/* A frame of XDP does not count: who redirects it here has no limit.
 *
 * Who closes a device waits for the pollers that have seen its session, before it forgets
 * what was under way. */
static bool is_counted(const struct plugnet *peer, void *item)
{
	return peer && !plugnet_is_xdp(item) && in_ring(item)->bytes &&
	       in_ring(item)->session == READ_ONCE(peer->session);
}

static void take_off(struct taken *taken, const struct plugnet *peer, struct sk_buff *skb)
{
	struct netdev_queue *txq =
		netdev_get_tx_queue(peer->dev, skb_get_queue_mapping(skb));

	if (taken->frames && taken->txq != txq)
		tell_limit(taken);
	taken->txq = txq;
	taken->frames++;
	taken->bytes += in_ring(skb)->bytes;
}

static void count_received(struct plugnet_queue *queue, int frames, unsigned int bytes)
{
	struct pcpu_sw_netstats *stats = this_cpu_ptr(queue->net->dev->tstats);

	u64_stats_update_begin(&stats->syncp);
	u64_stats_add(&stats->rx_bytes, bytes);
	u64_stats_add(&stats->rx_packets, frames);
	u64_stats_update_end(&stats->syncp);
	WRITE_ONCE(queue->received, queue->received + frames);
	WRITE_ONCE(queue->received_at, jiffies);
}

/* What the stack shall have of what was in the ring, or NULL. */
static struct sk_buff *open_item(struct plugnet_queue *queue, struct bpf_prog *prog,
				 void *item, unsigned int *bytes)
{
	struct sk_buff *skb =
		plugnet_is_xdp(item) ? plugnet_xdp_build(queue, item) : item;

	if (!skb)
		return NULL;
	*bytes += skb->len + ETH_HLEN;
	if (prog)
		skb = plugnet_xdp(queue, prog, skb);
	if (skb)
		skb_record_rx_queue(skb, plugnet_index(queue));
	return skb;
}

/* GRO changes what it joins. That must not be what another has as well, as a socket has
 * what it may have to send again. */
static void give_to_stack(struct plugnet_queue *queue, struct sk_buff *skb)
{
	if (!skb_shared(skb) && skb_unclone(skb, GFP_ATOMIC) == 0) {
		napi_gro_receive(&queue->napi, skb);
		return;
	}
	skb_mark_napi_id(skb, &queue->napi);
	netif_receive_skb(skb);
}

int plugnet_receive(struct plugnet_queue *queue, int budget)
{
	struct plugnet *peer = rcu_dereference_bh(queue->net->peer);
	struct bpf_prog *prog = rcu_dereference_bh(queue->net->xdp);
	struct taken taken = {};
	unsigned int bytes = 0;
	struct sk_buff *skb;
	void *item;
	int done;

	for (done = 0; done < budget; done++) {
		item = __ptr_ring_consume(&queue->ring);
		if (!item)
			break;
		if (is_counted(peer, item))
			take_off(&taken, peer, item);
		skb = open_item(queue, prog, item, &bytes);
		if (skb)
			give_to_stack(queue, skb);
	}
	if (!done)
		return 0;
	if (prog)
		xdp_do_flush();
	count_received(queue, done, bytes);
	if (taken.frames)
		tell_limit(&taken);
	if (peer)
		tell_senders(queue, peer);
	return done;
}

void plugnet_drop(struct plugnet_queue *queue)
{
	const struct plugnet *peer = rtnl_dereference(queue->net->peer);
	struct taken taken = {};
	void *item;

	while ((item = __ptr_ring_consume(&queue->ring))) {
		if (is_counted(peer, item))
			take_off(&taken, peer, item);
		plugnet_free(item);
	}
	if (taken.frames)
		tell_limit(&taken);
}
