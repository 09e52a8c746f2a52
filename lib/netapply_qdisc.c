/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: queueing disciplines that the kernel does not have. See netapply_qdisc.h. */
#include <errno.h>
#include <linux/pkt_sched.h>

#include "netapply_qdisc.h"

static bool is_about(const struct hp_net_step *step, enum hp_net_step_kind verb,
		     enum hp_net_object_kind kind)
{
	return step->kind == verb && step->object.now.kind == kind;
}

bool hp_net_qdisc_is_lacking(const struct hp_net_step *step, int r)
{
	if (r != -ENOENT && r != -EOPNOTSUPP)
		return false;
	return is_about(step, HP_NET_STEP_ADD, HP_NET_QDISC) ||
	       is_about(step, HP_NET_STEP_ADD, HP_NET_TEQL);
}

static bool is_queue(const struct hp_net_step *step)
{
	return is_about(step, HP_NET_STEP_ADD, HP_NET_QDISC) ||
	       is_about(step, HP_NET_STEP_ADD, HP_NET_TCLASS);
}

/* The number of a class begins with that of its discipline, and so does that of the root,
 * which is in none, with that of clsact. */
static bool stands_in(const struct hp_net_object *object, uint32_t handle)
{
	const struct hp_net_qdisc *qdisc = &object->qdisc;
	uint32_t id = object->kind == HP_NET_TCLASS ? qdisc->handle : qdisc->parent;

	return TC_H_MAJ(id) == handle && handle != TC_H_MAJ(TC_H_ROOT);
}

bool hp_net_qdisc_is_without_parent(const struct hp_net_plan *plan, size_t n)
{
	const struct hp_net_object *object = &plan->steps[n].object.now;

	for (size_t i = 0; is_queue(&plan->steps[n]) && i < n; i++) {
		const struct hp_net_step *step = &plan->steps[i];

		if (step->left_out && is_about(step, HP_NET_STEP_ADD, HP_NET_QDISC) &&
		    stands_in(object, step->object.now.qdisc.handle))
			return true;
	}
	return false;
}

struct hp_net_step *hp_net_qdisc_made_room(const struct hp_net_plan *plan, size_t n)
{
	const struct hp_net_object *added = &plan->steps[n].object.now;

	if (!is_about(&plan->steps[n], HP_NET_STEP_ADD, HP_NET_QDISC))
		return NULL;
	for (size_t i = 0; i < n; i++)
		if (is_about(&plan->steps[i], HP_NET_STEP_DROP, HP_NET_QDISC) &&
		    hp_net_object_same(added, &plan->steps[i].object.now))
			return &plan->steps[i];
	return NULL;
}

bool hp_net_qdisc_is_dropped(const struct hp_net_plan *plan)
{
	for (size_t i = 0; i < plan->n; i++)
		if (is_about(&plan->steps[i], HP_NET_STEP_DROP, HP_NET_QDISC) &&
		    !plan->steps[i].left_out)
			return true;
	return false;
}
