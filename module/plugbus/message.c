// SPDX-License-Identifier: GPL-2.0
/* Purpose: a port as attributes of generic netlink. */
#include <net/genetlink.h>

#include "internal.h"

static int put_ids(struct sk_buff *msg, const struct plugbus_port *port)
{
	const struct plugbus_ids *ids = &port->ids;
	bool pci = ids->style == PLUGBUS_STYLE_PCI;
	char modalias[128];

	plugbus_modalias(port, modalias, sizeof(modalias));
	if (nla_put_u32(msg, PLUGBUS_A_ID, port->id) ||
	    nla_put_string(msg, PLUGBUS_A_NAME, dev_name(&port->dev)) ||
	    nla_put_u8(msg, PLUGBUS_A_STYLE, ids->style) ||
	    nla_put_u16(msg, PLUGBUS_A_VENDOR, ids->vendor) ||
	    nla_put_u16(msg, PLUGBUS_A_DEVICE, ids->device) ||
	    nla_put_u32(msg, pci ? PLUGBUS_A_CLASS : PLUGBUS_A_INTERFACE, ids->class) ||
	    nla_put_string(msg, PLUGBUS_A_MODALIAS, modalias))
		return -EMSGSIZE;
	return 0;
}

static int put_more_ids(struct sk_buff *msg, const struct plugbus_port *port)
{
	const struct plugbus_ids *ids = &port->ids;

	if (*port->serial && nla_put_string(msg, PLUGBUS_A_SERIAL, port->serial))
		return -EMSGSIZE;
	if (ids->style == PLUGBUS_STYLE_PCI)
		return nla_put_u16(msg, PLUGBUS_A_SUBVENDOR, ids->subvendor)
			       ?: nla_put_u16(msg, PLUGBUS_A_SUBDEVICE, ids->subdevice);
	return nla_put_u16(msg, PLUGBUS_A_BCD, ids->bcd)
		       ?: nla_put_u32(msg, PLUGBUS_A_TYPE, ids->type);
}

static int put_driver(struct sk_buff *msg, const char *name)
{
	return name ? nla_put_string(msg, PLUGBUS_A_DRIVER, name) : 0;
}

static int put_line(struct sk_buff *msg, struct plugbus_port *port, unsigned int index)
{
	struct plugbus_line_state line = plugbus_line_look(port, index);
	struct nlattr *nest = nla_nest_start(msg, PLUGBUS_A_PORT_LINE);

	if (!nest || nla_put_u32(msg, PLUGBUS_A_LINE, line.nr) ||
	    nla_put_u32(msg, PLUGBUS_A_IRQ, line.irq) ||
	    (line.edge && nla_put_flag(msg, PLUGBUS_A_EDGE)) ||
	    (line.exclusive && nla_put_flag(msg, PLUGBUS_A_EXCLUSIVE)) ||
	    (line.masked && nla_put_flag(msg, PLUGBUS_A_MASKED)) ||
	    (line.asserted && nla_put_flag(msg, PLUGBUS_A_ASSERTED)) ||
	    nla_put_u64_64bit(msg, PLUGBUS_A_RAISED, line.raised, PLUGBUS_A_PAD) ||
	    nla_put_u64_64bit(msg, PLUGBUS_A_FIRED, line.fired, PLUGBUS_A_PAD))
		return -EMSGSIZE;
	nla_nest_end(msg, nest);
	return 0;
}

static int put_handler(struct sk_buff *msg, const struct plugbus_handler *handler)
{
	struct nlattr *nest = nla_nest_start(msg, PLUGBUS_A_HANDLER);

	if (!nest || nla_put_string(msg, PLUGBUS_A_NAME, handler->name) ||
	    nla_put_u32(msg, PLUGBUS_A_INDEX, handler->index) ||
	    nla_put_u64_64bit(msg, PLUGBUS_A_CALLS, atomic64_read(&handler->calls),
			      PLUGBUS_A_PAD) ||
	    nla_put_u64_64bit(msg, PLUGBUS_A_HANDLED, atomic64_read(&handler->handled),
			      PLUGBUS_A_PAD))
		return -EMSGSIZE;
	nla_nest_end(msg, nest);
	return 0;
}

/* port->lock is held, and the port not gone. */
static int put_resources(struct sk_buff *msg, struct plugbus_port *port)
{
	const struct plugbus_handler *handler;
	unsigned int i;
	int r = 0;

	if (port->io_length)
		r = nla_put_u32(msg, PLUGBUS_A_IO_BASE, port->io_base)
			    ?: nla_put_u32(msg, PLUGBUS_A_IO_LENGTH, port->io_length);
	for (i = 0; r == 0 && i < port->nr_lines; i++)
		r = put_line(msg, port, i);
	list_for_each_entry(handler, &port->handlers, list)
		r = r ?: put_handler(msg, handler);
	return r;
}

int plugbus_put_port(struct sk_buff *msg, struct plugbus_port *port)
{
	int r = put_ids(msg, port) ?: put_more_ids(msg, port);

	if (r < 0)
		return r;
	device_lock(&port->dev);
	r = put_driver(msg, port->dev.driver ? port->dev.driver->name : NULL);
	device_unlock(&port->dev);
	mutex_lock(&port->lock);
	if (r == 0 && !port->gone)
		r = put_resources(msg, port);
	mutex_unlock(&port->lock);
	return r;
}

int plugbus_put_event(struct sk_buff *msg, struct plugbus_port *port,
		      enum plugbus_action action, u64 seq, bool overrun)
{
	if (nla_put_u64_64bit(msg, PLUGBUS_A_SEQ, seq, PLUGBUS_A_PAD) ||
	    nla_put_u8(msg, PLUGBUS_A_ACTION, action) ||
	    (overrun && nla_put_flag(msg, PLUGBUS_A_OVERRUN)))
		return -EMSGSIZE;
	return put_ids(msg, port) ?: put_driver(msg, plugbus_event_driver(port, action));
}
