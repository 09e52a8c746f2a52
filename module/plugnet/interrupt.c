// SPDX-License-Identifier: GPL-2.0
/*
 * Purpose: the status register of a device, the interrupts that it causes, and the
 * polling that they start.
 *
 * The device interrupts once, and then not again before NAPI has ended. What is raised in
 * between stays in the status register and interrupts when the device is armed again: who
 * raises sets the bit and then looks whether it is armed, who arms looks at the bits
 * after.
 */
#include <linux/interrupt.h>
#include <linux/rtnetlink.h>

#include "internal.h"

/* Whether the interrupt is ours. Exactly one caller disarms the device, and starts NAPI.
 */
static bool interrupt(struct plugnet *net)
{
	if (!READ_ONCE(net->status) || !xchg(&net->armed, 0))
		return false;
	plugnet_count(net, PLUGNET_INTERRUPTS);
	napi_schedule(&net->napi);
	return true;
}

static irqreturn_t handle(int irq, void *data)
{
	struct plugnet *net = data;

	plugbus_line_lower(net->port, 0);
	if (interrupt(net))
		return IRQ_HANDLED;
	plugnet_count(net, PLUGNET_NOT_OURS);
	return IRQ_NONE;
}

static void pull(struct plugnet *net)
{
	if (net->has_line)
		plugbus_line_raise(net->port, 0);
	else
		interrupt(net);
}

void plugnet_raise(struct plugnet *net, enum plugnet_cause cause)
{
	/* Where the bit was set already, whoever set it pulls, or who arms. */
	if (!test_and_set_bit(cause, &net->status) && READ_ONCE(net->armed))
		pull(net);
}

static void arm(struct plugnet *net)
{
	smp_store_mb(net->armed, 1);
	if (READ_ONCE(net->status))
		pull(net);
}

static void check_link(struct plugnet *net)
{
	const struct plugnet *peer = rcu_dereference_bh(net->peer);

	if (peer && READ_ONCE(peer->open))
		netif_carrier_on(net->dev);
	else
		netif_carrier_off(net->dev);
}

static void serve(struct plugnet *net, unsigned long causes)
{
	unsigned int cause;

	for_each_set_bit(cause, &causes, PLUGNET_CAUSES) atomic64_inc(&net->count[cause]);
	if (causes & BIT(PLUGNET_LINK_CHANGE))
		check_link(net);
	/* Whoever waited for room in a ring waits no more where the ring is gone. */
	if (causes & (BIT(PLUGNET_LINK_CHANGE) | BIT(PLUGNET_TRANSMIT_DONE)))
		netif_wake_queue(net->dev);
}

int plugnet_poll(struct napi_struct *napi, int budget)
{
	struct plugnet *net = container_of(napi, struct plugnet, napi);
	int done;

	plugnet_count(net, PLUGNET_POLLS);
	serve(net, xchg(&net->status, 0));
	done = plugnet_receive(net, budget);
	if (done < budget && napi_complete_done(napi, done))
		arm(net);
	return done;
}

int plugnet_interrupt_start(struct plugnet *net)
{
	int r = 0;

	if (net->has_line)
		r = request_irq(net->port->irq[0], handle, IRQF_SHARED, net->dev->name,
				net);
	if (r < 0) {
		netdev_err(net->dev, "interrupt %u is another's, and not shared (%d)\n",
			   net->port->irq[0], r);
		return r;
	}
	WRITE_ONCE(net->status, 0);
	napi_enable(&net->napi);
	/* The first interrupt finds out whether there is a link. */
	set_bit(PLUGNET_LINK_CHANGE, &net->status);
	local_bh_disable();
	arm(net);
	local_bh_enable();
	return 0;
}

void plugnet_interrupt_stop(struct plugnet *net)
{
	napi_disable(&net->napi);
	/* A poll that has just completed arms after that. */
	synchronize_net();
	WRITE_ONCE(net->armed, 0);
	/* Who has seen it armed may be about to pull. On a line that is shared, that must
	 * not stay. */
	synchronize_net();
	if (!net->has_line)
		return;
	plugbus_line_lower(net->port, 0);
	free_irq(net->port->irq[0], net);
}
