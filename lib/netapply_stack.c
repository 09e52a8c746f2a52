/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: take the steps that concern virtual devices. See netapply_stack.h. */
#include <errno.h>

#include "log.h"
#include "netapply_bounce.h"
#include "netapply_stack.h"
#include "netdevwrite.h"
#include "netstack.h"
#include "netvlans.h"
#include "netwrite.h"

static unsigned int addressee(const struct hp_net_apply *apply,
			      const struct hp_net_step *step)
{
	return step->tell->to_master ? step->stacked->ifindex : apply->ifindex;
}

int hp_net_take_make(struct hp_net_apply *apply, const struct hp_net_step *step)
{
	struct hp_net_stacked *item = step->stacked;
	unsigned int lower = hp_netdev_is_stacked(item->netdev) ? apply->ifindex : 0;

	return hp_netdev_make(apply->nl, item->netdev, lower, &item->ifindex,
			      &item->is_made);
}

/* A master that others have joined meanwhile stays theirs. */
int hp_net_undo_make(struct hp_net_apply *apply, const struct hp_net_step *step)
{
	const struct hp_net_stacked *item = step->stacked;

	if (!item->is_made || hp_netdev_has_members(apply->nl, item->ifindex))
		return 0;
	return hp_netdev_unmake(apply->nl, item->ifindex);
}

bool hp_net_make_is_lacking(const struct hp_net_step *step, int r)
{
	return step->kind == HP_NET_STEP_MAKE && r == -EOPNOTSUPP;
}

bool hp_net_is_without_device(const struct hp_net_plan *plan, size_t n)
{
	const struct hp_net_stacked *item = plan->steps[n].stacked;

	for (size_t i = 0; item && i < n; i++)
		if (plan->steps[i].kind == HP_NET_STEP_MAKE && plan->steps[i].left_out &&
		    plan->steps[i].stacked == item)
			return true;
	return false;
}

int hp_net_take_down(struct hp_net_apply *apply, const struct hp_net_step *step)
{
	int r = hp_net_disturb(apply);

	return r < 0 ? r : hp_net_write_up(apply->nl, apply->ifindex, false);
}

int hp_net_undo_down(struct hp_net_apply *apply, const struct hp_net_step *step)
{
	return hp_net_write_up(apply->nl, apply->ifindex, true);
}

int hp_net_take_master(struct hp_net_apply *apply, const struct hp_net_step *step)
{
	int r = step->master.disturbs ? hp_net_disturb(apply) : 0;

	return r < 0 ? r
		     : hp_net_write_master(apply->nl, apply->ifindex,
					   step->stacked->ifindex);
}

int hp_net_undo_master(struct hp_net_apply *apply, const struct hp_net_step *step)
{
	return hp_net_write_master(apply->nl, apply->ifindex, step->master.from);
}

int hp_net_take_tell(struct hp_net_apply *apply, const struct hp_net_step *step)
{
	const struct hp_net_where *where = &step->where;
	int r = hp_net_tell_write(step->tell, apply->nl, addressee(apply, step),
				  &step->tell->now);

	if (r == 0 || !step->tell->is_wish)
		return r;
	hp_warning(r, "%s:%u:%u: cannot be %s in %s now", where->file, where->line,
		   where->column, step->tell->what, step->stacked->upper->name);
	return 0;
}

int hp_net_undo_tell(struct hp_net_apply *apply, const struct hp_net_step *step)
{
	return hp_net_tell_write(step->tell, apply->nl, addressee(apply, step),
				 &step->tell->before);
}

static void vlans_after(struct hp_net_vlans *ret, const struct hp_net_step *step)
{
	if (step->vlans.exactly)
		*ret = *step->vlans.wanted;
	else
		hp_net_vlans_join(ret, step->vlans.from, step->vlans.wanted);
}

int hp_net_take_vlans(struct hp_net_apply *apply, const struct hp_net_step *step)
{
	struct hp_net_vlans to;

	vlans_after(&to, step);
	return hp_net_vlans_write(apply->nl, apply->ifindex, step->vlans.from, &to);
}

int hp_net_undo_vlans(struct hp_net_apply *apply, const struct hp_net_step *step)
{
	struct hp_net_vlans to;

	vlans_after(&to, step);
	return hp_net_vlans_write(apply->nl, apply->ifindex, &to, step->vlans.from);
}
