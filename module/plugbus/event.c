// SPDX-License-Identifier: GPL-2.0
/* Purpose: tell of what happens to a port: multicast group "events", and the helper. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt
#include <net/genetlink.h>

#include "internal.h"

const char *const plugbus_action_names[] = {
	[PLUGBUS_ACTION_ADD] = "add",	      [PLUGBUS_ACTION_REMOVE] = "remove",
	[PLUGBUS_ACTION_BIND] = "bind",	      [PLUGBUS_ACTION_UNBIND] = "unbind",
	[PLUGBUS_ACTION_CHANGE] = "change",   [PLUGBUS_ACTION_ONLINE] = "online",
	[PLUGBUS_ACTION_OFFLINE] = "offline",
};

/* Held from the choice of a sequence number until the event is sent and queued, so that
 * every road has the events in the order of their numbers. */
static DEFINE_MUTEX(event_lock);
static u64 last_seq;
static bool overrun;

const char *plugbus_event_driver(const struct plugbus_port *port,
				 enum plugbus_action action)
{
	const struct device_driver *driver =
		action == PLUGBUS_ACTION_ADD ? NULL : port->dev.driver;

	return driver ? driver->name : NULL;
}

static int multicast(struct plugbus_port *port, enum plugbus_action action, u64 seq)
{
	struct sk_buff *msg = genlmsg_new(NLMSG_GOODSIZE, GFP_KERNEL);
	void *header;
	int r;

	if (!msg)
		return -ENOMEM;
	header = genlmsg_put(msg, 0, 0, &plugbus_genl_family, 0, PLUGBUS_CMD_PORT_EVENT);
	r = header ? plugbus_put_event(msg, port, action, seq, overrun) : -EMSGSIZE;
	if (r < 0) {
		nlmsg_free(msg);
		return r;
	}
	genlmsg_end(msg, header);
	r = genlmsg_multicast(&plugbus_genl_family, msg, 0, PLUGBUS_GROUP_EVENTS,
			      GFP_KERNEL);
	/* That nobody listens is no loss. */
	return r == -ESRCH ? 0 : r;
}

void plugbus_event(struct plugbus_port *port, enum plugbus_action action)
{
	u64 seq;

	mutex_lock(&event_lock);
	seq = ++last_seq;
	if (READ_ONCE(plugbus_debug) & PLUGBUS_DEBUG_EVENTS)
		pr_info("%llu %s %s\n", seq, plugbus_action_names[action],
			dev_name(&port->dev));
	overrun = multicast(port, action, seq) < 0;
	plugbus_helper_queue(port, action, seq);
	mutex_unlock(&event_lock);
}
