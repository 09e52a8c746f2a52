/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: net.agent: gives a network interface what the files in hotplug.d/net say.
 *
 * The event only says where to look. What the interface is called and how it is set is
 * asked of the kernel at handling time; an interface that is gone is done.
 */
#include <errno.h>

#include "agent.h"
#include "netapply.h"
#include "netfollow.h"
#include "netjob.h"
#include "netleft.h"
#include "netrecord.h"
#include "netstate.h"

/* Whoever works on the interface may be starting something. */
static void forget_followers(const struct hp_uevent *event)
{
	_cleanup_close_ int lock = -1;

	if (!hp_netfollow_concerns(event->ifindex, NULL))
		return;
	lock = hp_net_record_lock(event->ifindex);
	hp_netfollow_forget(event, event->ifindex);
}

/* The kernel takes addresses and routes along; what is left are the record, what was
 * started, and some of what was made. A remove that arrives late finds an interface that
 * is there, and leaves it alone. */
static int forget(const struct hp_uevent *event)
{
	_cleanup_(hp_netlink_closep) struct hp_netlink *nl = NULL;
	struct hp_net_link link;

	if (!event->ifindex || hp_dry_run || hp_netlink_open(&nl) < 0)
		return 0;
	if (hp_net_link_get(nl, event->ifindex, NULL, &link) == -ENODEV) {
		forget_followers(event);
		hp_netleft_delete(nl, event->ifindex);
		hp_net_record_drop(event->ifindex);
	}
	return 0;
}

/* What an interface goes through besides (change, online, ...) concerns no file. */
static int (*const handlers[HP_ACTIONS])(const struct hp_uevent *event) = {
	[HP_ACTION_ADD] = hp_netjob_run,
	[HP_ACTION_MOVE] = hp_netjob_run,
	[HP_ACTION_REMOVE] = forget,
};

static int handle(const struct hp_uevent *event)
{
	return handlers[event->action] ? handlers[event->action](event) : 0;
}

static const struct hp_agent agent = {
	.name = "net.agent",
	.subsystem = "net",
	.does = "Gives a network interface what hotplug.d/net/*.link and *.network say.",
	.handle = handle,
};

int main(int argc, char *argv[])
{
	return hp_agent_main(&agent, argc, argv);
}
