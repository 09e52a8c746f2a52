/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the steps from what an interface is to what the files say. See netplan.h. */
#include <errno.h>

#include "netplan.h"
#include "netstack.h"

const char *hp_net_want_name(const struct hp_net_want *want,
			     const struct hp_net_link *link)
{
	bool renames = !want->keep_name && want->link && want->link->ifname_where.file;

	return renames ? want->link->ifname : link->name;
}

const struct hp_hwaddr *hp_net_want_mac(const struct hp_net_want *want,
					const struct hp_net_link *link)
{
	return want->link && want->link->mac_where.file ? &want->link->mac : &link->mac;
}

static int add_step(struct hp_net_plan *plan, const struct hp_net_step *step)
{
	void *p = reallocarray(plan->steps, plan->n + 1, sizeof(*step));

	if (!p)
		return -ENOMEM;
	plan->steps = p;
	plan->steps[plan->n++] = *step;
	return 0;
}

int hp_net_plan_add(struct hp_net_plan *plan, const struct hp_net_step *step)
{
	return add_step(plan, step);
}

static int plan_name(struct hp_net_plan *plan, const struct hp_net_want *want,
		     const struct hp_net_state *is)
{
	struct hp_net_step step = {.kind = HP_NET_STEP_RENAME};

	const char *name = hp_net_want_name(want, &is->link);

	if (streq(name, is->link.name))
		return 0;
	step.where = want->link->ifname_where;
	strcpy(step.name.from, is->link.name);
	strcpy(step.name.to, name);
	return add_step(plan, &step);
}

/* The .network file has the last word on what both kinds can set. */
static const struct hp_net_file *mac_source(const struct hp_net_want *want)
{
	if (want->network && want->network->mac_where.file)
		return want->network;
	return want->link && want->link->mac_where.file ? want->link : NULL;
}

static const struct hp_net_file *mtu_source(const struct hp_net_want *want)
{
	if (want->network && want->network->mtu_where.file)
		return want->network;
	return want->link && want->link->mtu_where.file ? want->link : NULL;
}

static int plan_mac(struct hp_net_plan *plan, const struct hp_net_want *want,
		    const struct hp_net_state *is)
{
	const struct hp_net_file *file = mac_source(want);
	struct hp_net_step step = {.kind = HP_NET_STEP_MAC};

	if (!file || hp_hwaddr_equal(&file->mac, &is->link.mac))
		return 0;
	step.where = file->mac_where;
	step.mac.from = is->link.mac;
	step.mac.to = file->mac;
	return add_step(plan, &step);
}

static int plan_mtu(struct hp_net_plan *plan, const struct hp_net_want *want,
		    const struct hp_net_state *is)
{
	const struct hp_net_file *file = mtu_source(want);
	struct hp_net_step step = {.kind = HP_NET_STEP_MTU};

	if (!file || file->mtu == is->link.mtu)
		return 0;
	step.where = file->mtu_where;
	step.mtu.from = is->link.mtu;
	step.mtu.to = file->mtu;
	return add_step(plan, &step);
}

/* Whether it is what a file wants, or becomes it. */
static bool is_wanted(const struct hp_net_file *file, const struct hp_net_object *there)
{
	for (size_t i = 0; i < file->n_objects; i++) {
		const struct hp_net_object *wanted = &file->objects[i].object;
		enum hp_net_relation relation = HP_NET_APART;

		if (wanted->kind == there->kind)
			relation = hp_net_object_relate(wanted, there);
		if (relation == HP_NET_EQUAL || relation == HP_NET_BESIDE)
			return true;
	}
	return false;
}

/* The setting to which it stands so, or NULL. */
static const struct hp_net_conf_object *find_related(const struct hp_net_file *file,
						     const struct hp_net_object *there,
						     enum hp_net_relation relation)
{
	for (size_t i = 0; i < file->n_objects; i++) {
		const struct hp_net_conf_object *conf = &file->objects[i];

		if (conf->object.kind == there->kind &&
		    hp_net_object_relate(&conf->object, there) == relation)
			return conf;
	}
	return NULL;
}

static int plan_drops(struct hp_net_plan *plan, const struct hp_net_file *file,
		      const struct hp_net_objects *is, enum hp_net_object_kind kind,
		      enum hp_net_relation relation)
{
	struct hp_net_step step = {.kind = HP_NET_STEP_DROP};
	int r;

	for (size_t i = 0; i < is->n; i++) {
		const struct hp_net_conf_object *conf = NULL;

		if (is->item[i].kind == kind && !is_wanted(file, &is->item[i]))
			conf = find_related(file, &is->item[i], relation);
		if (!conf)
			continue;
		step.where = conf->where;
		step.object.now = is->item[i];
		r = add_step(plan, &step);
		if (r < 0)
			return r;
	}
	return 0;
}

/* Whether an earlier setting asks for the same. */
static bool is_repeated(const struct hp_net_file *file, size_t n)
{
	const struct hp_net_object *object = &file->objects[n].object;

	for (size_t i = 0; i < n; i++)
		if (file->objects[i].object.kind == object->kind &&
		    hp_net_object_same(&file->objects[i].object, object))
			return true;
	return false;
}

static int plan_add(struct hp_net_plan *plan, const struct hp_net_conf_object *conf,
		    const struct hp_net_objects *is)
{
	struct hp_net_step step = {.kind = HP_NET_STEP_ADD, .where = conf->where};
	enum hp_net_relation relation;

	step.object.now = conf->object;
	for (size_t i = 0; i < is->n; i++) {
		if (is->item[i].kind != conf->object.kind)
			continue;
		relation = hp_net_object_relate(&conf->object, &is->item[i]);
		if (relation == HP_NET_EQUAL)
			return 0;
		if (relation != HP_NET_BESIDE)
			continue;
		step.object.has_before = true;
		step.object.before = is->item[i];
	}
	return add_step(plan, &step);
}

static int plan_adds(struct hp_net_plan *plan, const struct hp_net_file *file,
		     const struct hp_net_objects *is, enum hp_net_object_kind kind)
{
	int r;

	for (size_t i = 0; i < file->n_objects; i++) {
		if (file->objects[i].object.kind != kind || is_repeated(file, i))
			continue;
		r = plan_add(plan, &file->objects[i], is);
		if (r < 0)
			return r;
	}
	return 0;
}

static int plan_objects(struct hp_net_plan *plan, const struct hp_net_want *want,
			const struct hp_net_state *is, enum hp_net_object_kind kind)
{
	int r;

	if (!want->network)
		return 0;
	r = plan_drops(plan, want->network, &is->objects, kind, HP_NET_IN_WAY);
	if (r == 0)
		r = plan_adds(plan, want->network, &is->objects, kind);
	return r < 0 ? r
		     : plan_drops(plan, want->network, &is->objects, kind,
				  HP_NET_OUTDATED);
}

/* An interface that a .network file fits is wanted up. */
static int plan_up(struct hp_net_plan *plan, const struct hp_net_want *want,
		   const struct hp_net_state *is)
{
	struct hp_net_step step = {.kind = HP_NET_STEP_UP};

	if (!want->network || is->link.flags & IFF_UP)
		return 0;
	step.where = (struct hp_net_where){want->network->path, 1, 1};
	return add_step(plan, &step);
}

static int plan_addresses(struct hp_net_plan *plan, const struct hp_net_want *want,
			  const struct hp_net_state *is)
{
	/* How addresses are tried, before there are any. */
	int r = plan_objects(plan, want, is, HP_NET_SYSCTL);

	return r < 0 ? r : plan_objects(plan, want, is, HP_NET_ADDRESS);
}

/* What the kernel takes only where the interface is up; routes need their nexthops. */
static int plan_others(struct hp_net_plan *plan, const struct hp_net_want *want,
		       const struct hp_net_state *is)
{
	static const enum hp_net_object_kind kinds[] = {
		HP_NET_NEIGHBOR,
		HP_NET_NEXTHOP,
		HP_NET_ROUTE,
		HP_NET_RULE,
	};
	int r = 0;

	for (size_t i = 0; i < ARRAY_SIZE(kinds) && r == 0; i++)
		r = plan_objects(plan, want, is, kinds[i]);
	return r;
}

/* In the order in which the steps can be taken. */
static int (*const planners[])(struct hp_net_plan *plan, const struct hp_net_want *want,
			       const struct hp_net_state *is) = {
	plan_name,	plan_mac, plan_mtu,	     hp_net_plan_masters,
	plan_addresses, plan_up,  hp_net_plan_tells, hp_net_plan_stacked,
	plan_others,
};

int hp_net_plan_make(struct hp_net_plan *ret, const struct hp_net_want *want,
		     const struct hp_net_state *is)
{
	_cleanup_(hp_net_plan_free) struct hp_net_plan plan = {0};
	int r;

	for (size_t i = 0; i < ARRAY_SIZE(planners); i++) {
		r = planners[i](&plan, want, is);
		if (r < 0)
			return r;
	}
	*ret = plan;
	plan = (struct hp_net_plan){0};
	return 0;
}

void hp_net_plan_free(struct hp_net_plan *plan)
{
	free(plan->steps);
	*plan = (struct hp_net_plan){0};
}
