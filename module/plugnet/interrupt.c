// SPDX-License-Identifier: GPL-2.0
/*
 * Purpose: the status registers of a device, the interrupts that they cause, and the
 * polling that those start.
 *
 * A queue interrupts once, and then not again before NAPI has ended. What is raised in
 * between stays in the status register and interrupts when the queue is armed again: who
 * raises sets the bit and then looks whether it is armed, who arms looks at the bits
 * after. NAPI also polls without an interrupt, as a socket asks it to: it disarms, too.
 */
#include <linux/interrupt.h>
#include <linux/rtnetlink.h>

#include "internal.h"
#include "trace.h"

/* Whether the interrupt is ours. Exactly one caller disarms the queue; it starts NAPI. */
static __always_inline bool claim(struct plugnet_queue *queue)
{
	if (!READ_ONCE(queue->status) || !xchg(&queue->armed, 0))
		return false;
	plugnet_count(queue, PLUGNET_INTERRUPTS);
	trace_plugnet_irq(queue, READ_ONCE(queue->status));
	return true;
}

static bool serve_interrupt(struct plugnet_queue *queue)
{
	bool ours = claim(queue);

	if (ours)
		napi_schedule_irqoff(&queue->napi);
	return ours;
}

static irqreturn_t answer(struct plugnet_queue *queue, bool ours)
{
	if (ours)
		return IRQ_HANDLED;
	plugnet_count(queue, PLUGNET_NOT_OURS);
	return IRQ_NONE;
}

/* Of a line that is for one queue. */
static irqreturn_t handle(int irq, void *data)
{
	struct plugnet_queue *queue = data;

	plugbus_line_lower(queue->net->port, queue->line);
	return answer(queue, serve_interrupt(queue));
}

/* Of a line that is for several. */
static irqreturn_t handle_all(int irq, void *data)
{
	struct plugnet_queue *queue = data;
	bool ours = false;
	unsigned int i;

	plugbus_line_lower(queue->net->port, queue->line);
	for (i = 0; i < queue->handles; i++)
		ours |= serve_interrupt(&queue[i]);
	return answer(queue, ours);
}

static void pull(struct plugnet_queue *queue)
{
	if (queue->line >= 0)
		plugbus_line_raise(queue->net->port, queue->line);
	else if (claim(queue))
		napi_schedule(&queue->napi);
}

void plugnet_raise(struct plugnet_queue *queue, enum plugnet_cause cause)
{
	/* Where the bit was set already, whoever set it pulls, or who arms. */
	if (!test_and_set_bit(cause, &queue->status) && READ_ONCE(queue->armed))
		pull(queue);
}

static void arm(struct plugnet_queue *queue)
{
	smp_store_mb(queue->armed, 1);
	if (READ_ONCE(queue->status))
		pull(queue);
}

enum hrtimer_restart plugnet_rested(struct hrtimer *timer)
{
	arm(container_of(timer, struct plugnet_queue, rest));
	return HRTIMER_NORESTART;
}

static void arm_in_time(struct plugnet_queue *queue)
{
	unsigned int us = READ_ONCE(queue->net->coalesce);

	if (us)
		hrtimer_start(&queue->rest, ns_to_ktime((u64)us * NSEC_PER_USEC),
			      HRTIMER_MODE_REL_SOFT);
	else
		arm(queue);
}

static void check_link(struct plugnet *net)
{
	const struct plugnet *peer = rcu_dereference_bh(net->peer);

	if (peer && READ_ONCE(peer->open))
		netif_carrier_on(net->dev);
	else
		netif_carrier_off(net->dev);
}

/* Who waits for room in a ring waits no more where there is room, or the ring is gone.
 * What was stopped to close the device stays so: set_open() has waited for us. */
static void wake(struct plugnet_queue *queue, unsigned long causes)
{
	struct net_device *dev = queue->net->dev;

	if (!READ_ONCE(queue->net->open))
		return;
	if (causes & BIT(PLUGNET_LINK_CHANGE))
		netif_tx_wake_all_queues(dev);
	else if (causes & BIT(PLUGNET_TRANSMIT_DONE))
		netif_tx_wake_queue(netdev_get_tx_queue(dev, plugnet_index(queue)));
}

/* All but frames to receive. */
static void serve(struct plugnet_queue *queue, unsigned long causes)
{
	unsigned int cause;

	for_each_set_bit(cause, &causes, PLUGNET_CAUSES)
		plugnet_count(queue, (enum plugnet_count)cause);
	if (causes & BIT(PLUGNET_LINK_CHANGE))
		check_link(queue->net);
	wake(queue, causes);
}

/* A budget of 0 is that of netpoll, which sends only: what there is to receive keeps its
 * cause, and the interrupt for it. */
static unsigned long take_causes(struct plugnet_queue *queue, int budget)
{
	if (!budget)
		return test_and_clear_bit(PLUGNET_TRANSMIT_DONE, &queue->status)
			       ? BIT(PLUGNET_TRANSMIT_DONE)
			       : 0;
	WRITE_ONCE(queue->armed, 0);
	return xchg(&queue->status, 0);
}

int plugnet_poll(struct napi_struct *napi, int budget)
{
	struct plugnet_queue *queue = container_of(napi, struct plugnet_queue, napi);
	unsigned long causes = take_causes(queue, budget);
	int done;

	plugnet_count(queue, PLUGNET_POLLS);
	if (causes & BIT(PLUGNET_RECEIVE))
		plugnet_count(queue, (enum plugnet_count)PLUGNET_RECEIVE);
	if (unlikely(causes & ~BIT(PLUGNET_RECEIVE)))
		serve(queue, causes & ~BIT(PLUGNET_RECEIVE));
	done = plugnet_receive(queue, budget);
	trace_plugnet_poll(queue, done, budget);
	if (done < budget && napi_complete_done(napi, done))
		arm_in_time(queue);
	return done;
}

/* A line for each queue, or where the port has fewer, the first for all. */
static void assign_lines(struct plugnet *net)
{
	unsigned int lines = net->has_line ? net->port->nr_lines : 0, i;
	bool own = lines >= net->nr_queues;

	for (i = 0; i < net->nr_queues; i++) {
		struct plugnet_queue *queue = &net->queue[i];

		if (!lines)
			queue->line = -1;
		else
			queue->line = own ? i : 0;
		if (!lines || (!own && i > 0))
			queue->handles = 0;
		else
			queue->handles = own ? 1 : net->nr_queues;
		snprintf(queue->name, sizeof(queue->name), own && i > 0 ? "%s-%u" : "%s",
			 net->dev->name, i);
	}
}

static void free_lines(struct plugnet *net, unsigned int n)
{
	while (n-- > 0) {
		struct plugnet_queue *queue = &net->queue[n];

		if (!queue->handles)
			continue;
		plugbus_line_lower(net->port, queue->line);
		free_irq(net->port->irq[queue->line], queue);
	}
}

static int request_lines(struct plugnet *net)
{
	unsigned int i;
	int r;

	for (i = 0; i < net->nr_queues; i++) {
		struct plugnet_queue *queue = &net->queue[i];

		if (!queue->handles)
			continue;
		r = request_irq(net->port->irq[queue->line],
				queue->handles > 1 ? handle_all : handle, IRQF_SHARED,
				queue->name, queue);
		if (r < 0) {
			netdev_err(net->dev, "interrupt %u %s (%d)\n",
				   net->port->irq[queue->line],
				   r == -EBUSY ? "is another's, and not shared"
					       : "cannot be requested",
				   r);
			free_lines(net, i);
			return r;
		}
	}
	return 0;
}

int plugnet_interrupt_start(struct plugnet *net)
{
	unsigned int i;
	int r;

	assign_lines(net);
	r = request_lines(net);
	if (r < 0)
		return r;
	for (i = 0; i < net->nr_queues; i++) {
		WRITE_ONCE(net->queue[i].status, 0);
		napi_enable(&net->queue[i].napi);
	}
	/* The first interrupt finds out whether there is a link. */
	set_bit(PLUGNET_LINK_CHANGE, &net->queue[0].status);
	local_bh_disable();
	for (i = 0; i < net->nr_queues; i++)
		arm(&net->queue[i]);
	local_bh_enable();
	return 0;
}

static void disarm(struct plugnet *net)
{
	unsigned int i;

	for (i = 0; i < net->nr_queues; i++) {
		hrtimer_cancel(&net->queue[i].rest);
		WRITE_ONCE(net->queue[i].armed, 0);
	}
}

void plugnet_interrupt_stop(struct plugnet *net)
{
	unsigned int i;

	for (i = 0; i < net->nr_queues; i++)
		napi_disable(&net->queue[i].napi);
	/* A poll that has just completed arms after that, or has its timer do so. */
	synchronize_net();
	disarm(net);
	/* Who has seen it armed may be about to pull. On a line that is shared, that must
	 * not stay. */
	synchronize_net();
	free_lines(net, net->nr_queues);
}
