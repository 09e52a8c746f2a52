/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: whether what was changed of an interface still is as it was left. See
 * netundo_look.h. */
#include "netundo_look.h"

static enum hp_net_standing stands(bool is_as_left, bool is_as_before)
{
	return is_as_left     ? HP_NET_AS_LEFT
	       : is_as_before ? HP_NET_AS_BEFORE
			      : HP_NET_OTHERWISE;
}

static bool read_name(struct hp_net_step *now, const struct hp_net_state *is)
{
	memcpy(now->name.to, is->link.name, sizeof(now->name.to));
	return true;
}

static bool read_alias(struct hp_net_step *now, const struct hp_net_state *is)
{
	memcpy(now->alias.to, is->link.alias, sizeof(now->alias.to));
	return true;
}

static bool read_amount(struct hp_net_step *now, const struct hp_net_state *is)
{
	now->amount.to = is->link.amount[now->amount.amount];
	return true;
}

/* What the driver does not tell any more is left alone. */
static bool read_ethtool(struct hp_net_step *now, const struct hp_net_state *is)
{
	now->ethtool.to = is->ethtool.is.value[now->ethtool.which];
	return hp_net_ethtool_has(is->ethtool.is.known, now->ethtool.which);
}

static bool read_mac(struct hp_net_step *now, const struct hp_net_state *is)
{
	now->mac.to = is->link.mac;
	return true;
}

static bool read_mtu(struct hp_net_step *now, const struct hp_net_state *is)
{
	now->mtu.to = is->link.mtu;
	return true;
}

/* Puts what is in the place of what was made of it. Returns whether that is known. */
static bool (*const readers[HP_NET_STEP_KINDS])(struct hp_net_step *now,
						const struct hp_net_state *is) = {
	[HP_NET_STEP_RENAME] = read_name,   [HP_NET_STEP_ALIAS] = read_alias,
	[HP_NET_STEP_AMOUNT] = read_amount, [HP_NET_STEP_ETHTOOL] = read_ethtool,
	[HP_NET_STEP_MAC] = read_mac,	    [HP_NET_STEP_MTU] = read_mtu,
};

static enum hp_net_standing look_pair(const struct hp_net_change *change,
				      const struct hp_netundo *undo,
				      const struct hp_net_state *is)
{
	enum hp_net_step_kind kind = change->step.kind;
	const struct hp_net_pair *pair = &hp_net_pairs[kind];
	const char *was = (const char *)&change->step;
	struct hp_net_step now = change->step;
	const char *value = (const char *)&now + pair->to;

	if (!readers[kind](&now, is))
		return HP_NET_OTHERWISE;
	return stands(memcmp(value, was + pair->to, pair->size) == 0,
		      memcmp(value, was + pair->from, pair->size) == 0);
}

static enum hp_net_standing look_altname(const struct hp_net_change *change,
					 const struct hp_netundo *undo,
					 const struct hp_net_state *is)
{
	bool is_there = hp_net_altnames_have(&is->altnames, change->step.altname);

	return stands(is_there == (change->step.kind == HP_NET_STEP_ALTNAME), true);
}

static enum hp_net_standing look_flag(const struct hp_net_change *change,
				      const struct hp_netundo *undo,
				      const struct hp_net_state *is)
{
	bool on = hp_net_flag_is_on(change->step.flag.which, is->link.flags);

	return stands(on == change->step.flag.on, true);
}

static enum hp_net_standing look_up(const struct hp_net_change *change,
				    const struct hp_netundo *undo,
				    const struct hp_net_state *is)
{
	bool is_up = is->link.flags & IFF_UP;

	return stands(is_up == (change->step.kind == HP_NET_STEP_UP), true);
}

static enum hp_net_standing look_master(const struct hp_net_change *change,
					const struct hp_netundo *undo,
					const struct hp_net_state *is)
{
	return stands(is->link.master == change->other.ifindex,
		      is->link.master == change->before.ifindex);
}

/* What it was told as a member it has forgotten when it is none any more. */
static enum hp_net_standing look_tell(const struct hp_net_change *change,
				      const struct hp_netundo *undo,
				      const struct hp_net_state *is)
{
	if (is->link.master != change->other.ifindex)
		return HP_NET_AS_BEFORE;
	return stands(!change->tell.differs, false);
}

static enum hp_net_standing look_vlans(const struct hp_net_change *change,
				       const struct hp_netundo *undo,
				       const struct hp_net_state *is)
{
	return stands(is->vlans && hp_net_vlans_equal(is->vlans, &change->vlans[1]),
		      !is->vlans || hp_net_vlans_equal(is->vlans, &change->vlans[0]));
}

bool hp_net_objects_have(const struct hp_net_objects *objects,
			 const struct hp_net_object *object)
{
	for (size_t i = 0; i < objects->n; i++)
		if (objects->item[i].kind == object->kind &&
		    hp_net_object_same(object, &objects->item[i]))
			return true;
	return false;
}

static bool is_equal(const struct hp_net_object *wanted,
		     const struct hp_net_object *there)
{
	return wanted->kind == there->kind &&
	       hp_net_object_relate(wanted, there) == HP_NET_EQUAL;
}

static bool is_there(const struct hp_net_objects *objects,
		     const struct hp_net_object *wanted)
{
	for (size_t i = 0; i < objects->n; i++)
		if (is_equal(wanted, &objects->item[i]))
			return true;
	return false;
}

static bool is_ours(const struct hp_netundo *undo, const struct hp_net_object *there)
{
	for (size_t i = 0; i < undo->n; i++)
		if (undo->change[i].step.kind == HP_NET_STEP_ADD &&
		    is_equal(&undo->change[i].step.object.now, there))
			return true;
	return false;
}

/* Whether others have put something there that gives way to it, or it to that. */
static bool is_place_taken(const struct hp_netundo *undo,
			   const struct hp_net_objects *objects,
			   const struct hp_net_object *object)
{
	for (size_t i = 0; i < objects->n; i++) {
		const struct hp_net_object *there = &objects->item[i];

		if (there->kind == object->kind &&
		    hp_net_object_relate(object, there) != HP_NET_APART &&
		    !is_ours(undo, there))
			return true;
	}
	return false;
}

static enum hp_net_standing look_object(const struct hp_net_change *change,
					const struct hp_netundo *undo,
					const struct hp_net_state *is)
{
	const struct hp_net_object *before = hp_net_step_object_before(&change->step);
	const struct hp_net_object *key = &change->step.object.now;
	bool is_empty = !is_place_taken(undo, &is->objects, key);

	if (change->step.kind == HP_NET_STEP_DROP)
		return is_there(&is->objects, key) ? HP_NET_AS_BEFORE
						   : stands(is_empty, false);
	return stands(is_there(&is->objects, key),
		      before ? is_there(&is->objects, before) : is_empty);
}

static enum hp_net_standing (*const lookers[HP_NET_STEP_KINDS])(
	const struct hp_net_change *change, const struct hp_netundo *undo,
	const struct hp_net_state *is) = {
	[HP_NET_STEP_RENAME] = look_pair,
	[HP_NET_STEP_ALTNAME] = look_altname,
	[HP_NET_STEP_DROP_ALTNAME] = look_altname,
	[HP_NET_STEP_ALIAS] = look_pair,
	[HP_NET_STEP_AMOUNT] = look_pair,
	[HP_NET_STEP_ETHTOOL] = look_pair,
	[HP_NET_STEP_MAC] = look_pair,
	[HP_NET_STEP_MTU] = look_pair,
	[HP_NET_STEP_FLAG] = look_flag,
	[HP_NET_STEP_DOWN] = look_up,
	[HP_NET_STEP_UP] = look_up,
	[HP_NET_STEP_MASTER] = look_master,
	[HP_NET_STEP_TELL] = look_tell,
	[HP_NET_STEP_VLANS] = look_vlans,
	[HP_NET_STEP_ADD] = look_object,
	[HP_NET_STEP_DROP] = look_object,
};

enum hp_net_standing hp_net_change_look(const struct hp_net_change *change,
					const struct hp_netundo *undo,
					const struct hp_net_state *state)
{
	return lookers[change->step.kind](change, undo, state);
}
