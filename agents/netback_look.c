/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what there is to take back of an interface. See netback_look.h. */
#include <errno.h>

#include "array.h"
#include "log.h"
#include "netapply.h"
#include "netback_look.h"
#include "netethtool_io.h"
#include "netfollow.h"
#include "netkeep.h"
#include "netreport.h"

/* Whether a change is that the interface was put in a master. */
static bool joins(const struct hp_netundo *undo, const struct hp_net_instance *master)
{
	for (size_t i = 0; i < undo->n; i++)
		if (undo->change[i].step.kind == HP_NET_STEP_MASTER &&
		    undo->change[i].other.ifindex == master->ifindex)
			return true;
	return false;
}

static bool is_made(const struct hp_netundo *undo, const struct hp_net_instance *device)
{
	for (size_t i = 0; i < undo->n; i++) {
		const struct hp_net_instance *made = &undo->change[i].other;

		if (undo->change[i].step.kind == HP_NET_STEP_MAKE &&
		    made->ifindex == device->ifindex &&
		    (!made->inode || !device->inode || made->inode == device->inode))
			return true;
	}
	return false;
}

/* What is kept of another interface; what cannot be read counts as nothing. */
static bool other_has(const struct hp_net_link *link,
		      bool (*has)(const struct hp_netundo *undo,
				  const struct hp_net_instance *instance),
		      const struct hp_net_instance *instance)
{
	_cleanup_(hp_netundo_free) struct hp_netundo undo = {0};
	struct hp_net_instance self = hp_netkeep_instance(link);

	return hp_netundo_load(&self, &undo) == 0 && has(&undo, instance);
}

/* Each of a pair says that it is over the other. */
static bool is_peer(const struct hp_net_link *link, const struct hp_net_link *other)
{
	return link->lower == other->ifindex && other->lower == link->ifindex;
}

static bool will_go(const struct hp_netback *back, const struct hp_net_link *link)
{
	for (size_t i = 0; i < back->n_devices; i++)
		if (back->devices[i].ifindex == link->ifindex)
			return true;
	return false;
}

static bool is_of_others(const struct hp_netback *back, const struct hp_net_link *other)
{
	const struct hp_net_link *link = &back->state.link;

	if (other->master == link->ifindex)
		return !other_has(other, joins, &back->self);
	return other->lower == link->ifindex && !is_peer(link, other) &&
	       !will_go(back, other);
}

static bool is_depended_on(const struct hp_netback *back)
{
	const struct hp_net_instance master = {.ifindex = back->state.link.master};

	if (master.ifindex && !joins(&back->undo, &master))
		return true;
	for (size_t i = 0; i < back->links.n; i++)
		if (is_of_others(back, &back->links.link[i]))
			return true;
	return false;
}

static bool is_name_taken(const struct hp_netback *back)
{
	for (size_t i = 0; i < back->undo.n; i++) {
		const struct hp_net_step *step = &back->undo.change[i].step;
		struct hp_net_link link;

		if (step->kind == HP_NET_STEP_RENAME &&
		    hp_net_link_get(back->nl, 0, step->name.from, &link) == 0 &&
		    link.ifindex != back->self.ifindex)
			return true;
	}
	return false;
}

/* A master that is no more, or another by now, is none. */
static void look_up_masters(struct hp_netback *back)
{
	for (size_t i = 0; i < back->undo.n; i++) {
		struct hp_net_change *change = &back->undo.change[i];
		struct hp_net_link link;

		if (change->step.kind != HP_NET_STEP_MASTER)
			continue;
		if (!hp_netkeep_is_there(back->nl, &change->before, &link))
			change->before = (struct hp_net_instance){0};
		if (!hp_netkeep_is_there(back->nl, &change->other, &link))
			change->other.ifindex = UINT32_MAX;
	}
}

/* What a master that is gone was told, nobody knows any more. */
static int look_up_tells(struct hp_netback *back)
{
	struct hp_net_link link;
	int r = 0;

	for (size_t i = 0; r == 0 && i < back->undo.n; i++) {
		struct hp_net_change *change = &back->undo.change[i];
		struct hp_net_tell now = {.to_master = change->tell.to_master,
					  .now = change->tell.now};

		if (change->step.kind != HP_NET_STEP_TELL)
			continue;
		if (!hp_netkeep_is_there(back->nl, &change->other, &link)) {
			change->tell.differs = true;
			continue;
		}
		r = hp_net_tell_read(&now, back->nl,
				     now.to_master ? change->other.ifindex
						   : back->self.ifindex);
		change->tell.differs = now.differs;
		free(now.before.bytes);
	}
	return r;
}

static int read_state(struct hp_netback *back)
{
	struct hp_net_state *state = &back->state;
	int r = hp_netundo_ask(&back->undo, &back->asked);

	if (r == 0)
		r = hp_net_state_get(back->nl, back->self.ifindex, state);
	if (r == 0)
		r = hp_net_state_complete(back->nl, &back->asked, state);
	if (r == 0 && back->asked.ethtool.known)
		r = hp_net_ethtool_read(back->self.ifindex, back->asked.ethtool.known,
					&state->ethtool);
	if (r == 0)
		r = hp_net_links_read(back->nl, &back->links);
	return r < 0 ? r : look_up_tells(back);
}

static bool is_others_member(const struct hp_netback *back,
			     const struct hp_net_link *link,
			     const struct hp_net_instance *device)
{
	if (link->master != device->ifindex)
		return false;
	return device->ifindex == back->self.ifindex
		       ? !other_has(link, joins, device)
		       : link->ifindex != back->self.ifindex;
}

/* What the device's own files have put over it goes with it. */
static bool is_others_upper(const struct hp_netback *back, const struct hp_net_link *link,
			    const struct hp_net_link *device)
{
	struct hp_net_instance instance;

	if (link->lower != device->ifindex || is_peer(device, link) ||
	    will_go(back, link))
		return false;
	instance = hp_netkeep_instance(link);
	return !other_has(device, is_made, &instance);
}

static bool is_in_others(const struct hp_netback *back, const struct hp_net_link *device)
{
	struct hp_net_instance master;
	struct hp_net_link link;

	if (!device->master || device->ifindex == back->self.ifindex ||
	    hp_net_link_get(back->nl, device->master, NULL, &link) < 0)
		return false;
	master = hp_netkeep_instance(&link);
	return !other_has(device, joins, &master);
}

/* Why it cannot go, since it is of use to others; NULL: it can. */
static const char *why_stays(const struct hp_netback *back,
			     const struct hp_net_instance *device,
			     const struct hp_net_link *link)
{
	for (size_t i = 0; i < back->links.n; i++) {
		if (is_others_member(back, &back->links.link[i], device))
			return "others are in it";
		if (is_others_upper(back, &back->links.link[i], link))
			return "others are over it";
	}
	return is_in_others(back, link) ? "others have put it in a master" : NULL;
}

static int add_device(struct hp_netback *back, const struct hp_net_instance *device)
{
	struct hp_net_link link;
	const char *why;
	int r;

	if (!hp_netkeep_is_there(back->nl, device, &link))
		return 0;
	why = why_stays(back, device, &link);
	if (why) {
		hp_notice("%s: stays, since %s", link.name, why);
		return 0;
	}
	r = hp_array_grow(&back->devices, back->n_devices, sizeof(*device));
	if (r < 0)
		return r;
	back->devices[back->n_devices] = *device;
	strcpy(back->devices[back->n_devices++].name, link.name);
	return 0;
}

static bool is_made_by_lower(const struct hp_netback *back)
{
	for (size_t i = 0; i < back->links.n; i++)
		if (back->links.link[i].ifindex == back->state.link.lower)
			return other_has(&back->links.link[i], is_made, &back->self);
	return false;
}

/* The interface itself last. */
static int list_devices(struct hp_netback *back)
{
	bool is_self = is_made(&back->undo, &back->self) || is_made_by_lower(back);
	int r = 0;

	for (size_t i = back->undo.n; r == 0 && i-- > 0;) {
		const struct hp_net_change *change = &back->undo.change[i];

		if (change->step.kind == HP_NET_STEP_MAKE &&
		    change->other.ifindex != back->self.ifindex)
			r = add_device(back, &change->other);
	}
	return r < 0 || !is_self ? r : add_device(back, &back->self);
}

/* drivers/net/bonding gives its members its own, and so does plugnet. */
static bool is_changed_by_master(const struct hp_netback *back)
{
	for (size_t i = 0; i < back->links.n; i++) {
		const struct hp_net_link *link = &back->links.link[i];

		if (link->ifindex == back->state.link.master)
			return streq(link->kind, "bond") || streq(link->kind, "plugnet");
	}
	return false;
}

static int look(struct hp_netback *back)
{
	struct hp_netundo_is is = {.state = &back->state};
	int r;

	look_up_masters(back);
	r = read_state(back);
	if (r < 0)
		return r;
	r = list_devices(back);
	if (r < 0)
		return r;
	is.is_depended_on = is_depended_on(back);
	is.is_name_taken = is_name_taken(back);
	is.is_changed_by_master = is_changed_by_master(back);
	is.has_clients = back->has_followers;
	return hp_netundo_plan_make(&back->plan, &back->undo, &is);
}

int hp_netback_begin(struct hp_netback *back)
{
	back->has_followers = hp_netfollow_concerns(back->self.ifindex, NULL);
	return hp_netundo_load(&back->self, &back->undo);
}

int hp_netback_look(struct hp_netback *back)
{
	struct hp_net_link link;
	int r = look(back);

	if (r == -ENODEV && hp_netkeep_is_there(back->nl, &back->self, &link))
		return hp_error(r, "%s: cannot be read", back->self.name), -ENXIO;
	return hp_netreport_unread(back->self.name, r);
}

void hp_netback_free(struct hp_netback *back)
{
	hp_netundo_plan_free(&back->plan);
	hp_netundo_file_free(&back->asked);
	hp_net_state_free(&back->state);
	hp_net_links_free(&back->links);
	hp_netundo_free(&back->undo);
	free(back->devices);
	hp_closep(&back->lock);
}
