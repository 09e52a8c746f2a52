/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the ports of plugbus.ko, by generic netlink. See port.h. */
#include <errno.h>
#include <linux/genetlink.h>
#include <netlink/genl/ctrl.h>

#include "netfamily.h"
#include "number.h"
#include "port_internal.h"

struct hp_ports {
	struct hp_netlink *nl;
	uint16_t family;
};

int hp_ports_open(struct hp_ports **ret)
{
	_cleanup_(hp_ports_closep) struct hp_ports *ports = calloc(1, sizeof(*ports));
	int r;

	if (!ports)
		return -ENOMEM;
	r = hp_netlink_open_protocol(&ports->nl, NETLINK_GENERIC);
	if (r < 0)
		return r;
	r = hp_netfamily_find(ports->nl, PLUGBUS_GENL_NAME, &ports->family);
	if (r < 0)
		return r;
	*ret = TAKE_PTR(ports);
	return 0;
}

void hp_ports_closep(struct hp_ports **ports)
{
	if (!*ports)
		return;
	hp_netlink_closep(&(*ports)->nl);
	free(*ports);
}

const char *hp_ports_why(const struct hp_ports *ports)
{
	return ports->nl->why;
}

static struct nl_msg *command(const struct hp_ports *ports, uint8_t cmd, int flags)
{
	return hp_netfamily_message(ports->family, cmd, PLUGBUS_GENL_VERSION, flags);
}

/* A command about one port, to which the caller may add attributes. NULL: no memory. */
static struct nl_msg *port_command(const struct hp_ports *ports, uint8_t cmd, uint32_t id)
{
	struct nl_msg *msg = command(ports, cmd, 0);

	if (msg && nla_put_u32(msg, PLUGBUS_A_ID, id) < 0) {
		nlmsg_free(msg);
		msg = NULL;
	}
	return msg;
}

static int put_ids(struct nl_msg *msg, const struct hp_port_ids *ids)
{
	int r = nla_put_u8(msg, PLUGBUS_A_STYLE, ids->style) |
		nla_put_u16(msg, PLUGBUS_A_VENDOR, ids->vendor) |
		nla_put_u16(msg, PLUGBUS_A_DEVICE, ids->device);

	if (ids->style == PLUGBUS_STYLE_PCI)
		r |= nla_put_u16(msg, PLUGBUS_A_SUBVENDOR, ids->subvendor) |
		     nla_put_u16(msg, PLUGBUS_A_SUBDEVICE, ids->subdevice) |
		     nla_put_u32(msg, PLUGBUS_A_CLASS, ids->class);
	else
		r |= nla_put_u16(msg, PLUGBUS_A_BCD, ids->bcd) |
		     nla_put_u32(msg, PLUGBUS_A_TYPE, ids->type) |
		     nla_put_u32(msg, PLUGBUS_A_INTERFACE, ids->class);
	return r ? -ENOMEM : 0;
}

static int put_resources(struct nl_msg *msg, const struct hp_port_spec *spec)
{
	int r = 0;

	if (spec->serial)
		r |= nla_put_string(msg, PLUGBUS_A_SERIAL, spec->serial);
	if (spec->io_length)
		r |= nla_put_u32(msg, PLUGBUS_A_IO_BASE, spec->io_base) |
		     nla_put_u32(msg, PLUGBUS_A_IO_LENGTH, spec->io_length);
	if (spec->lines)
		r |= nla_put_u32(msg, PLUGBUS_A_LINE, spec->line) |
		     nla_put_u32(msg, PLUGBUS_A_LINES, spec->lines);
	if (spec->edge)
		r |= nla_put_flag(msg, PLUGBUS_A_EDGE);
	if (spec->exclusive)
		r |= nla_put_flag(msg, PLUGBUS_A_EXCLUSIVE);
	return r ? -ENOMEM : 0;
}

static int keep_port(struct nlmsghdr *hdr, void *data)
{
	return hp_port_read(hdr, data);
}

int hp_port_add(struct hp_ports *ports, const struct hp_port_spec *spec,
		struct hp_port *ret)
{
	_cleanup_msg_ struct nl_msg *msg = command(ports, PLUGBUS_CMD_PORT_NEW, 0);

	if (!msg || put_ids(msg, &spec->ids) < 0 || put_resources(msg, spec) < 0)
		return -ENOMEM;
	return hp_netlink_query(ports->nl, msg, keep_port, ret);
}

int hp_port_get(struct hp_ports *ports, uint32_t id, struct hp_port *ret)
{
	_cleanup_msg_ struct nl_msg *msg = port_command(ports, PLUGBUS_CMD_PORT_GET, id);

	return msg ? hp_netlink_query(ports->nl, msg, keep_port, ret) : -ENOMEM;
}

int hp_port_del(struct hp_ports *ports, uint32_t id)
{
	_cleanup_msg_ struct nl_msg *msg = port_command(ports, PLUGBUS_CMD_PORT_DEL, id);

	return msg ? hp_netlink_request(ports->nl, msg) : -ENOMEM;
}

int hp_port_emit(struct hp_ports *ports, uint32_t id, enum plugbus_action action)
{
	_cleanup_msg_ struct nl_msg *msg =
		port_command(ports, PLUGBUS_CMD_PORT_EVENT, id);

	if (!msg || nla_put_u8(msg, PLUGBUS_A_ACTION, action) < 0)
		return -ENOMEM;
	return hp_netlink_request(ports->nl, msg);
}

int hp_port_raise(struct hp_ports *ports, uint32_t id, uint32_t index, uint32_t count)
{
	_cleanup_msg_ struct nl_msg *msg =
		port_command(ports, PLUGBUS_CMD_LINE_RAISE, id);

	if (!msg || nla_put_u32(msg, PLUGBUS_A_INDEX, index) < 0 ||
	    nla_put_u32(msg, PLUGBUS_A_COUNT, count) < 0)
		return -ENOMEM;
	return hp_netlink_request(ports->nl, msg);
}

int hp_port_mask(struct hp_ports *ports, uint32_t id, uint32_t index, bool mask)
{
	_cleanup_msg_ struct nl_msg *msg = port_command(
		ports, mask ? PLUGBUS_CMD_LINE_MASK : PLUGBUS_CMD_LINE_UNMASK, id);

	if (!msg || nla_put_u32(msg, PLUGBUS_A_INDEX, index) < 0)
		return -ENOMEM;
	return hp_netlink_request(ports->nl, msg);
}

int hp_port_add_handler(struct hp_ports *ports, uint32_t id, uint32_t index,
			const char *name, bool shared, bool deaf)
{
	_cleanup_msg_ struct nl_msg *msg =
		port_command(ports, PLUGBUS_CMD_HANDLER_NEW, id);

	if (!msg || nla_put_u32(msg, PLUGBUS_A_INDEX, index) < 0 ||
	    nla_put_string(msg, PLUGBUS_A_NAME, name) < 0 ||
	    (shared && nla_put_flag(msg, PLUGBUS_A_SHARED) < 0) ||
	    (deaf && nla_put_flag(msg, PLUGBUS_A_DEAF) < 0))
		return -ENOMEM;
	return hp_netlink_request(ports->nl, msg);
}

int hp_port_del_handler(struct hp_ports *ports, uint32_t id, const char *name)
{
	_cleanup_msg_ struct nl_msg *msg =
		port_command(ports, PLUGBUS_CMD_HANDLER_DEL, id);

	if (!msg || nla_put_string(msg, PLUGBUS_A_NAME, name) < 0)
		return -ENOMEM;
	return hp_netlink_request(ports->nl, msg);
}

struct listing {
	int (*each)(const struct hp_port *port, void *data);
	void *data;
};

static int list_port(struct nlmsghdr *hdr, void *data)
{
	const struct listing *listing = data;
	struct hp_port port;
	int r = hp_port_read(hdr, &port);

	return r < 0 ? r : listing->each(&port, listing->data);
}

int hp_port_list(struct hp_ports *ports, int (*each)(const struct hp_port *, void *data),
		 void *data)
{
	_cleanup_msg_ struct nl_msg *msg =
		command(ports, PLUGBUS_CMD_PORT_GET, NLM_F_DUMP);
	struct listing listing = {.each = each, .data = data};

	return msg ? hp_netlink_query(ports->nl, msg, list_port, &listing) : -ENOMEM;
}

struct listening {
	int (*each)(const struct hp_port_event *event, void *data);
	void *data;
	int result;
};

static int hear(struct nl_msg *msg, void *data)
{
	struct listening *listening = data;
	struct hp_port_event event;
	int r = hp_port_read_event(nlmsg_hdr(msg), &event);

	if (r == 0)
		r = listening->each(&event, listening->data);
	listening->result = r;
	return r < 0 ? NL_STOP : NL_OK;
}

static int join(struct hp_ports *ports)
{
	struct nl_sock *sock = ports->nl->sock;
	int group, r;

	/* Events answer no request, and libnl's own requests none of ours. */
	nl_socket_disable_seq_check(sock);
	group = genl_ctrl_resolve_grp(sock, PLUGBUS_GENL_NAME, PLUGBUS_GENL_GROUP);
	if (group < 0)
		return hp_netlink_errno(group);
	r = nl_socket_add_membership(sock, group);
	return r < 0 ? hp_netlink_errno(r) : 0;
}

int hp_port_listen(struct hp_ports *ports,
		   int (*each)(const struct hp_port_event *, void *data), void *data)
{
	struct listening listening = {.each = each, .data = data};
	int r = join(ports);

	if (r < 0)
		return r;
	nl_socket_modify_cb(ports->nl->sock, NL_CB_VALID, NL_CB_CUSTOM, hear, &listening);
	while (r >= 0 && listening.result >= 0)
		r = nl_recvmsgs_default(ports->nl->sock);
	if (listening.result < 0)
		return listening.result;
	/* libnl has no code of its own for ENOBUFS. */
	return r == -NLE_NOMEM ? -ENOBUFS : hp_netlink_errno(r);
}

int hp_port_parse_name(const char *name, uint32_t *ret)
{
	const char *digits = skip_prefix(name, "port");
	uint64_t id;

	if (hp_number_parse(digits ? digits : name, 10, PLUGBUS_PORTS_MAX - 1, &id) < 0)
		return -EINVAL;
	*ret = id;
	return 0;
}

const char *hp_port_action_name(enum plugbus_action action)
{
	static const char *const names[] = {"add",    "remove", "bind",	  "unbind",
					    "change", "online", "offline"};

	return action < ARRAY_SIZE(names) ? names[action] : "?";
}

const char *hp_port_style_name(enum plugbus_style style)
{
	return style == PLUGBUS_STYLE_PCI ? "pci" : "usb";
}
