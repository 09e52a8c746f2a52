/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: keep what is done to an interface. See netkeep.h. */
#include <errno.h>
#include <sys/socket.h>

#include "log.h"
#include "netapply.h"
#include "netdev.h"
#include "netkeep.h"
#include "netrecord.h"
#include "netstack.h"

struct hp_net_instance hp_netkeep_instance(const struct hp_net_link *link)
{
	struct hp_net_instance instance = {.ifindex = link->ifindex};
	struct hp_net_device device;

	hp_net_device_read(&device, link, 0);
	instance.inode = device.inode;
	strcpy(instance.name, link->name);
	return instance;
}

bool hp_netkeep_is_there(struct hp_netlink *nl, const struct hp_net_instance *instance,
			 struct hp_net_link *ret)
{
	struct hp_net_instance now;

	if (!instance->ifindex || hp_net_link_get(nl, instance->ifindex, NULL, ret) < 0)
		return false;
	now = hp_netkeep_instance(ret);
	return !now.inode || !instance->inode || now.inode == instance->inode;
}

static void name(struct hp_net_instance *instance, void *data)
{
	struct hp_net_link link;

	if (instance->ifindex &&
	    hp_net_link_get(data, instance->ifindex, NULL, &link) == 0)
		*instance = hp_netkeep_instance(&link);
}

/* What was kept before, which is begun anew where it is of no use. */
static int load(const struct hp_netkeep *keep, struct hp_netundo *ret)
{
	char why[HP_NETUNDO_WHY_MAX];
	int r;

	if (!keep->before.len)
		return 0;
	r = hp_netundo_parse(ret, &keep->before, &keep->self, why);
	if (r == -EINVAL)
		hp_warning(0,
			   "%s: what was done before cannot be taken back any more: "
			   "its record %s",
			   keep->self.name, why);
	if (r < 0)
		hp_netundo_free(ret);
	return r == -ENOMEM ? r : 0;
}

/* By the name that it was given, unless others have renamed it since. Where the interface
 * itself was found in /sys, that is the one of our network namespace. */
static void name_made(struct hp_net_instance *made, const struct hp_netkeep *keep,
		      const struct hp_net_stacked *item, int sock)
{
	*made = (struct hp_net_instance){.ifindex = item->ifindex};
	strcpy(made->name, item->upper->name);
	if (keep->self.inode)
		made->inode = hp_net_device_inode(made->name, made->ifindex, sock);
	if (!made->inode)
		name(made, keep->nl);
}

static int note_made(struct hp_netundo *undo, const struct hp_netkeep *keep,
		     const struct hp_net_plan *plan)
{
	_cleanup_close_ int sock = -1;
	int r = 0;

	for (size_t i = 0; r == 0 && i < plan->n; i++) {
		const struct hp_net_step *step = &plan->steps[i];
		struct hp_net_instance made;

		if (step->kind != HP_NET_STEP_MAKE || !step->stacked->is_made)
			continue;
		if (sock < 0)
			sock = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
		name_made(&made, keep, step->stacked, sock);
		r = hp_netundo_note_made(undo, &made);
	}
	return r;
}

static int keep_steps(const struct hp_netkeep *keep, const struct hp_net_plan *plan)
{
	_cleanup_(hp_netundo_free) struct hp_netundo undo = {0};
	int r = load(keep, &undo);

	if (r == 0)
		r = note_made(&undo, keep, plan);
	if (r == 0)
		r = hp_netundo_note(&undo, plan, name, keep->nl);
	return r < 0 ? r : hp_netundo_save(&keep->self, &undo);
}

static void tell_lost(const struct hp_netkeep *keep, int r)
{
	if (r < 0)
		hp_warning(r, "%s: what is done cannot be taken back later",
			   keep->self.name);
}

void hp_netkeep_begin(struct hp_netkeep *keep, const struct hp_net_plan *plan)
{
	int r;

	keep->before = (struct hp_netundo_bytes){0};
	if (keep->is_off)
		return;
	r = hp_netundo_read(keep->self.ifindex, &keep->before);
	if (r == 0 || r == -EACCES) /* it is begun anew */
		r = keep_steps(keep, plan);
	tell_lost(keep, r);
	keep->is_off = r < 0;
	if (r < 0)
		hp_netundo_bytes_free(&keep->before);
}

/* What stands over an interface is kept with that alone: there may be a thousand. */
static void keep_masters(const struct hp_netkeep *keep, const struct hp_net_plan *plan)
{
	for (size_t i = 0; i < plan->n; i++) {
		const struct hp_net_step *step = &plan->steps[i];
		struct hp_net_link link;

		if (step->kind == HP_NET_STEP_MAKE && step->stacked->is_made &&
		    !hp_netdev_is_stacked(step->stacked->netdev) &&
		    hp_net_link_get(keep->nl, step->stacked->ifindex, NULL, &link) == 0)
			hp_netkeep_made(&link);
	}
}

/* Whether the steps came to anything else than they were kept as. */
static bool is_otherwise(const struct hp_net_plan *plan)
{
	for (size_t i = 0; i < plan->n; i++)
		if (plan->steps[i].left_out || plan->steps[i].kind == HP_NET_STEP_MAKE)
			return true;
	return false;
}

void hp_netkeep_end(struct hp_netkeep *keep, const struct hp_net_plan *plan, int r)
{
	int kept = 0;

	if (keep->is_off)
		return;
	if (r < 0)
		kept = hp_netundo_write(keep->self.ifindex, &keep->before);
	else if (is_otherwise(plan))
		kept = keep_steps(keep, plan);
	tell_lost(keep, kept);
	if (r == 0)
		keep_masters(keep, plan);
	hp_netundo_bytes_free(&keep->before);
}

void hp_netkeep_made(const struct hp_net_link *link)
{
	_cleanup_close_ int lock = hp_net_record_lock(link->ifindex);
	_cleanup_(hp_netundo_free) struct hp_netundo undo = {0};
	struct hp_net_instance self = hp_netkeep_instance(link);
	int r = lock < 0 ? lock : hp_netundo_load(&self, &undo);

	if (r == 0)
		r = hp_netundo_note_made(&undo, &self);
	if (r == 0)
		r = hp_netundo_save(&self, &undo);
	if (r < 0)
		hp_warning(r, "%s: that it was made cannot be taken back later",
			   link->name);
}
