// SPDX-License-Identifier: GPL-2.0
/* Purpose: an XDP program of a device comes, is replaced, and goes. */
#include <linux/filter.h>
#include <linux/if_vlan.h>
#include <linux/rtnetlink.h>

#include "../compat.h"
#include "internal.h"

static void unmake_pool(struct plugnet_queue *queue)
{
	if (!queue->pool)
		return;
	xdp_rxq_info_unreg(&queue->rxq);
	page_pool_destroy(queue->pool);
	queue->pool = NULL;
}

static int register_queue(struct plugnet_queue *queue)
{
	int r = xdp_rxq_info_reg(&queue->rxq, queue->net->dev, plugnet_index(queue),
				 queue->napi.napi_id);

	if (r < 0)
		return r;
	r = xdp_rxq_info_reg_mem_model(&queue->rxq, MEM_TYPE_PAGE_POOL, queue->pool);
	if (r < 0)
		xdp_rxq_info_unreg(&queue->rxq);
	return r;
}

static int make_pool(struct plugnet_queue *queue)
{
	const struct page_pool_params params = {
		.pool_size = queue->net->ring_size,
		.nid = NUMA_NO_NODE,
		.dev = &queue->net->dev->dev,
	};
	struct page_pool *pool = page_pool_create(&params);
	int r;

	if (IS_ERR(pool))
		return PTR_ERR(pool);
	queue->pool = pool;
	r = register_queue(queue);
	if (r < 0) {
		page_pool_destroy(pool);
		queue->pool = NULL;
	}
	return r;
}

/* For plugnet_change(): pools of all queues, or of none. */
static int change_pools(struct plugnet *net, unsigned int to)
{
	unsigned int n = net->dev->num_tx_queues, i;
	int r = 0;

	for (i = 0; to && i < n; i++) {
		r = make_pool(&net->queue[i]);
		if (r < 0)
			break;
	}
	if (to && r == 0)
		return 0;
	while (!to && i < n)
		i++;
	while (i-- > 0)
		unmake_pool(&net->queue[i]);
	return r;
}

/* A program that comes or goes has the device closed meanwhile: no queue is polled. One
 * that goes is gone even where the device cannot be opened again. */
static int take(struct plugnet *net, struct bpf_prog *prog)
{
	int r = plugnet_change(net, change_pools, prog != NULL, 0);

	return prog ? r : 0;
}

static void set_limits(struct plugnet *net, bool limited)
{
	struct plugnet *peer = rtnl_dereference(net->peer);

	net->dev->max_mtu = limited ? PLUGNET_XDP_MTU_MAX : ETH_MAX_MTU;
	if (peer)
		netdev_update_features(peer->dev);
}

static int set(struct plugnet *net, struct bpf_prog *prog, struct netlink_ext_ack *extack)
{
	struct bpf_prog *old = rtnl_dereference(net->xdp);
	int r = 0;

	if (prog && net->dev->mtu > PLUGNET_XDP_MTU_MAX)
		return plugnet_refuse(extack, NULL, "the MTU is too large for a program",
				      -ERANGE);
	/* Without pools nobody runs one. */
	if (!prog)
		RCU_INIT_POINTER(net->xdp, NULL);
	if (!old != !prog)
		r = take(net, prog);
	if (r < 0)
		return plugnet_refuse(extack, NULL, "there are no pages for a program",
				      r);
	rcu_assign_pointer(net->xdp, prog);
	if (old)
		bpf_prog_put(old);
	set_limits(net, prog);
	return 0;
}

int plugnet_bpf(struct net_device *dev, struct netdev_bpf *bpf)
{
	if (bpf->command != XDP_SETUP_PROG)
		return -EINVAL;
	return set(netdev_priv(dev), bpf->prog, bpf->extack);
}

/* A program sees no frames larger than a page, or whose checksum is still to be made. */
netdev_features_t plugnet_fix_features(struct net_device *dev, netdev_features_t features)
{
	const struct plugnet *net = netdev_priv(dev);
	const struct plugnet *peer = rtnl_dereference(net->peer);

	if (peer && rcu_access_pointer(peer->xdp))
		features &= ~(NETIF_F_GSO_SOFTWARE | NETIF_F_HW_CSUM);
	return features;
}
