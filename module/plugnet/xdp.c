// SPDX-License-Identifier: GPL-2.0
/*
 * Purpose: XDP: a program that sees each frame that a queue receives, before the stack
 * does.
 *
 * With a program, frames of the other end's stack are copied into pages of a pool, where
 * the program may change them. Frames that other devices redirect here come in pages
 * already; in the ring their pointers have the lowest bit set.
 */
#include <linux/bpf_trace.h>
#include <linux/etherdevice.h>
#include <linux/filter.h>
#include <linux/if_vlan.h>
#include <linux/rtnetlink.h>

#include "../compat.h"
#include "internal.h"

/* --- frames in the ring */

static void *to_item(struct xdp_frame *frame)
{
	return (void *)((unsigned long)frame | 1);
}

static struct xdp_frame *to_frame(void *item)
{
	unsigned long bits = (unsigned long)item;

	return bits & 1 ? (struct xdp_frame *)(bits & ~1UL) : NULL;
}

void plugnet_free(void *item)
{
	if (plugnet_is_xdp(item))
		xdp_return_frame(to_frame(item));
	else
		kfree_skb(item);
}

struct sk_buff *plugnet_xdp_build(struct plugnet_queue *queue, void *item)
{
	struct xdp_frame *frame = to_frame(item);
	struct net_device *dev = queue->net->dev;
	struct sk_buff *skb = xdp_build_skb_from_frame(frame, dev);

	if (!skb) {
		xdp_return_frame(frame);
		dev_core_stats_rx_dropped_inc(dev);
	} else if (!plugnet_wants(dev, skb)) {
		plugnet_count(queue, PLUGNET_FILTERED);
		consume_skb(skb);
		skb = NULL;
	}
	return skb;
}

static bool put(struct plugnet_queue *to, struct xdp_frame *frame)
{
	return xdp_get_frame_len(frame) <= to->net->dev->mtu + VLAN_ETH_HLEN &&
	       __ptr_ring_produce(&to->ring, to_item(frame)) == 0;
}

int plugnet_xdp_xmit(struct net_device *dev, int n, struct xdp_frame **frames, u32 flags)
{
	struct plugnet_queue *to = plugnet_way(netdev_priv(dev), smp_processor_id());
	unsigned int bytes = 0;
	int i;

	if (flags & ~XDP_XMIT_FLAGS_MASK)
		return -EINVAL;
	if (!to)
		return -ENXIO;
	spin_lock(&to->ring.producer_lock);
	for (i = 0; i < n; i++) {
		unsigned int len = xdp_get_frame_len(frames[i]);

		if (!put(to, frames[i]))
			break;
		bytes += len;
	}
	spin_unlock(&to->ring.producer_lock);
	if (flags & XDP_XMIT_FLUSH)
		plugnet_raise(to, PLUGNET_RECEIVE);
	dev_sw_netstats_tx_add(dev, i, bytes);
	return i;
}

/* --- what becomes of a frame that the program has seen */

static void recycle(struct plugnet_queue *queue, struct xdp_buff *xdp)
{
	page_pool_recycle_direct(queue->pool, virt_to_head_page(xdp->data_hard_start));
}

static struct sk_buff *pass(struct plugnet_queue *queue, struct bpf_prog *prog,
			    struct xdp_buff *xdp)
{
	struct sk_buff *skb = napi_build_skb(xdp->data_hard_start, PAGE_SIZE);

	if (!skb) {
		recycle(queue, xdp);
		dev_core_stats_rx_dropped_inc(queue->net->dev);
		return NULL;
	}
	skb_reserve(skb, xdp->data - xdp->data_hard_start);
	__skb_put(skb, xdp->data_end - xdp->data);
	if (xdp->data > xdp->data_meta)
		skb_metadata_set(skb, xdp->data - xdp->data_meta);
	skb_mark_for_recycle(skb);
	skb->protocol = eth_type_trans(skb, queue->net->dev);
	return skb;
}

static struct sk_buff *drop(struct plugnet_queue *queue, struct bpf_prog *prog,
			    struct xdp_buff *xdp)
{
	recycle(queue, xdp);
	return NULL;
}

static struct sk_buff *send_back(struct plugnet_queue *queue, struct bpf_prog *prog,
				 struct xdp_buff *xdp)
{
	struct xdp_frame *frame = xdp_convert_buff_to_frame(xdp);

	if (!frame)
		recycle(queue, xdp);
	else if (plugnet_xdp_xmit(queue->net->dev, 1, &frame, XDP_XMIT_FLUSH) != 1)
		xdp_return_frame_rx_napi(frame);
	return NULL;
}

static struct sk_buff *redirect(struct plugnet_queue *queue, struct bpf_prog *prog,
				struct xdp_buff *xdp)
{
	if (xdp_do_redirect(queue->net->dev, xdp, prog) < 0)
		recycle(queue, xdp);
	return NULL;
}

static const struct verdict {
	struct sk_buff *(*follow)(struct plugnet_queue *queue, struct bpf_prog *prog,
				  struct xdp_buff *xdp);
	enum plugnet_count count;
} verdicts[] = {
	[XDP_ABORTED] = {drop, PLUGNET_XDP_DROP},
	[XDP_DROP] = {drop, PLUGNET_XDP_DROP},
	[XDP_PASS] = {pass, PLUGNET_XDP_PASS},
	[XDP_TX] = {send_back, PLUGNET_XDP_TX},
	[XDP_REDIRECT] = {redirect, PLUGNET_XDP_REDIRECT},
};

/* A copy of the frame in a page of the pool. */
static bool copy(struct plugnet_queue *queue, struct sk_buff *skb, struct xdp_buff *xdp)
{
	unsigned int len = skb->len + ETH_HLEN;
	struct page *page;

	if (len > PLUGNET_XDP_MTU_MAX + VLAN_ETH_HLEN)
		return false;
	page = page_pool_dev_alloc_pages(queue->pool);
	if (!page)
		return false;
	xdp_init_buff(xdp, PAGE_SIZE, &queue->rxq);
	xdp_prepare_buff(xdp, page_address(page), XDP_PACKET_HEADROOM, len, true);
	if (skb_copy_bits(skb, -ETH_HLEN, xdp->data, len) == 0)
		return true;
	page_pool_recycle_direct(queue->pool, page);
	return false;
}

struct sk_buff *plugnet_xdp(struct plugnet_queue *queue, struct bpf_prog *prog,
			    struct sk_buff *skb)
{
	struct net_device *dev = queue->net->dev;
	struct xdp_buff xdp;
	u32 act;

	if (!copy(queue, skb, &xdp)) {
		dev_core_stats_rx_dropped_inc(dev);
		kfree_skb(skb);
		return NULL;
	}
	consume_skb(skb);
	act = bpf_prog_run_xdp(prog, &xdp);
	if (act >= ARRAY_SIZE(verdicts)) {
		bpf_warn_invalid_xdp_action(dev, prog, act);
		act = XDP_ABORTED;
	}
	if (act == XDP_ABORTED)
		trace_xdp_exception(dev, prog, act);
	plugnet_count(queue, verdicts[act].count);
	return verdicts[act].follow(queue, prog, &xdp);
}
