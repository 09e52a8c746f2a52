// SPDX-License-Identifier: GPL-2.0
/* Purpose: the commands of the generic netlink family that deal with a port's lines and
 * the handlers on them. */
#include <linux/ctype.h>

#include "genl.h"

static int on_line(struct sk_buff *skb, struct genl_info *info,
		   int (*act)(struct plugbus_port *port, u32 index,
			      struct genl_info *info))
{
	struct plugbus_port *port;
	int r = plugbus_may_change(skb, info);
	u32 index;

	if (r < 0)
		return r;
	port = plugbus_find_port(info);
	if (IS_ERR(port))
		return PTR_ERR(port);
	index = plugbus_get_u32(info, PLUGBUS_A_INDEX, 0);
	mutex_lock(&port->lock);
	if (port->gone) {
		r = -ENODEV;
	} else if (index >= port->nr_lines) {
		NL_SET_ERR_MSG_MOD(info->extack, "the port has no such line");
		r = -ENXIO;
	} else {
		r = act(port, index, info);
	}
	mutex_unlock(&port->lock);
	put_device(&port->dev);
	return r;
}

static int raise(struct plugbus_port *port, u32 index, struct genl_info *info)
{
	u32 count = plugbus_get_u32(info, PLUGBUS_A_COUNT, 1);
	int r;

	if (count == 1) {
		plugbus_line_raise(port, index);
		return 0;
	}
	r = plugbus_storm_start(port, index, count);
	if (r == -EBUSY)
		NL_SET_ERR_MSG_MOD(info->extack, "a storm of this port is under way");
	return r;
}

static int mask(struct plugbus_port *port, u32 index, struct genl_info *info)
{
	plugbus_line_mask(port, index, true);
	return 0;
}

static int unmask(struct plugbus_port *port, u32 index, struct genl_info *info)
{
	plugbus_line_mask(port, index, false);
	return 0;
}

/* The name becomes a part of /proc/interrupts, of the log, and of a path below /proc/irq.
 */
static int read_name(struct genl_info *info, char name[PLUGBUS_NAME_MAX])
{
	const char *c;

	if (plugbus_lacks(info, PLUGBUS_A_NAME))
		return -EINVAL;
	nla_strscpy(name, info->attrs[PLUGBUS_A_NAME], PLUGBUS_NAME_MAX);
	for (c = name; isalnum(*c) || *c == '-' || *c == '_'; c++)
		;
	if (c != name && !*c)
		return 0;
	NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[PLUGBUS_A_NAME],
			    "a name has letters, digits, '-' and '_'");
	return -EINVAL;
}

static int add_handler(struct plugbus_port *port, u32 index, struct genl_info *info)
{
	char name[PLUGBUS_NAME_MAX];

	return read_name(info, name)
		       ?: plugbus_handler_add(port, index, name,
					      info->attrs[PLUGBUS_A_SHARED],
					      info->attrs[PLUGBUS_A_DEAF], info->extack);
}

static int del_handler(struct plugbus_port *port, u32 index, struct genl_info *info)
{
	char name[PLUGBUS_NAME_MAX];
	int r = read_name(info, name) ?: plugbus_handler_del(port, name);

	if (r == -ENOENT)
		NL_SET_ERR_MSG_MOD(info->extack, "the port has no such handler");
	return r;
}

int plugbus_cmd_line_raise(struct sk_buff *skb, struct genl_info *info)
{
	return on_line(skb, info, raise);
}

int plugbus_cmd_line_mask(struct sk_buff *skb, struct genl_info *info)
{
	return on_line(skb, info, mask);
}

int plugbus_cmd_line_unmask(struct sk_buff *skb, struct genl_info *info)
{
	return on_line(skb, info, unmask);
}

int plugbus_cmd_handler_new(struct sk_buff *skb, struct genl_info *info)
{
	return on_line(skb, info, add_handler);
}

int plugbus_cmd_handler_del(struct sk_buff *skb, struct genl_info *info)
{
	return on_line(skb, info, del_handler);
}
