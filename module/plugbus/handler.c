// SPDX-License-Identifier: GPL-2.0
/*
 * Purpose: handlers that user space puts on a port's lines: each requests the line as a
 * driver does and counts its calls. And storms of interrupts for them.
 */
#include <linux/interrupt.h>
#include <linux/module.h>
#include <linux/slab.h>

#include "internal.h"

static irqreturn_t handle(int irq, void *data)
{
	struct plugbus_handler *handler = data;

	atomic64_inc(&handler->calls);
	if (handler->deaf || !plugbus_line_lower(handler->port, handler->index))
		return IRQ_NONE;
	atomic64_inc(&handler->handled);
	return IRQ_HANDLED;
}

static struct plugbus_handler *find(struct plugbus_port *port, const char *name)
{
	struct plugbus_handler *handler;

	list_for_each_entry(handler, &port->handlers, list)
		if (strcmp(handler->name, name) == 0)
			return handler;
	return NULL;
}

static int check(struct plugbus_port *port, const char *name,
		 struct netlink_ext_ack *extack)
{
	if (find(port, name)) {
		NL_SET_ERR_MSG_MOD(extack, "the port has a handler of that name");
		return -EEXIST;
	}
	if (port->nr_handlers == PLUGBUS_HANDLERS_MAX) {
		NL_SET_ERR_MSG_MOD(extack,
				   "the port has as many handlers as it can have");
		return -ENOSPC;
	}
	return 0;
}

int plugbus_handler_add(struct plugbus_port *port, unsigned int index, const char *name,
			bool shared, bool deaf, struct netlink_ext_ack *extack)
{
	struct plugbus_handler *handler;
	int r = check(port, name, extack);

	if (r < 0)
		return r;
	handler = kzalloc(sizeof(*handler), GFP_KERNEL);
	if (!handler)
		return -ENOMEM;
	handler->port = port;
	handler->index = index;
	handler->deaf = deaf;
	strscpy(handler->name, name, sizeof(handler->name));
	r = request_irq(port->irq[index], handle, shared ? IRQF_SHARED : 0, handler->name,
			handler);
	if (r < 0) {
		NL_SET_ERR_MSG_MOD(extack, "request_irq() refused: who has the line does "
					   "not share it, or this one does not");
		kfree(handler);
		return r;
	}
	/* The irq core holds us for each handler. Ours go with us. */
	module_put(THIS_MODULE);
	list_add_tail(&handler->list, &port->handlers);
	port->nr_handlers++;
	return 0;
}

static void free_handler(struct plugbus_handler *handler)
{
	__module_get(THIS_MODULE);
	free_irq(handler->port->irq[handler->index], handler);
	handler->port->nr_handlers--;
	list_del(&handler->list);
	kfree(handler);
}

int plugbus_handler_del(struct plugbus_port *port, const char *name)
{
	struct plugbus_handler *handler = find(port, name);

	if (!handler)
		return -ENOENT;
	free_handler(handler);
	return 0;
}

void plugbus_handlers_free(struct plugbus_port *port)
{
	struct plugbus_handler *handler, *next;

	mutex_lock(&port->lock);
	list_for_each_entry_safe(handler, next, &port->handlers, list)
		free_handler(handler);
	mutex_unlock(&port->lock);
}

/* port->lock is held. */
int plugbus_storm_start(struct plugbus_port *port, unsigned int index, unsigned int count)
{
	if (READ_ONCE(port->storm_left))
		return -EBUSY;
	port->storm_index = index;
	WRITE_ONCE(port->storm_left, count);
	queue_work(plugbus_wq, &port->storm);
	return 0;
}

void plugbus_storm(struct work_struct *work)
{
	struct plugbus_port *port = container_of(work, struct plugbus_port, storm);
	unsigned int left = port->storm_left;

	for (; left && !READ_ONCE(port->gone); left--) {
		plugbus_line_raise(port, port->storm_index);
		cond_resched();
	}
	WRITE_ONCE(port->storm_left, 0);
}
