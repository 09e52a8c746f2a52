/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what was done to an interface, to be taken back. See netundo.h. */
#include <errno.h>

#include "array.h"
#include "netstack.h"
#include "netundo.h"

/* How two changes, the second after the first, are about one thing, and become one. */
struct joint {
	bool (*same)(const struct hp_net_change *a, const struct hp_net_change *b);
	/* Puts into the later what was before the earlier, unless others have changed it
	 * between the two. Returns whether the later changes anything then. */
	bool (*join)(struct hp_net_change *later, const struct hp_net_change *earlier);
	enum hp_net_step_kind reverse; /* takes it back */
};

static bool always(const struct hp_net_change *a, const struct hp_net_change *b)
{
	return true;
}

#define PAIR(member)                                                                     \
	{                                                                                \
		offsetof(struct hp_net_step, member.from),                               \
			offsetof(struct hp_net_step, member.to),                         \
			sizeof(((struct hp_net_step *)0)->member.to),                    \
	}

const struct hp_net_pair hp_net_pairs[HP_NET_STEP_KINDS] = {
	[HP_NET_STEP_RENAME] = PAIR(name),   [HP_NET_STEP_ALIAS] = PAIR(alias),
	[HP_NET_STEP_AMOUNT] = PAIR(amount), [HP_NET_STEP_ETHTOOL] = PAIR(ethtool),
	[HP_NET_STEP_MAC] = PAIR(mac),	     [HP_NET_STEP_MTU] = PAIR(mtu),
};

static bool join_pair(struct hp_net_change *later, const struct hp_net_change *earlier)
{
	const struct hp_net_pair *pair = &hp_net_pairs[later->step.kind];
	char *from = (char *)&later->step + pair->from;
	const char *first = (const char *)&earlier->step;

	if (memcmp(from, first + pair->to, pair->size) == 0)
		memcpy(from, first + pair->from, pair->size);
	return memcmp(from, (char *)&later->step + pair->to, pair->size) != 0;
}

static bool same_altname(const struct hp_net_change *a, const struct hp_net_change *b)
{
	return streq(a->step.altname, b->step.altname);
}

/* Of what is there or not, is up or down. */
static bool join_switch(struct hp_net_change *later, const struct hp_net_change *earlier)
{
	return later->step.kind == earlier->step.kind;
}

static bool same_amount(const struct hp_net_change *a, const struct hp_net_change *b)
{
	return a->step.amount.amount == b->step.amount.amount;
}

static bool same_ethtool(const struct hp_net_change *a, const struct hp_net_change *b)
{
	return a->step.ethtool.which == b->step.ethtool.which;
}

static bool same_flag(const struct hp_net_change *a, const struct hp_net_change *b)
{
	return a->step.flag.which == b->step.flag.which;
}

static bool join_flag(struct hp_net_change *later, const struct hp_net_change *earlier)
{
	return later->step.flag.on == earlier->step.flag.on;
}

static bool same_instance(const struct hp_net_instance *a,
			  const struct hp_net_instance *b)
{
	return a->ifindex == b->ifindex && a->inode == b->inode;
}

static bool same_other(const struct hp_net_change *a, const struct hp_net_change *b)
{
	return same_instance(&a->other, &b->other);
}

static bool join_master(struct hp_net_change *later, const struct hp_net_change *earlier)
{
	if (same_instance(&later->before, &earlier->other))
		later->before = earlier->before;
	return !same_instance(&later->before, &later->other);
}

static bool are_equal(const struct hp_net_attr *a, const struct hp_net_attr *b)
{
	return a->len == b->len && memcmp(a->bytes, b->bytes, a->len) == 0;
}

/* The later one goes on from where the earlier left it, or does the same once more. */
static bool same_tell(const struct hp_net_change *a, const struct hp_net_change *b)
{
	return same_other(a, b) && streq(a->tell.kind, b->tell.kind) &&
	       (are_equal(&a->tell.before, &b->tell.now) ||
		(are_equal(&a->tell.now, &b->tell.now) &&
		 are_equal(&a->tell.before, &b->tell.before)));
}

static bool join_tell(struct hp_net_change *later, const struct hp_net_change *earlier)
{
	memcpy(later->tell.before.bytes, earlier->tell.before.bytes,
	       later->tell.before.len);
	return !are_equal(&later->tell.before, &later->tell.now);
}

static bool join_vlans(struct hp_net_change *later, const struct hp_net_change *earlier)
{
	if (hp_net_vlans_equal(&later->vlans[0], &earlier->vlans[1]))
		later->vlans[0] = earlier->vlans[0];
	return !hp_net_vlans_equal(&later->vlans[0], &later->vlans[1]);
}

static bool same_object(const struct hp_net_change *a, const struct hp_net_change *b)
{
	const struct hp_net_object *x = &a->step.object.now, *y = &b->step.object.now;

	return x->kind == y->kind && hp_net_object_same(x, y);
}

const struct hp_net_object *hp_net_step_object_before(const struct hp_net_step *step)
{
	if (step->kind == HP_NET_STEP_DROP)
		return &step->object.now;
	return step->object.has_before ? &step->object.before : NULL;
}

/* Whether the later found it as the earlier left it. */
static bool follows(const struct hp_net_step *later, const struct hp_net_step *earlier)
{
	const struct hp_net_object *found = hp_net_step_object_before(later);

	if (earlier->kind == HP_NET_STEP_DROP || !found)
		return earlier->kind == HP_NET_STEP_DROP && !found;
	return hp_net_object_relate(&earlier->object.now, found) == HP_NET_EQUAL;
}

static bool join_object(struct hp_net_change *later, const struct hp_net_change *earlier)
{
	const struct hp_net_object *before = hp_net_step_object_before(&earlier->step);
	struct hp_net_step *step = &later->step;

	if (!follows(step, &earlier->step))
		return true;
	if (step->kind == HP_NET_STEP_DROP) {
		if (before)
			step->object.now = *before;
		return before;
	}
	step->object.has_before = before;
	if (before)
		step->object.before = *before;
	return !before || hp_net_object_relate(&step->object.now, before) != HP_NET_EQUAL;
}

/* clang-format off */
static const struct joint joints[HP_NET_STEP_KINDS] = {
	[HP_NET_STEP_RENAME] = {always, join_pair, HP_NET_STEP_RENAME},
	[HP_NET_STEP_ALTNAME] = {same_altname, join_switch, HP_NET_STEP_DROP_ALTNAME},
	[HP_NET_STEP_DROP_ALTNAME] = {same_altname, join_switch, HP_NET_STEP_ALTNAME},
	[HP_NET_STEP_ALIAS] = {always, join_pair, HP_NET_STEP_ALIAS},
	[HP_NET_STEP_AMOUNT] = {same_amount, join_pair, HP_NET_STEP_AMOUNT},
	[HP_NET_STEP_ETHTOOL] = {same_ethtool, join_pair, HP_NET_STEP_ETHTOOL},
	[HP_NET_STEP_MAC] = {always, join_pair, HP_NET_STEP_MAC},
	[HP_NET_STEP_MTU] = {always, join_pair, HP_NET_STEP_MTU},
	[HP_NET_STEP_FLAG] = {same_flag, join_flag, HP_NET_STEP_FLAG},
	[HP_NET_STEP_MAKE] = {same_other, join_switch, HP_NET_STEP_MAKE},
	[HP_NET_STEP_DOWN] = {always, join_switch, HP_NET_STEP_UP},
	[HP_NET_STEP_UP] = {always, join_switch, HP_NET_STEP_DOWN},
	[HP_NET_STEP_MASTER] = {always, join_master, HP_NET_STEP_MASTER},
	[HP_NET_STEP_TELL] = {same_tell, join_tell, HP_NET_STEP_TELL},
	[HP_NET_STEP_VLANS] = {always, join_vlans, HP_NET_STEP_VLANS},
	[HP_NET_STEP_ADD] = {same_object, join_object, HP_NET_STEP_DROP},
	[HP_NET_STEP_DROP] = {same_object, join_object, HP_NET_STEP_ADD},
};
/* clang-format on */

static bool are_one(const struct hp_net_change *later,
		    const struct hp_net_change *earlier)
{
	const struct joint *joint = &joints[later->step.kind];

	return (earlier->step.kind == later->step.kind ||
		earlier->step.kind == joint->reverse) &&
	       joint->same(later, earlier);
}

static void drop(struct hp_netundo *undo, size_t i)
{
	hp_net_change_free(&undo->change[i]);
	undo->n--;
	memmove(&undo->change[i], &undo->change[i + 1],
		(undo->n - i) * sizeof(*undo->change));
}

/* Of a device with a number above all others nothing is known yet: a thousand of them
 * need not be held against each other. */
static bool is_newest(struct hp_netundo *undo, const struct hp_net_change *change)
{
	if (change->step.kind != HP_NET_STEP_MAKE ||
	    change->other.ifindex <= undo->newest)
		return false;
	undo->newest = change->other.ifindex;
	return true;
}

int hp_netundo_add(struct hp_netundo *undo, struct hp_net_change *change)
{
	bool counts = true;
	int r = hp_array_grow(&undo->change, undo->n, sizeof(*change));

	if (r < 0) {
		hp_net_change_free(change);
		return r;
	}
	for (size_t i = is_newest(undo, change) ? 0 : undo->n; counts && i-- > 0;) {
		if (!are_one(change, &undo->change[i]))
			continue;
		counts = joints[change->step.kind].join(change, &undo->change[i]);
		drop(undo, i);
	}
	if (counts)
		undo->change[undo->n++] = *change;
	else
		hp_net_change_free(change);
	return 0;
}

static int copy_list(struct hp_net_attr *to, const struct hp_net_attr *from)
{
	return from->len ? hp_net_attr_set(to, from->bytes, from->len) : 0;
}

static int note_tell(struct hp_net_change *change, const struct hp_net_step *step)
{
	const struct hp_net_tell *tell = step->tell;
	int r;

	change->tell.kind = tell->kind;
	change->tell.what = tell->what;
	change->tell.to_master = tell->to_master;
	r = copy_list(&change->tell.now, &tell->now);
	return r < 0 ? r : copy_list(&change->tell.before, &tell->before);
}

static int note_vlans(struct hp_net_change *change, const struct hp_net_step *step)
{
	change->vlans = calloc(2, sizeof(*change->vlans));
	if (!change->vlans)
		return -ENOMEM;
	change->vlans[0] = *step->vlans.from;
	change->vlans[0].where = (struct hp_net_where){0};
	hp_net_vlans_join(&change->vlans[1], &change->vlans[0], step->vlans.wanted);
	return 0;
}

static int note_master(struct hp_net_change *change, const struct hp_net_step *step)
{
	change->before.ifindex = step->master.from;
	return 0;
}

/* What of a step is not in it, but is where it leads to. */
static int (*const notes[HP_NET_STEP_KINDS])(struct hp_net_change *change,
					     const struct hp_net_step *step) = {
	[HP_NET_STEP_MASTER] = note_master,
	[HP_NET_STEP_TELL] = note_tell,
	[HP_NET_STEP_VLANS] = note_vlans,
};

static int note_step(struct hp_netundo *undo, const struct hp_net_step *step,
		     hp_net_instance_namer namer, void *data)
{
	struct hp_net_change change = {.step = *step};
	int r = 0;

	change.step.where = (struct hp_net_where){0};
	change.step.stacked = NULL;
	if (notes[step->kind]) {
		memset(&change.step.name, 0, sizeof(change.step.name));
		change.other.ifindex = step->stacked ? step->stacked->ifindex : 0;
		r = notes[step->kind](&change, step);
	}
	namer(&change.other, data);
	namer(&change.before, data);
	if (r == 0)
		return hp_netundo_add(undo, &change);
	hp_net_change_free(&change);
	return r;
}

/* What a master that is yet to be made is told has no state before. */
static bool can_be_noted(const struct hp_net_step *step)
{
	if (step->left_out || step->kind == HP_NET_STEP_MAKE)
		return false;
	if (step->kind == HP_NET_STEP_TELL)
		return step->tell->before.len == step->tell->now.len;
	return step->kind != HP_NET_STEP_MASTER || step->stacked->ifindex;
}

int hp_netundo_note(struct hp_netundo *undo, const struct hp_net_plan *plan,
		    hp_net_instance_namer namer, void *data)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < plan->n; i++)
		if (can_be_noted(&plan->steps[i]))
			r = note_step(undo, &plan->steps[i], namer, data);
	return r;
}

int hp_netundo_note_made(struct hp_netundo *undo, const struct hp_net_instance *made)
{
	struct hp_net_change change = {
		.step.kind = HP_NET_STEP_MAKE,
		.other = *made,
	};

	return hp_netundo_add(undo, &change);
}

char *hp_net_change_describe(const struct hp_net_change *change,
			     char ret[static HP_NET_STEP_TEXT])
{
	static const struct hp_netdev_kind made = {.name = "interface"};
	struct hp_net_upper upper = {0};
	struct hp_net_stacked stacked = {.upper = &upper, .kind = &made};
	struct hp_net_step step = change->step;

	strcpy(upper.name, change->other.name);
	step.stacked = &stacked;
	if (step.kind == HP_NET_STEP_TELL)
		step.tell = &change->tell;
	if (step.kind == HP_NET_STEP_VLANS)
		step.vlans.wanted = &change->vlans[1];
	return hp_net_step_describe(&step, ret);
}

void hp_net_change_free(struct hp_net_change *change)
{
	hp_net_tell_free(&change->tell);
	free(change->vlans);
	free(change->text);
}

void hp_netundo_free(struct hp_netundo *undo)
{
	for (size_t i = 0; i < undo->n; i++)
		hp_net_change_free(&undo->change[i]);
	free(undo->change);
	*undo = (struct hp_netundo){0};
}
