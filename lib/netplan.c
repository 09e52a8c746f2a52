/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the steps from what an interface is to what the files say. See netplan.h. */
#include <errno.h>

#include "array.h"
#include "netfit.h"
#include "netlinklocal.h"
#include "netplan_internal.h"
#include "netstack.h"
#include "netvlans.h"

const char *hp_net_want_name(const struct hp_net_want *want,
			     const struct hp_net_link *link)
{
	if (want->keep_name || !want->link)
		return link->name;
	if (want->policy_name[0])
		return want->policy_name;
	return want->link->ifname_where.file ? want->link->ifname : link->name;
}

struct hp_net_where hp_net_want_name_where(const struct hp_net_want *want)
{
	return want->policy_name[0] ? want->link->name_policies_where
				    : want->link->ifname_where;
}

/* A policy goes before the address that is given, also where it keeps what is there. */
static const struct hp_hwaddr *link_mac(const struct hp_net_want *want,
					struct hp_net_where *ret_where)
{
	const struct hp_net_file *file = want->link;

	if (!file)
		return NULL;
	if (file->mac_policy != HP_NET_MAC_NONE) {
		*ret_where = file->mac_policy_where;
		return want->policy_mac.len ? &want->policy_mac : NULL;
	}
	*ret_where = file->mac_where;
	return file->mac_where.file ? &file->mac : NULL;
}

const struct hp_hwaddr *hp_net_want_mac(const struct hp_net_want *want,
					const struct hp_net_link *link)
{
	struct hp_net_where where;
	const struct hp_hwaddr *mac = link_mac(want, &where);

	return mac && mac->len == link->mac.len ? mac : &link->mac;
}

int hp_net_plan_add(struct hp_net_plan *plan, const struct hp_net_step *step)
{
	int r = hp_array_grow(&plan->steps, plan->n, sizeof(*step));

	if (r == 0)
		plan->steps[plan->n++] = *step;
	return r;
}

static int plan_name(struct hp_net_plan *plan, const struct hp_net_want *want,
		     const struct hp_net_state *is)
{
	struct hp_net_step step = {.kind = HP_NET_STEP_RENAME};
	const char *name = hp_net_want_name(want, &is->link);

	if (streq(name, is->link.name))
		return 0;
	step.where = hp_net_want_name_where(want);
	strcpy(step.name.from, is->link.name);
	strcpy(step.name.to, name);
	return hp_net_plan_add(plan, &step);
}

/* The .network file has the last word on what both kinds can set. */
const struct hp_hwaddr *hp_net_want_last_mac(const struct hp_net_want *want,
					     struct hp_net_where *ret_where)
{
	if (!want->network || !want->network->mac_where.file)
		return link_mac(want, ret_where);
	*ret_where = want->network->mac_where;
	return &want->network->mac;
}

static const struct hp_net_file *mtu_source(const struct hp_net_want *want)
{
	if (want->network && want->network->mtu_where.file)
		return want->network;
	return want->link && want->link->mtu_where.file ? want->link : NULL;
}

static bool is_below(const struct hp_net_want *want, const struct hp_net_link *link,
		     enum hp_net_upper_key key)
{
	const struct hp_net_stacked *master =
		want->stack ? hp_net_stack_master(want->stack) : NULL;

	return master && master->upper->key == key && master->ifindex &&
	       master->ifindex == link->master;
}

/* A bond gives its members the hardware address and the MTU, a plugnet device the MTU. */
static int plan_mac(struct hp_net_plan *plan, const struct hp_net_want *want,
		    const struct hp_net_state *is)
{
	struct hp_net_step step = {.kind = HP_NET_STEP_MAC};
	const struct hp_hwaddr *mac = hp_net_want_last_mac(want, &step.where);

	if (!mac || mac->len != is->link.mac.len || hp_hwaddr_equal(mac, &is->link.mac) ||
	    is_below(want, &is->link, HP_NET_UPPER_BOND))
		return 0;
	step.mac.from = is->link.mac;
	step.mac.to = *mac;
	return hp_net_plan_add(plan, &step);
}

static int plan_mtu(struct hp_net_plan *plan, const struct hp_net_want *want,
		    const struct hp_net_state *is)
{
	const struct hp_net_file *file = mtu_source(want);
	struct hp_net_step step = {.kind = HP_NET_STEP_MTU};

	if (!file || file->mtu == is->link.mtu ||
	    is_below(want, &is->link, HP_NET_UPPER_BOND) ||
	    is_below(want, &is->link, HP_NET_UPPER_PLUGNET))
		return 0;
	step.where = file->mtu_where;
	step.mtu.from = is->link.mtu;
	step.mtu.to = file->mtu;
	return hp_net_plan_add(plan, &step);
}

bool hp_net_file_wants(const struct hp_net_file *file, const struct hp_net_object *there)
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
		      const struct hp_net_objects *is, unsigned int kinds,
		      enum hp_net_relation relation)
{
	struct hp_net_step step = {.kind = HP_NET_STEP_DROP};
	int r;

	for (size_t i = 0; i < is->n; i++) {
		const struct hp_net_conf_object *conf = NULL;

		if (kinds & 1u << is->item[i].kind &&
		    !hp_net_file_wants(file, &is->item[i]))
			conf = find_related(file, &is->item[i], relation);
		if (!conf)
			continue;
		step.where = conf->where;
		step.object.now = is->item[i];
		r = hp_net_plan_add(plan, &step);
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
		    const struct hp_net_state *state)
{
	const struct hp_net_objects *is = &state->objects;
	struct hp_net_step step = {.kind = HP_NET_STEP_ADD, .where = conf->where};
	enum hp_net_relation relation;

	step.object.now = conf->object;
	hp_net_object_suit(&step.object.now, &state->link);
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
	return hp_net_plan_add(plan, &step);
}

static bool has_same(const struct hp_net_file *file, const struct hp_net_object *object)
{
	for (size_t i = 0; file && i < file->n_objects; i++)
		if (file->objects[i].object.kind == object->kind &&
		    hp_net_object_same(&file->objects[i].object, object))
			return true;
	return false;
}

static int plan_adds(struct hp_net_plan *plan, const struct hp_net_file *file,
		     const struct hp_net_state *is, unsigned int kinds)
{
	int r;

	for (size_t i = 0; i < file->n_objects; i++) {
		const struct hp_net_object *object = &file->objects[i].object;

		if (!(kinds & 1u << object->kind) || is_repeated(file, i) ||
		    !hp_net_object_fits(object, &is->link))
			continue;
		r = plan_add(plan, &file->objects[i], is);
		if (r < 0)
			return r;
	}
	return 0;
}

/* kinds: 1 << enum hp_net_object_kind; those added stand in the order of the file. */
static int plan_objects(struct hp_net_plan *plan, const struct hp_net_want *want,
			const struct hp_net_state *is, unsigned int kinds)
{
	int r;

	if (!want->network)
		return 0;
	r = plan_drops(plan, want->network, &is->objects, kinds, HP_NET_IN_WAY);
	if (r == 0)
		r = plan_adds(plan, want->network, is, kinds);
	return r < 0 ? r
		     : plan_drops(plan, want->network, &is->objects, kinds,
				  HP_NET_OUTDATED);
}

static int plan_addresses(struct hp_net_plan *plan, const struct hp_net_want *want,
			  const struct hp_net_state *is)
{
	int r = hp_net_plan_linklocal(plan, want, is);

	/* How addresses are made and tried, before there are any. */
	if (r == 0)
		r = plan_objects(plan, want, is, 1u << HP_NET_SYSCTL);
	/* The kernel takes it only where routers are listened to. */
	if (r == 0)
		r = plan_objects(plan, want, is, 1u << HP_NET_TOKEN);
	return r < 0 ? r : plan_objects(plan, want, is, 1u << HP_NET_ADDRESS);
}

/* Before the first packet. A discipline may stand in a class of another. */
static int plan_queues(struct hp_net_plan *plan, const struct hp_net_want *want,
		       const struct hp_net_state *is)
{
	return plan_objects(plan, want, is, 1u << HP_NET_QDISC | 1u << HP_NET_TCLASS);
}

/* Most of it is taken only while the interface is down. */
static int plan_driver(struct hp_net_plan *plan, const struct hp_net_want *want,
		       const struct hp_net_state *is)
{
	return plan_objects(plan, want, is, 1u << HP_NET_CAN | 1u << HP_NET_IPOIB);
}

/* In this order: routes need their nexthops. */
static const enum hp_net_object_kind kinds_over[] = {
	HP_NET_TEQL,  HP_NET_FDB,     HP_NET_MDB,   HP_NET_NEIGHBOR,
	HP_NET_PROXY, HP_NET_NEXTHOP, HP_NET_ROUTE,
};

bool hp_net_kind_waits_for_up(enum hp_net_object_kind kind)
{
	for (size_t i = 0; i < ARRAY_SIZE(kinds_over); i++)
		if (kinds_over[i] == kind)
			return true;
	return kind == HP_NET_MTU6;
}

static int plan_over(struct hp_net_plan *plan, const struct hp_net_want *want,
		     const struct hp_net_state *is)
{
	int r;

	if (!hp_net_want_up(want, &is->link))
		return 0;
	r = hp_net_plan_stacked(plan, want, is);
	for (size_t i = 0; i < ARRAY_SIZE(kinds_over) && r == 0; i++)
		r = plan_objects(plan, want, is, 1u << kinds_over[i]);
	return r;
}

static int plan_rules(struct hp_net_plan *plan, const struct hp_net_want *want,
		      const struct hp_net_state *is)
{
	return plan_objects(plan, want, is, 1u << HP_NET_RULE | 1u << HP_NET_ADDRLABEL);
}

/* What the .network file sets as well, that has the last word on. None of it is ever in
 * the way. */
static int plan_of_link(struct hp_net_plan *plan, const struct hp_net_want *want,
			const struct hp_net_state *is, enum hp_net_object_kind kind)
{
	const struct hp_net_file *file = want->link;
	int r = 0;

	for (size_t i = 0; file && r == 0 && i < file->n_objects; i++)
		if (file->objects[i].object.kind == kind &&
		    !has_same(want->network, &file->objects[i].object))
			r = plan_add(plan, &file->objects[i], is);
	return r;
}

/* They are made, and then told. */
static int plan_functions(struct hp_net_plan *plan, const struct hp_net_want *want,
			  const struct hp_net_state *is)
{
	int r = plan_of_link(plan, want, is, HP_NET_VFS);

	if (r == 0)
		r = plan_of_link(plan, want, is, HP_NET_VF);
	return r < 0 ? r : plan_objects(plan, want, is, 1u << HP_NET_VF);
}

/* In the order in which the steps can be taken. */
static int (*const planners[])(struct hp_net_plan *plan, const struct hp_net_want *want,
			       const struct hp_net_state *is) = {
	hp_net_plan_free_name,
	plan_name,
	hp_net_plan_altnames,
	hp_net_plan_alias,
	plan_mac,
	plan_mtu,
	hp_net_plan_amounts,
	hp_net_plan_ethtool,
	plan_functions,
	hp_net_plan_flags,
	hp_net_plan_masters,
	hp_net_plan_down,
	plan_driver,
	plan_queues,
	plan_addresses,
	hp_net_plan_up,
	hp_net_plan_tells,
	hp_net_plan_vlans,
	plan_over,
	plan_rules,
	hp_net_plan_mtu6,
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
