/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the steps that take back what was done to an interface. See netundo_plan.h. */
#include <errno.h>
#include <linux/if_addr.h>

#include "array.h"
#include "netlinklocal.h"
#include "netqdisckind.h"
#include "netundo_look.h"
#include "netundo_plan.h"

struct making {
	struct hp_netundo_plan *ret;
	const struct hp_netundo *undo;
	const struct hp_netundo_is *is;
	bool leaves_master, has_lost_queues;
};

static int keep(struct making *making, const struct hp_net_change *change,
		const char *why)
{
	struct hp_netundo_plan *ret = making->ret;
	int r = hp_array_grow(&ret->kept, ret->n_kept, sizeof(*ret->kept));

	if (r == 0)
		ret->kept[ret->n_kept++] = (struct hp_netundo_kept){change, why};
	return r;
}

static int add_as(struct making *making, const struct hp_net_change *change,
		  enum hp_net_step_kind kind)
{
	struct hp_net_step step = change->step;

	step.kind = kind;
	return hp_net_plan_add(&making->ret->plan, &step);
}

static int reverse_pair(struct making *making, const struct hp_net_change *change)
{
	const struct hp_net_pair *pair = &hp_net_pairs[change->step.kind];
	const char *was = (const char *)&change->step;
	struct hp_net_step step = change->step;

	memcpy((char *)&step + pair->from, was + pair->to, pair->size);
	memcpy((char *)&step + pair->to, was + pair->from, pair->size);
	return hp_net_plan_add(&making->ret->plan, &step);
}

static int reverse_name(struct making *making, const struct hp_net_change *change)
{
	return making->is->is_name_taken
		       ? keep(making, change, "another interface has the name it had")
		       : reverse_pair(making, change);
}

static int reverse_altname(struct making *making, const struct hp_net_change *change)
{
	bool is_new = change->step.kind == HP_NET_STEP_ALTNAME;

	return add_as(making, change,
		      is_new ? HP_NET_STEP_DROP_ALTNAME : HP_NET_STEP_ALTNAME);
}

static int reverse_flag(struct making *making, const struct hp_net_change *change)
{
	struct hp_net_step step = change->step;

	step.flag.on = !step.flag.on;
	return hp_net_plan_add(&making->ret->plan, &step);
}

/* A lease of a client of others is IPv4 and ends some time. */
static bool is_to_stay(const struct hp_net_address *address, bool has_clients)
{
	return address->flags & IFA_F_PERMANENT ||
	       (address->prefix.family == AF_INET && !has_clients);
}

bool hp_netundo_is_of_others(const struct hp_netundo *undo,
			     const struct hp_net_object *object, bool has_clients)
{
	if (object->kind != HP_NET_ADDRESS ||
	    !is_to_stay(&object->address, has_clients) || hp_net_is_linklocal(object))
		return false;
	for (size_t i = 0; i < undo->n; i++) {
		const struct hp_net_step *step = &undo->change[i].step;

		if (step->kind == HP_NET_STEP_ADD &&
		    step->object.now.kind == HP_NET_ADDRESS &&
		    hp_net_object_same(&step->object.now, object))
			return false;
	}
	return true;
}

static bool has_address_of_others(const struct making *making)
{
	const struct hp_net_objects *objects = &making->is->state->objects;

	for (size_t i = 0; i < objects->n; i++)
		if (hp_netundo_is_of_others(making->undo, &objects->item[i],
					    making->is->has_clients))
			return true;
	return false;
}

static int reverse_up(struct making *making, const struct hp_net_change *change)
{
	if (making->is->is_depended_on)
		return keep(making, change, "an interface of others needs it");
	return has_address_of_others(making)
		       ? keep(making, change, "it has an address of others")
		       : add_as(making, change, HP_NET_STEP_DOWN);
}

static int reverse_down(struct making *making, const struct hp_net_change *change)
{
	return add_as(making, change, HP_NET_STEP_UP);
}

/* Who is told so, for steps that point to one. */
static struct hp_net_stacked *stacked_of(struct making *making,
					 const struct hp_net_change *change,
					 const struct hp_net_instance *instance)
{
	size_t i = change - making->undo->change;
	struct hp_net_upper *upper = &making->ret->uppers[i];
	struct hp_net_stacked *stacked = &making->ret->stacked[i];

	strcpy(upper->name, instance->name);
	stacked->upper = upper;
	stacked->ifindex = instance->ifindex;
	return stacked;
}

static int reverse_master(struct making *making, const struct hp_net_change *change)
{
	struct hp_net_step step = {
		.kind = HP_NET_STEP_MASTER,
		.stacked = stacked_of(making, change, &change->before),
		.master = {change->other.ifindex, making->is->state->link.flags & IFF_UP},
	};

	return hp_net_plan_add(&making->ret->plan, &step);
}

static int reverse_tell(struct making *making, const struct hp_net_change *change)
{
	struct hp_net_tell *tell = &making->ret->tells[change - making->undo->change];
	struct hp_net_step step = {
		.kind = HP_NET_STEP_TELL,
		.stacked = stacked_of(making, change, &change->other),
		.tell = tell,
	};

	*tell = change->tell;
	tell->now = change->tell.before;
	tell->before = change->tell.now;
	return hp_net_plan_add(&making->ret->plan, &step);
}

static int reverse_vlans(struct making *making, const struct hp_net_change *change)
{
	struct hp_net_step step = {
		.kind = HP_NET_STEP_VLANS,
		.vlans = {&change->vlans[1], &change->vlans[0], true},
	};

	return hp_net_plan_add(&making->ret->plan, &step);
}

/* What stands in a discipline that has classes is not known. */
static bool is_whole(const struct hp_net_qdisc *qdisc)
{
	return hp_net_qdisc_kind_find(qdisc->kind, false) &&
	       !hp_net_qdisc_kind_find(qdisc->kind, true) && !streq(qdisc->kind, "ets");
}

static bool is_queue(const struct hp_net_change *change)
{
	enum hp_net_step_kind kind = change->step.kind;
	enum hp_net_object_kind object = change->step.object.now.kind;

	return (kind == HP_NET_STEP_ADD || kind == HP_NET_STEP_DROP) &&
	       (object == HP_NET_QDISC || object == HP_NET_TCLASS);
}

/* One stands in the other. */
static bool has_lost_queues(const struct hp_netundo *undo)
{
	for (size_t i = 0; i < undo->n; i++) {
		const struct hp_net_object *before;

		if (!is_queue(&undo->change[i]))
			continue;
		before = hp_net_step_object_before(&undo->change[i].step);
		if (before && before->kind == HP_NET_QDISC && !is_whole(&before->qdisc))
			return true;
	}
	return false;
}

static bool is_no_secret(const struct hp_net_object *before)
{
	return before && before->kind == HP_NET_SYSCTL &&
	       before->sysctl.form == HP_NET_OLD_SECRET &&
	       IN6_IS_ADDR_UNSPECIFIED(&before->sysctl.secret);
}

static int add_object(struct making *making, enum hp_net_step_kind kind,
		      const struct hp_net_object *now,
		      const struct hp_net_object *replaced)
{
	struct hp_net_step step = {.kind = kind, .object.now = *now};

	if (now->kind == HP_NET_SYSCTL && now->sysctl.form == HP_NET_OLD_SECRET)
		step.object.now.sysctl.form = HP_NET_SECRET;
	step.object.has_before = replaced;
	if (replaced)
		step.object.before = *replaced;
	return hp_net_plan_add(&making->ret->plan, &step);
}

static int replace(struct making *making, const struct hp_net_object *now,
		   const struct hp_net_object *before)
{
	int r;

	if (hp_net_object_relate(before, now) != HP_NET_IN_WAY)
		return add_object(making, HP_NET_STEP_ADD, before, now);
	r = add_object(making, HP_NET_STEP_DROP, now, NULL);
	return r < 0 ? r : add_object(making, HP_NET_STEP_ADD, before, NULL);
}

static int reverse_object(struct making *making, const struct hp_net_change *change)
{
	const struct hp_net_object *before = hp_net_step_object_before(&change->step);
	const struct hp_net_object *now = &change->step.object.now;

	if (is_no_secret(before))
		return keep(making, change, "the kernel takes no secret back");
	if (making->has_lost_queues && is_queue(change))
		return keep(making, change,
			    "the classes there were before are not known");
	if (!before)
		return add_object(making, HP_NET_STEP_DROP, now, NULL);
	if (change->step.kind == HP_NET_STEP_ADD)
		return replace(making, now, before);
	if (!hp_net_is_linklocal(before))
		return add_object(making, HP_NET_STEP_ADD, before, NULL);
	making->ret->linklocal = before;
	return 0;
}

static int (*const reversals[HP_NET_STEP_KINDS])(struct making *making,
						 const struct hp_net_change *change) = {
	[HP_NET_STEP_RENAME] = reverse_name,
	[HP_NET_STEP_ALTNAME] = reverse_altname,
	[HP_NET_STEP_DROP_ALTNAME] = reverse_altname,
	[HP_NET_STEP_ALIAS] = reverse_pair,
	[HP_NET_STEP_AMOUNT] = reverse_pair,
	[HP_NET_STEP_ETHTOOL] = reverse_pair,
	[HP_NET_STEP_MAC] = reverse_pair,
	[HP_NET_STEP_MTU] = reverse_pair,
	[HP_NET_STEP_FLAG] = reverse_flag,
	[HP_NET_STEP_DOWN] = reverse_down,
	[HP_NET_STEP_UP] = reverse_up,
	[HP_NET_STEP_MASTER] = reverse_master,
	[HP_NET_STEP_TELL] = reverse_tell,
	[HP_NET_STEP_VLANS] = reverse_vlans,
	[HP_NET_STEP_ADD] = reverse_object,
	[HP_NET_STEP_DROP] = reverse_object,
};

/* A bond takes down whom it lets go, whatever the interface was before. */
static bool goes_down(const struct making *making, const struct hp_net_change *change)
{
	return change->step.kind == HP_NET_STEP_DOWN && making->leaves_master;
}

/* What the master gives back when it lets the interface go cannot be seen before. */
static bool is_hidden(const struct making *making, const struct hp_net_change *change)
{
	enum hp_net_step_kind kind = change->step.kind;

	return making->leaves_master && making->is->is_changed_by_master &&
	       (kind == HP_NET_STEP_MAC || kind == HP_NET_STEP_MTU);
}

static int take_back(struct making *making, const struct hp_net_change *change)
{
	enum hp_net_standing standing =
		hp_net_change_look(change, making->undo, making->is->state);

	if (standing == HP_NET_AS_LEFT || goes_down(making, change) ||
	    is_hidden(making, change))
		return reversals[change->step.kind](making, change);
	if (standing == HP_NET_AS_BEFORE)
		return 0;
	return keep(making, change, "is not as it was left");
}

/* With the master goes what it was told. */
static bool is_of_master(const struct hp_net_change *change)
{
	return change->step.kind == HP_NET_STEP_TELL ||
	       change->step.kind == HP_NET_STEP_VLANS;
}

static bool will_leave(const struct hp_netundo *undo, const struct hp_net_state *is)
{
	for (size_t i = 0; i < undo->n; i++)
		if (undo->change[i].step.kind == HP_NET_STEP_MASTER &&
		    hp_net_change_look(&undo->change[i], undo, is) == HP_NET_AS_LEFT)
			return true;
	return false;
}

int hp_netundo_plan_make(struct hp_netundo_plan *ret, const struct hp_netundo *undo,
			 const struct hp_netundo_is *is)
{
	struct making making = {ret, undo, is, will_leave(undo, is->state),
				has_lost_queues(undo)};
	int r = 0;

	*ret = (struct hp_netundo_plan){
		.uppers = calloc(undo->n + 1, sizeof(*ret->uppers)),
		.stacked = calloc(undo->n + 1, sizeof(*ret->stacked)),
		.tells = calloc(undo->n + 1, sizeof(*ret->tells)),
	};
	if (!ret->uppers || !ret->stacked || !ret->tells)
		return -ENOMEM;
	for (size_t i = undo->n; r == 0 && i-- > 0;) {
		const struct hp_net_change *change = &undo->change[i];

		if (change->step.kind != HP_NET_STEP_MAKE &&
		    !(making.leaves_master && is_of_master(change)))
			r = take_back(&making, change);
	}
	return r;
}

void hp_netundo_plan_free(struct hp_netundo_plan *plan)
{
	hp_net_plan_free(&plan->plan);
	free(plan->kept);
	free(plan->uppers);
	free(plan->stacked);
	free(plan->tells);
	*plan = (struct hp_netundo_plan){0};
}

static int ask_object(struct hp_net_file *file, const struct hp_net_object *object)
{
	return hp_net_file_add(file, &(struct hp_net_conf_object){.object = *object});
}

int hp_netundo_ask(const struct hp_netundo *undo, struct hp_net_file *ret)
{
	int r = 0;

	*ret = (struct hp_net_file){0};
	for (size_t i = 0; r == 0 && i < undo->n; i++) {
		const struct hp_net_step *step = &undo->change[i].step;

		if (step->kind == HP_NET_STEP_ETHTOOL)
			ret->ethtool.known |= (uint64_t)1 << step->ethtool.which;
		if (step->kind == HP_NET_STEP_VLANS)
			ret->vlans = undo->change[i].vlans;
		if (step->kind != HP_NET_STEP_ADD && step->kind != HP_NET_STEP_DROP)
			continue;
		r = ask_object(ret, &step->object.now);
		if (r == 0 && step->kind == HP_NET_STEP_ADD && step->object.has_before)
			r = ask_object(ret, &step->object.before);
	}
	return r;
}

void hp_netundo_file_free(struct hp_net_file *file)
{
	free(file->objects);
	*file = (struct hp_net_file){0};
}
