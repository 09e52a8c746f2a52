/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the step for the MTU that an interface has for IPv6. See netplan_internal.h.
 */
#include "netplan_internal.h"

/* NULL: none. */
static const struct hp_net_conf_object *find_wanted(const struct hp_net_file *file)
{
	for (size_t i = 0; i < file->n_objects; i++)
		if (file->objects[i].object.kind == HP_NET_MTU6)
			return &file->objects[i];
	return NULL;
}

static const struct hp_net_object *find_there(const struct hp_net_objects *is)
{
	for (size_t i = 0; i < is->n; i++)
		if (is->item[i].kind == HP_NET_MTU6)
			return &is->item[i];
	return NULL;
}

/* By some of them only with some drivers, which take them while down. */
static bool resets(const struct hp_net_step *step)
{
	const unsigned int kinds = 1u << HP_NET_STEP_RENAME | 1u << HP_NET_STEP_MAC |
				   1u << HP_NET_STEP_MTU | 1u << HP_NET_STEP_DOWN |
				   1u << HP_NET_STEP_UP;

	return kinds >> step->kind & 1;
}

int hp_net_plan_mtu6(struct hp_net_plan *plan, const struct hp_net_want *want,
		     const struct hp_net_state *is)
{
	const struct hp_net_conf_object *wanted =
		want->network ? find_wanted(want->network) : NULL;
	const struct hp_net_object *there = find_there(&is->objects);
	struct hp_net_step step = {.kind = HP_NET_STEP_ADD, .object.has_before = true};
	uint32_t mtu = is->link.mtu;

	if (!wanted || !there || !hp_net_want_up(want, &is->link))
		return 0;
	step.where = wanted->where;
	step.object.now = wanted->object;
	step.object.before = *there;
	for (size_t i = 0; i < plan->n; i++)
		if (plan->steps[i].kind == HP_NET_STEP_MTU)
			mtu = plan->steps[i].mtu.to;
	for (size_t i = 0; i < plan->n; i++)
		if (resets(&plan->steps[i]))
			step.object.before.mtu6 = mtu;
	if (step.object.now.mtu6 > mtu)
		step.object.now.mtu6 = mtu;
	if (mtu < HP_NET_IPV6_MIN_MTU || step.object.now.mtu6 == step.object.before.mtu6)
		return 0;
	return hp_net_plan_add(plan, &step);
}
