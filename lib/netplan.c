/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the steps from what an interface is to what the files say. See netplan.h. */
#include <errno.h>
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>

#include "netplan.h"

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

static bool is_wanted_address(const struct hp_net_want *want, const struct hp_prefix *p)
{
	for (size_t i = 0; i < want->network->n_addresses; i++)
		if (hp_prefix_equal(&want->network->addresses[i].address.prefix, p))
			return true;
	return false;
}

/* What is in the way of an address: the same with another length, unless that is wanted
 * as well, or the same as it was found to be a duplicate on the wire, which the kernel
 * tries again only when it is added anew. */
static bool is_in_the_way(const struct hp_net_want *want, const struct hp_prefix *p,
			  const struct hp_net_address *there)
{
	if (!hp_ip_equal(p, &there->prefix))
		return false;
	if (there->flags & IFA_F_DADFAILED)
		return true;
	return there->prefix.length != p->length &&
	       !is_wanted_address(want, &there->prefix);
}

static const struct hp_net_address *find_address(const struct hp_net_state *is,
						 const struct hp_prefix *p)
{
	for (size_t i = 0; i < is->n_addresses; i++)
		if (hp_prefix_equal(&is->addresses[i].prefix, p))
			return &is->addresses[i];
	return NULL;
}

static int plan_address(struct hp_net_plan *plan, const struct hp_net_want *want,
			const struct hp_net_state *is,
			const struct hp_net_conf_address *conf)
{
	const struct hp_prefix *p = &conf->address.prefix;
	const struct hp_net_address *there = find_address(is, p);
	struct hp_net_step step = {.where = conf->where};
	int r;

	/* One that somebody lent for a time is made ours by adding it again. */
	if (there && there->flags & IFA_F_PERMANENT && !(there->flags & IFA_F_DADFAILED))
		return 0;
	for (size_t i = 0; i < is->n_addresses; i++) {
		if (!is_in_the_way(want, p, &is->addresses[i]))
			continue;
		step.kind = HP_NET_STEP_DROP_ADDRESS;
		step.address = is->addresses[i];
		r = add_step(plan, &step);
		if (r < 0)
			return r;
	}
	step.kind = HP_NET_STEP_ADDRESS;
	step.was_there = there && !(there->flags & IFA_F_DADFAILED);
	step.address = conf->address;
	return add_step(plan, &step);
}

/* Whether an earlier line asks for the same. */
static bool is_repeated(const struct hp_net_file *file, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (hp_prefix_equal(&file->addresses[k].address.prefix,
				    &file->addresses[i].address.prefix))
			return true;
	return false;
}

static int plan_addresses(struct hp_net_plan *plan, const struct hp_net_want *want,
			  const struct hp_net_state *is)
{
	int r;

	for (size_t i = 0; want->network && i < want->network->n_addresses; i++) {
		if (is_repeated(want->network, i))
			continue;
		r = plan_address(plan, want, is, &want->network->addresses[i]);
		if (r < 0)
			return r;
	}
	return 0;
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

/* The same to the kernel, but for the gateway. */
static bool same_destination(const struct hp_net_route *a, const struct hp_net_route *b)
{
	return a->metric == b->metric &&
	       hp_prefix_equal(&a->destination, &b->destination);
}

static bool same_route(const struct hp_net_route *a, const struct hp_net_route *b)
{
	if (!same_destination(a, b) || a->gateway.family != b->gateway.family)
		return false;
	return a->gateway.family == AF_UNSPEC || hp_ip_equal(&a->gateway, &b->gateway);
}

static bool has_route(const struct hp_net_state *is, const struct hp_net_route *route)
{
	for (size_t i = 0; i < is->n_routes; i++)
		if (same_route(&is->routes[i], route))
			return true;
	return false;
}

static bool planned_route(const struct hp_net_plan *plan,
			  const struct hp_net_route *route)
{
	for (size_t i = 0; i < plan->n; i++)
		if (plan->steps[i].kind == HP_NET_STEP_ROUTE &&
		    same_route(&plan->steps[i].route, route))
			return true;
	return false;
}

/* A static route to a wanted destination by a way that is not wanted: what an earlier
 * version of the file asked for. */
static bool is_outdated(const struct hp_net_file *file, const struct hp_net_route *there)
{
	bool same = false;

	if (there->protocol != RTPROT_STATIC)
		return false;
	for (size_t i = 0; i < file->n_routes; i++) {
		if (same_route(&file->routes[i].route, there))
			return false;
		same |= same_destination(&file->routes[i].route, there);
	}
	return same;
}

static int plan_outdated(struct hp_net_plan *plan, const struct hp_net_file *file,
			 const struct hp_net_state *is)
{
	struct hp_net_step step = {
		.kind = HP_NET_STEP_DROP_ROUTE,
		.where = {file->path, 1, 1},
	};
	int r;

	for (size_t i = 0; i < is->n_routes; i++) {
		if (!is_outdated(file, &is->routes[i]))
			continue;
		step.route = is->routes[i];
		r = add_step(plan, &step);
		if (r < 0)
			return r;
	}
	return 0;
}

static int plan_routes(struct hp_net_plan *plan, const struct hp_net_want *want,
		       const struct hp_net_state *is)
{
	struct hp_net_step step = {.kind = HP_NET_STEP_ROUTE};
	int r;

	if (!want->network)
		return 0;
	for (size_t i = 0; i < want->network->n_routes; i++) {
		const struct hp_net_conf_route *conf = &want->network->routes[i];

		if (has_route(is, &conf->route) || planned_route(plan, &conf->route))
			continue;
		step.where = conf->where;
		step.route = conf->route;
		r = add_step(plan, &step);
		if (r < 0)
			return r;
	}
	return plan_outdated(plan, want->network, is);
}

/* In the order in which the steps can be taken. */
static int (*const planners[])(struct hp_net_plan *plan, const struct hp_net_want *want,
			       const struct hp_net_state *is) = {
	plan_name, plan_mac, plan_mtu, plan_addresses, plan_up, plan_routes,
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
