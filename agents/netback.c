/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: take back what was done to an interface, by hand. See netback.h. */
#include <errno.h>

#include "agent.h"
#include "log.h"
#include "netapply.h"
#include "netback.h"
#include "netback_look.h"
#include "netdevwrite.h"
#include "netfollow.h"
#include "netjob.h"
#include "netkeep.h"
#include "netrecord.h"
#include "netreport.h"
#include "netwrite.h"

/* Each keeps its name, or gets one that is free. */
static int name_of_other(const struct hp_net_link *link, char ret[static IFNAMSIZ],
			 void *data)
{
	return -EPERM;
}

static void tell_kept(const struct hp_netback *back)
{
	char text[HP_NET_STEP_TEXT];

	for (size_t i = 0; i < back->plan.n_kept; i++)
		hp_warning(0, "%s: stays: %s (%s)", back->state.link.name,
			   hp_net_change_describe(back->plan.kept[i].change, text),
			   back->plan.kept[i].why);
}

/* What others have given the interface and went with what was taken back: where an
 * address was the first of its network, the kernel drops the others of that with it. */
static int give_back(struct hp_netback *back)
{
	_cleanup_(hp_net_state_free) struct hp_net_state now = {0};
	int r = hp_net_state_get(back->nl, back->self.ifindex, &now);

	for (size_t i = 0; r == 0 && i < back->state.objects.n; i++) {
		const struct hp_net_object *object = &back->state.objects.item[i];

		if (hp_netundo_is_of_others(&back->undo, object, back->has_followers) &&
		    !hp_net_objects_have(&now.objects, object))
			r = hp_net_write_object(back->nl, back->self.ifindex, object);
	}
	if (r < 0 && r != -ENODEV)
		hp_error(r, "%s: addresses of others went along", back->state.link.name);
	return r;
}

static int renew_linklocal(struct hp_netback *back)
{
	const struct hp_net_object *object = back->plan.linklocal;
	int r;

	if (!object || hp_net_write_linklocal(back->nl, back->self.ifindex) == 0)
		return 0;
	r = hp_net_write_object(back->nl, back->self.ifindex, object);
	return r < 0 ? hp_error(r, "%s: its address of the link is lost",
				back->state.link.name)
		     : 0;
}

static int take_steps(struct hp_netback *back)
{
	struct hp_net_apply apply = {
		.nl = back->nl,
		.ifindex = back->self.ifindex,
		.namer = name_of_other,
		.reads_first = true,
	};
	int r;

	if (!back->plan.plan.n)
		return 0;
	r = hp_net_apply(&apply, &back->plan.plan);
	back->lacks = apply.lacks;
	if (r == 0)
		hp_netreport_tell(&back->state.link, &back->plan.plan);
	return r;
}

/* Clients need the interface as it is. What ifup did is taken back by ifdown alone. */
static int end_followers(const struct hp_netback *back)
{
	struct hp_uevent event;
	int r = hp_netjob_event(&event, &back->state.link);

	if (r < 0)
		return hp_error(r, "%s", back->state.link.name);
	r = hp_netfollow(&(struct hp_netfollow){
		.event = &event,
		.link = &back->state.link,
		.is_unmanaged = true,
		.lock = back->lock,
	});
	hp_netfollow_forget(&event, back->self.ifindex);
	return r;
}

/* What is in it is let go first. */
static int delete_device(struct hp_netback *back, const struct hp_net_instance *device)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < back->links.n; i++)
		if (back->links.link[i].master == device->ifindex &&
		    device->ifindex == back->self.ifindex)
			r = hp_net_write_master(back->nl, back->links.link[i].ifindex, 0);
	if (r == 0 || r == -ENODEV)
		r = hp_netdev_unmake(back->nl, device->ifindex);
	if (r == -ENODEV)
		return 0;
	if (r < 0)
		return hp_error(r, "%s: cannot be deleted (%s)", device->name,
				hp_netlink_why(back->nl));
	hp_notice("%s: deleted", device->name);
	return 0;
}

static int delete_devices(struct hp_netback *back)
{
	int result = 0, r;

	for (size_t i = 0; i < back->n_devices; i++) {
		r = delete_device(back, &back->devices[i]);
		result = result ?: r;
	}
	return result;
}

static int write_undone(const struct hp_netback *back, const struct hp_net_link *link)
{
	struct hp_net_record record;

	hp_net_record_read(back->self.ifindex, back->self.inode, &record);
	if (!record.name[0]) {
		record.inode = back->self.inode;
		record.mac = link->mac;
		strcpy(record.name, link->name);
	}
	record.is_undone = true;
	return hp_net_record_write(back->lock, &record);
}

/* From now on there is nothing to take back, and events leave the interface alone. */
static int forget(struct hp_netback *back)
{
	const struct hp_netundo_bytes none = {0};
	struct hp_net_link link;
	int r = hp_netundo_write(back->self.ifindex, &none);

	if (!hp_netkeep_is_there(back->nl, &back->self, &link))
		hp_net_record_drop(back->self.ifindex);
	else if (r == 0)
		r = write_undone(back, &link);
	return r < 0 ? hp_error(r, "%s: that it is undone is not kept",
				back->state.link.name)
		     : 0;
}

/* What follows the steps is done as far as it can be. */
static int (*const finishers[])(struct hp_netback *back) = {
	renew_linklocal,
	give_back,
	delete_devices,
	forget,
};

static int take_back(struct hp_netback *back)
{
	int result = take_steps(back), r;

	if (result < 0)
		return result;
	result = back->lacks;
	for (size_t i = 0; i < ARRAY_SIZE(finishers); i++) {
		r = finishers[i](back);
		result = result ?: r;
	}
	return result;
}

/* Those whose end changes what is are ended before that is looked at. */
static int end_first(struct hp_netback *back)
{
	if (hp_dry_run || !back->has_followers)
		return 0;
	return end_followers(back);
}

static int run_locked(struct hp_netback *back, hp_netback_see see, void *data)
{
	struct hp_netback_view view = {&back->state.link, &back->plan};
	int ended = 0, r = hp_netback_begin(back);

	if (r == 0)
		ended = end_first(back);
	if (r == 0)
		r = hp_netback_look(back);
	if (r < 0)
		return r;
	view.n_devices = back->n_devices;
	view.devices = back->devices;
	view.has_followers = back->has_followers;
	view.is_nothing = !back->undo.n && !back->n_devices && !back->has_followers;
	if (see)
		see(&view, data);
	if (hp_dry_run || view.is_nothing)
		return 0;
	tell_kept(back);
	r = take_back(back);
	return r ?: ended;
}

int hp_netback_run(struct hp_netlink *nl, const struct hp_net_link *link,
		   hp_netback_see see, void *data)
{
	_cleanup_(hp_netback_free) struct hp_netback back = {.nl = nl, .lock = -1};

	if (!hp_dry_run)
		back.lock = hp_net_record_lock(link->ifindex);
	if (back.lock == -ETIMEDOUT)
		return hp_error(back.lock, "%s: another process works on it", link->name);
	if (back.lock < 0 && !hp_dry_run)
		return hp_error(back.lock,
				"%s: nothing is undone, since that could not be kept",
				link->name);
	back.state.link = *link;
	back.self = hp_netkeep_instance(link);
	return run_locked(&back, see, data);
}

bool hp_netback_concerns(const struct hp_net_link *link)
{
	return hp_netundo_is_there(link->ifindex) ||
	       hp_netfollow_concerns(link->ifindex, NULL);
}
