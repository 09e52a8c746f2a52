// SPDX-License-Identifier: GPL-2.0
/* Purpose: the queues of a device: how they come and go, their rings. */
#include <linux/slab.h>

#include "../compat.h"
#include "internal.h"

static int make(struct plugnet *net, unsigned int index)
{
	struct plugnet_queue *queue = &net->queue[index];

	queue->net = net;
	queue->index = index;
	if (ptr_ring_init(&queue->ring, net->ring_size, GFP_KERNEL) < 0)
		return -ENOMEM;
	plugnet_timer_setup(&queue->rest, plugnet_rested);
	netif_napi_add(net->dev, &queue->napi, plugnet_poll);
	return 0;
}

static void unmake(struct plugnet_queue *queue)
{
	netif_napi_del(&queue->napi);
	ptr_ring_cleanup(&queue->ring, plugnet_free);
}

int plugnet_queues_make(struct plugnet *net)
{
	unsigned int n = net->dev->num_tx_queues, i;

	net->queue = kvcalloc(n, sizeof(*net->queue), GFP_KERNEL);
	if (!net->queue)
		return -ENOMEM;
	for (i = 0; i < n; i++)
		if (make(net, i) < 0)
			goto undo;
	net->nr_queues = net->dev->real_num_tx_queues;
	return 0;

undo:
	while (i-- > 0)
		unmake(&net->queue[i]);
	kvfree(net->queue);
	return -ENOMEM;
}

void plugnet_queues_unmake(struct plugnet *net)
{
	unsigned int i;

	for (i = 0; i < net->dev->num_tx_queues; i++)
		unmake(&net->queue[i]);
}

int plugnet_queues_resize(struct plugnet *net, unsigned int size)
{
	struct ptr_ring *rings[PLUGNET_QUEUES_MAX];
	unsigned int n = net->dev->num_tx_queues, i;

	for (i = 0; i < n; i++)
		rings[i] = &net->queue[i].ring;
	if (ptr_ring_resize_multiple_bh(rings, n, size, GFP_KERNEL, plugnet_free) < 0)
		return -ENOMEM;
	net->ring_size = size;
	return 0;
}

int plugnet_queues_use(struct plugnet *net, unsigned int nr)
{
	int r = netif_set_real_num_queues(net->dev, nr, nr);

	if (r == 0)
		net->nr_queues = nr;
	return r;
}

void plugnet_queues_drain(struct plugnet *net)
{
	unsigned int i;

	/* Of those that are not used any more, frames may have been sent until now. */
	for (i = 0; i < net->dev->num_tx_queues; i++) {
		plugnet_drop(&net->queue[i]);
		net->queue[i].burst = 0;
		netdev_tx_reset_queue(netdev_get_tx_queue(net->dev, i));
	}
}

s64 plugnet_total(const struct plugnet *net, enum plugnet_count what)
{
	unsigned int i;
	s64 sum = 0;

	for (i = 0; i < net->dev->num_tx_queues; i++)
		sum += atomic64_read(&net->queue[i].count[what]);
	return sum;
}
