// SPDX-License-Identifier: GPL-2.0
/* Purpose: the commands of the generic netlink family; see uapi/plugbus.h. */
#include "genl.h"

static struct netlink_range_validation class_range = {.max = 0xffffff};
static struct netlink_range_validation count_range = {
	.min = 1,
	.max = PLUGBUS_COUNT_MAX,
};

static const struct nla_policy policy[PLUGBUS_A_MAX + 1] = {
	[PLUGBUS_A_ID] = NLA_POLICY_MAX(NLA_U32, PLUGBUS_PORTS_MAX - 1),
	[PLUGBUS_A_NAME] = {.type = NLA_NUL_STRING, .len = PLUGBUS_NAME_MAX - 1},
	[PLUGBUS_A_STYLE] =
		NLA_POLICY_RANGE(NLA_U8, PLUGBUS_STYLE_PCI, PLUGBUS_STYLE_USB),
	[PLUGBUS_A_VENDOR] = {.type = NLA_U16},
	[PLUGBUS_A_DEVICE] = {.type = NLA_U16},
	[PLUGBUS_A_SUBVENDOR] = {.type = NLA_U16},
	[PLUGBUS_A_SUBDEVICE] = {.type = NLA_U16},
	[PLUGBUS_A_CLASS] = NLA_POLICY_FULL_RANGE(NLA_U32, &class_range),
	[PLUGBUS_A_BCD] = {.type = NLA_U16},
	[PLUGBUS_A_TYPE] = NLA_POLICY_FULL_RANGE(NLA_U32, &class_range),
	[PLUGBUS_A_INTERFACE] = NLA_POLICY_FULL_RANGE(NLA_U32, &class_range),
	[PLUGBUS_A_SERIAL] = {.type = NLA_NUL_STRING, .len = PLUGBUS_SERIAL_MAX - 1},
	[PLUGBUS_A_IO_BASE] = {.type = NLA_U32},
	[PLUGBUS_A_IO_LENGTH] = {.type = NLA_U32},
	[PLUGBUS_A_LINE] = NLA_POLICY_MAX(NLA_U32, PLUGBUS_LINES_MAX - 1),
	[PLUGBUS_A_LINES] = NLA_POLICY_RANGE(NLA_U32, 1, PLUGBUS_PORT_LINES),
	[PLUGBUS_A_EDGE] = {.type = NLA_FLAG},
	[PLUGBUS_A_EXCLUSIVE] = {.type = NLA_FLAG},
	[PLUGBUS_A_ACTION] =
		NLA_POLICY_RANGE(NLA_U8, PLUGBUS_ACTION_CHANGE, PLUGBUS_ACTION_OFFLINE),
	[PLUGBUS_A_INDEX] = NLA_POLICY_MAX(NLA_U32, PLUGBUS_PORT_LINES - 1),
	[PLUGBUS_A_COUNT] = NLA_POLICY_FULL_RANGE(NLA_U32, &count_range),
	[PLUGBUS_A_SHARED] = {.type = NLA_FLAG},
	[PLUGBUS_A_DEAF] = {.type = NLA_FLAG},
};

int plugbus_may_change(struct sk_buff *skb, struct genl_info *info)
{
	if (netlink_capable(skb, CAP_SYS_ADMIN))
		return 0;
	NL_SET_ERR_MSG_MOD(info->extack, "needs CAP_SYS_ADMIN");
	return -EPERM;
}

bool plugbus_lacks(struct genl_info *info, int attr)
{
	if (!GENL_REQ_ATTR_CHECK(info, attr))
		return false;
	NL_SET_ERR_MSG_MOD(info->extack, "an attribute is missing");
	return true;
}

u32 plugbus_get_u32(const struct genl_info *info, int attr, u32 otherwise)
{
	return info->attrs[attr] ? nla_get_u32(info->attrs[attr]) : otherwise;
}

static u16 get_u16(const struct genl_info *info, int attr)
{
	return info->attrs[attr] ? nla_get_u16(info->attrs[attr]) : 0;
}

/* The first attribute of the message that a port of the other style has. */
static const struct nlattr *foreign_id(const struct genl_info *info, u8 style)
{
	static const u8 pci[] = {PLUGBUS_A_SUBVENDOR, PLUGBUS_A_SUBDEVICE,
				 PLUGBUS_A_CLASS};
	static const u8 usb[] = {PLUGBUS_A_BCD, PLUGBUS_A_TYPE, PLUGBUS_A_INTERFACE};
	const u8 *others = style == PLUGBUS_STYLE_PCI ? usb : pci;
	int i;

	for (i = 0; i < ARRAY_SIZE(pci); i++)
		if (info->attrs[others[i]])
			return info->attrs[others[i]];
	return NULL;
}

static int read_ids(struct genl_info *info, struct plugbus_ids *ids)
{
	const struct nlattr *foreign;
	bool pci;

	if (plugbus_lacks(info, PLUGBUS_A_STYLE) ||
	    plugbus_lacks(info, PLUGBUS_A_VENDOR) ||
	    plugbus_lacks(info, PLUGBUS_A_DEVICE))
		return -EINVAL;
	ids->style = nla_get_u8(info->attrs[PLUGBUS_A_STYLE]);
	foreign = foreign_id(info, ids->style);
	if (foreign) {
		NL_SET_ERR_MSG_ATTR(info->extack, foreign, "not of a port of this style");
		return -EINVAL;
	}
	pci = ids->style == PLUGBUS_STYLE_PCI;
	ids->vendor = get_u16(info, PLUGBUS_A_VENDOR);
	ids->device = get_u16(info, PLUGBUS_A_DEVICE);
	ids->subvendor = get_u16(info, PLUGBUS_A_SUBVENDOR);
	ids->subdevice = get_u16(info, PLUGBUS_A_SUBDEVICE);
	ids->class =
		plugbus_get_u32(info, pci ? PLUGBUS_A_CLASS : PLUGBUS_A_INTERFACE, 0);
	ids->type = plugbus_get_u32(info, PLUGBUS_A_TYPE, 0);
	ids->bcd = get_u16(info, PLUGBUS_A_BCD);
	return 0;
}

static void read_resources(const struct genl_info *info, struct plugbus_spec *spec)
{
	if (info->attrs[PLUGBUS_A_SERIAL])
		nla_strscpy(spec->serial, info->attrs[PLUGBUS_A_SERIAL],
			    sizeof(spec->serial));
	spec->io_base = plugbus_get_u32(info, PLUGBUS_A_IO_BASE, 0);
	spec->io_length = plugbus_get_u32(info, PLUGBUS_A_IO_LENGTH, 0);
	spec->line = plugbus_get_u32(info, PLUGBUS_A_LINE, 0);
	spec->lines = plugbus_get_u32(info, PLUGBUS_A_LINES,
				      info->attrs[PLUGBUS_A_LINE] ? 1 : 0);
	spec->edge = info->attrs[PLUGBUS_A_EDGE];
	spec->exclusive = info->attrs[PLUGBUS_A_EXCLUSIVE];
}

static int answer(struct plugbus_port *port, struct genl_info *info, u8 cmd)
{
	struct sk_buff *msg = genlmsg_new(NLMSG_GOODSIZE, GFP_KERNEL);
	void *header;
	int r;

	if (!msg)
		return -ENOMEM;
	header = genlmsg_put_reply(msg, info, &plugbus_genl_family, 0, cmd);
	r = header ? plugbus_put_port(msg, port) : -EMSGSIZE;
	if (r < 0) {
		nlmsg_free(msg);
		return r;
	}
	genlmsg_end(msg, header);
	return genlmsg_reply(msg, info);
}

static int port_new(struct sk_buff *skb, struct genl_info *info)
{
	struct plugbus_spec spec = {};
	struct plugbus_port *port;
	int r = plugbus_may_change(skb, info) ?: read_ids(info, &spec.ids);

	if (r < 0)
		return r;
	read_resources(info, &spec);
	r = plugbus_port_add(&spec, info->extack, &port);
	if (r < 0)
		return r;
	/* The port stands; that the answer found no memory does not undo it. */
	answer(port, info, PLUGBUS_CMD_PORT_NEW);
	put_device(&port->dev);
	return 0;
}

static int no_such_port(struct genl_info *info)
{
	NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[PLUGBUS_A_ID],
			    "there is no such port");
	return -ENODEV;
}

static int port_del(struct sk_buff *skb, struct genl_info *info)
{
	int r = plugbus_may_change(skb, info);

	if (r < 0)
		return r;
	if (plugbus_lacks(info, PLUGBUS_A_ID))
		return -EINVAL;
	r = plugbus_port_del(nla_get_u32(info->attrs[PLUGBUS_A_ID]));
	return r == -ENODEV ? no_such_port(info) : r;
}

/* The port of ID, for put_device(). */
struct plugbus_port *plugbus_find_port(struct genl_info *info)
{
	struct plugbus_port *port;

	if (plugbus_lacks(info, PLUGBUS_A_ID))
		return ERR_PTR(-EINVAL);
	port = plugbus_port_get(nla_get_u32(info->attrs[PLUGBUS_A_ID]));
	return port ?: ERR_PTR(no_such_port(info));
}

static int port_get(struct sk_buff *skb, struct genl_info *info)
{
	struct plugbus_port *port = plugbus_find_port(info);
	int r;

	if (IS_ERR(port))
		return PTR_ERR(port);
	r = answer(port, info, PLUGBUS_CMD_PORT_GET);
	put_device(&port->dev);
	return r;
}

static int dump_port(struct sk_buff *skb, struct netlink_callback *cb,
		     struct plugbus_port *port)
{
	void *header =
		genlmsg_put(skb, NETLINK_CB(cb->skb).portid, cb->nlh->nlmsg_seq,
			    &plugbus_genl_family, NLM_F_MULTI, PLUGBUS_CMD_PORT_GET);
	int r = header ? plugbus_put_port(skb, port) : -EMSGSIZE;

	if (r == 0)
		genlmsg_end(skb, header);
	else if (header)
		genlmsg_cancel(skb, header);
	return r;
}

static int port_dump(struct sk_buff *skb, struct netlink_callback *cb)
{
	unsigned long id = cb->args[0];
	struct plugbus_port *port;
	int r = 0;

	while ((port = plugbus_port_next(&id))) {
		r = dump_port(skb, cb, port);
		put_device(&port->dev);
		if (r < 0)
			break;
		id++;
	}
	cb->args[0] = id;
	return skb->len ?: r;
}

static int port_event(struct sk_buff *skb, struct genl_info *info)
{
	struct plugbus_port *port;
	int r = plugbus_may_change(skb, info);

	if (r < 0)
		return r;
	if (plugbus_lacks(info, PLUGBUS_A_ACTION))
		return -EINVAL;
	port = plugbus_find_port(info);
	if (IS_ERR(port))
		return PTR_ERR(port);
	r = plugbus_port_emit(port, nla_get_u8(info->attrs[PLUGBUS_A_ACTION]));
	put_device(&port->dev);
	return r;
}

static const struct genl_small_ops ops[] = {
	{.cmd = PLUGBUS_CMD_PORT_NEW, .doit = port_new},
	{.cmd = PLUGBUS_CMD_PORT_DEL, .doit = port_del},
	{.cmd = PLUGBUS_CMD_PORT_GET, .doit = port_get, .dumpit = port_dump},
	{.cmd = PLUGBUS_CMD_PORT_EVENT, .doit = port_event},
	{.cmd = PLUGBUS_CMD_LINE_RAISE, .doit = plugbus_cmd_line_raise},
	{.cmd = PLUGBUS_CMD_LINE_MASK, .doit = plugbus_cmd_line_mask},
	{.cmd = PLUGBUS_CMD_LINE_UNMASK, .doit = plugbus_cmd_line_unmask},
	{.cmd = PLUGBUS_CMD_HANDLER_NEW, .doit = plugbus_cmd_handler_new},
	{.cmd = PLUGBUS_CMD_HANDLER_DEL, .doit = plugbus_cmd_handler_del},
};

static const struct genl_multicast_group groups[] = {
	[PLUGBUS_GROUP_EVENTS] = {.name = PLUGBUS_GENL_GROUP},
};

struct genl_family plugbus_genl_family = {
	.name = PLUGBUS_GENL_NAME,
	.version = PLUGBUS_GENL_VERSION,
	.maxattr = PLUGBUS_A_MAX,
	.policy = policy,
	.small_ops = ops,
	.n_small_ops = ARRAY_SIZE(ops),
	.mcgrps = groups,
	.n_mcgrps = ARRAY_SIZE(groups),
	.module = THIS_MODULE,
};
