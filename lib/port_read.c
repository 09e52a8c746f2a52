/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: a port and its events out of the messages of plugbus.ko. See port_internal.h.
 */
#include <errno.h>
#include <linux/genetlink.h>

#include "port_internal.h"

/* Of one kind each, so that a wrong length is found before anything is read. */
static struct nla_policy policy[PLUGBUS_A_MAX + 1] = {
	[PLUGBUS_A_ID] = {.type = NLA_U32},
	[PLUGBUS_A_NAME] = {.type = NLA_STRING},
	[PLUGBUS_A_STYLE] = {.type = NLA_U8},
	[PLUGBUS_A_VENDOR] = {.type = NLA_U16},
	[PLUGBUS_A_DEVICE] = {.type = NLA_U16},
	[PLUGBUS_A_SUBVENDOR] = {.type = NLA_U16},
	[PLUGBUS_A_SUBDEVICE] = {.type = NLA_U16},
	[PLUGBUS_A_CLASS] = {.type = NLA_U32},
	[PLUGBUS_A_BCD] = {.type = NLA_U16},
	[PLUGBUS_A_TYPE] = {.type = NLA_U32},
	[PLUGBUS_A_INTERFACE] = {.type = NLA_U32},
	[PLUGBUS_A_SERIAL] = {.type = NLA_STRING},
	[PLUGBUS_A_IO_BASE] = {.type = NLA_U32},
	[PLUGBUS_A_IO_LENGTH] = {.type = NLA_U32},
	[PLUGBUS_A_LINE] = {.type = NLA_U32},
	[PLUGBUS_A_MODALIAS] = {.type = NLA_STRING},
	[PLUGBUS_A_DRIVER] = {.type = NLA_STRING},
	[PLUGBUS_A_SEQ] = {.type = NLA_U64},
	[PLUGBUS_A_ACTION] = {.type = NLA_U8},
	[PLUGBUS_A_INDEX] = {.type = NLA_U32},
	[PLUGBUS_A_IRQ] = {.type = NLA_U32},
	[PLUGBUS_A_RAISED] = {.type = NLA_U64},
	[PLUGBUS_A_FIRED] = {.type = NLA_U64},
	[PLUGBUS_A_CALLS] = {.type = NLA_U64},
	[PLUGBUS_A_HANDLED] = {.type = NLA_U64},
	[PLUGBUS_A_PORT_LINE] = {.type = NLA_NESTED},
	[PLUGBUS_A_HANDLER] = {.type = NLA_NESTED},
};

static uint32_t u32(const struct nlattr *attr)
{
	return attr ? nla_get_u32(attr) : 0;
}

static uint16_t u16(const struct nlattr *attr)
{
	return attr ? nla_get_u16(attr) : 0;
}

static uint64_t u64(struct nlattr *attr)
{
	return attr ? nla_get_u64(attr) : 0;
}

/* to is "" before. */
static void text(char *to, size_t size, const struct nlattr *attr)
{
	if (attr)
		nla_strlcpy(to, attr, size);
}

static void read_ids(struct nlattr *attrs[], struct hp_port_ids *ids)
{
	ids->style = nla_get_u8(attrs[PLUGBUS_A_STYLE]);
	ids->vendor = u16(attrs[PLUGBUS_A_VENDOR]);
	ids->device = u16(attrs[PLUGBUS_A_DEVICE]);
	ids->subvendor = u16(attrs[PLUGBUS_A_SUBVENDOR]);
	ids->subdevice = u16(attrs[PLUGBUS_A_SUBDEVICE]);
	ids->class = u32(attrs[ids->style == PLUGBUS_STYLE_PCI ? PLUGBUS_A_CLASS
							       : PLUGBUS_A_INTERFACE]);
	ids->type = u32(attrs[PLUGBUS_A_TYPE]);
	ids->bcd = u16(attrs[PLUGBUS_A_BCD]);
}

static int read_line(struct nlattr *nest, struct hp_port *port)
{
	struct nlattr *attrs[PLUGBUS_A_MAX + 1];

	if (port->n_lines == ARRAY_SIZE(port->line) ||
	    nla_parse_nested(attrs, PLUGBUS_A_MAX, nest, policy) < 0)
		return -EBADMSG;
	port->line[port->n_lines++] = (struct hp_port_line){
		.nr = u32(attrs[PLUGBUS_A_LINE]),
		.irq = u32(attrs[PLUGBUS_A_IRQ]),
		.edge = attrs[PLUGBUS_A_EDGE],
		.exclusive = attrs[PLUGBUS_A_EXCLUSIVE],
		.masked = attrs[PLUGBUS_A_MASKED],
		.asserted = attrs[PLUGBUS_A_ASSERTED],
		.raised = u64(attrs[PLUGBUS_A_RAISED]),
		.fired = u64(attrs[PLUGBUS_A_FIRED]),
	};
	return 0;
}

static int read_handler(struct nlattr *nest, struct hp_port *port)
{
	struct nlattr *attrs[PLUGBUS_A_MAX + 1];
	struct hp_port_handler *handler;

	if (port->n_handlers == ARRAY_SIZE(port->handler) ||
	    nla_parse_nested(attrs, PLUGBUS_A_MAX, nest, policy) < 0)
		return -EBADMSG;
	if (u32(attrs[PLUGBUS_A_INDEX]) >= ARRAY_SIZE(port->line))
		return -EBADMSG;
	handler = &port->handler[port->n_handlers++];
	text(handler->name, sizeof(handler->name), attrs[PLUGBUS_A_NAME]);
	handler->index = u32(attrs[PLUGBUS_A_INDEX]);
	handler->calls = u64(attrs[PLUGBUS_A_CALLS]);
	handler->handled = u64(attrs[PLUGBUS_A_HANDLED]);
	return 0;
}

/* nlmsg_parse() keeps the last of attributes that repeat. */
static int read_nests(struct nlmsghdr *hdr, struct hp_port *port)
{
	struct nlattr *attr;
	int left, r = 0;

	nlmsg_for_each_attr(attr, hdr, GENL_HDRLEN, left)
	{
		if (nla_type(attr) == PLUGBUS_A_PORT_LINE)
			r = read_line(attr, port);
		else if (nla_type(attr) == PLUGBUS_A_HANDLER)
			r = read_handler(attr, port);
		if (r < 0)
			return r;
	}
	return 0;
}

static int read_port(struct nlattr *attrs[], struct hp_port *port)
{
	if (!attrs[PLUGBUS_A_ID] || !attrs[PLUGBUS_A_NAME] || !attrs[PLUGBUS_A_STYLE])
		return -EBADMSG;
	port->id = u32(attrs[PLUGBUS_A_ID]);
	read_ids(attrs, &port->ids);
	port->io_base = u32(attrs[PLUGBUS_A_IO_BASE]);
	port->io_length = u32(attrs[PLUGBUS_A_IO_LENGTH]);
	text(port->name, sizeof(port->name), attrs[PLUGBUS_A_NAME]);
	text(port->serial, sizeof(port->serial), attrs[PLUGBUS_A_SERIAL]);
	text(port->modalias, sizeof(port->modalias), attrs[PLUGBUS_A_MODALIAS]);
	text(port->driver, sizeof(port->driver), attrs[PLUGBUS_A_DRIVER]);
	return 0;
}

static int parse(struct nlmsghdr *hdr, struct nlattr *attrs[])
{
	return nlmsg_parse(hdr, GENL_HDRLEN, attrs, PLUGBUS_A_MAX, policy) < 0 ? -EBADMSG
									       : 0;
}

int hp_port_read(struct nlmsghdr *hdr, struct hp_port *ret)
{
	struct nlattr *attrs[PLUGBUS_A_MAX + 1];
	struct hp_port port = {0};
	int r = parse(hdr, attrs);

	if (r == 0)
		r = read_port(attrs, &port);
	if (r == 0)
		r = read_nests(hdr, &port);
	if (r == 0)
		*ret = port;
	return r;
}

int hp_port_read_event(struct nlmsghdr *hdr, struct hp_port_event *ret)
{
	struct nlattr *attrs[PLUGBUS_A_MAX + 1];
	struct hp_port_event event = {0};
	int r = parse(hdr, attrs);

	if (r < 0)
		return r;
	if (!attrs[PLUGBUS_A_SEQ] || !attrs[PLUGBUS_A_ACTION])
		return -EBADMSG;
	r = read_port(attrs, &event.port);
	if (r < 0)
		return r;
	event.seq = u64(attrs[PLUGBUS_A_SEQ]);
	event.action = nla_get_u8(attrs[PLUGBUS_A_ACTION]);
	event.overrun = attrs[PLUGBUS_A_OVERRUN];
	*ret = event;
	return 0;
}
