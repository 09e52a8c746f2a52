/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: take the steps of a plan through rtnetlink, and take them back where one
 * fails. See netapply.h. */
#include <errno.h>

#include "log.h"
#include "netapply.h"
#include "netapply_bounce.h"
#include "netapply_mtu6.h"
#include "netapply_name.h"
#include "netapply_nexthop.h"
#include "netapply_qdisc.h"
#include "netapply_refusal.h"
#include "netapply_source.h"
#include "netapply_stack.h"
#include "netethtool_io.h"
#include "netlinklocal.h"
#include "netrecord.h"
#include "netteql.h"
#include "netwrite.h"

struct verb {
	int (*take)(struct hp_net_apply *apply, const struct hp_net_step *step);
	int (*undo)(struct hp_net_apply *apply, const struct hp_net_step *step);
};

static int change_mac(struct hp_netlink *nl, unsigned int ifindex, const void *value)
{
	return hp_net_write_mac(nl, ifindex, value);
}

static int change_mtu(struct hp_netlink *nl, unsigned int ifindex, const void *value)
{
	return hp_net_write_mtu(nl, ifindex, *(const uint32_t *)value);
}

static int take_rename(struct hp_net_apply *apply, const struct hp_net_step *step)
{
	return hp_net_rename(apply, step->name.to);
}

static int undo_rename(struct hp_net_apply *apply, const struct hp_net_step *step)
{
	return hp_net_rename_back(apply);
}

static int add_altname(struct hp_net_apply *apply, const struct hp_net_step *step)
{
	return hp_net_write_altname(apply->nl, apply->ifindex, step->altname, true);
}

static int drop_altname(struct hp_net_apply *apply, const struct hp_net_step *step)
{
	return hp_net_write_altname(apply->nl, apply->ifindex, step->altname, false);
}

static int take_alias(struct hp_net_apply *apply, const struct hp_net_step *step)
{
	return hp_net_write_alias(apply->nl, apply->ifindex, step->alias.to);
}

static int undo_alias(struct hp_net_apply *apply, const struct hp_net_step *step)
{
	return hp_net_write_alias(apply->nl, apply->ifindex, step->alias.from);
}

static int take_amount(struct hp_net_apply *apply, const struct hp_net_step *step)
{
	return hp_net_write_amount(apply->nl, apply->ifindex, step->amount.amount,
				   step->amount.to);
}

static int undo_amount(struct hp_net_apply *apply, const struct hp_net_step *step)
{
	return hp_net_write_amount(apply->nl, apply->ifindex, step->amount.amount,
				   step->amount.from);
}

static int take_ethtool(struct hp_net_apply *apply, const struct hp_net_step *step)
{
	return hp_net_ethtool_write(apply->nl, apply->ifindex, step->ethtool.which,
				    step->ethtool.to);
}

static int undo_ethtool(struct hp_net_apply *apply, const struct hp_net_step *step)
{
	return hp_net_ethtool_write(apply->nl, apply->ifindex, step->ethtool.which,
				    step->ethtool.from);
}

static int take_mac(struct hp_net_apply *apply, const struct hp_net_step *step)
{
	return hp_net_bounce(apply, apply->ifindex, change_mac, &step->mac.to);
}

static int undo_mac(struct hp_net_apply *apply, const struct hp_net_step *step)
{
	return hp_net_bounce(apply, apply->ifindex, change_mac, &step->mac.from);
}

static int take_mtu(struct hp_net_apply *apply, const struct hp_net_step *step)
{
	return hp_net_bounce(apply, apply->ifindex, change_mtu, &step->mtu.to);
}

static int undo_mtu(struct hp_net_apply *apply, const struct hp_net_step *step)
{
	return hp_net_bounce(apply, apply->ifindex, change_mtu, &step->mtu.from);
}

static int take_flag(struct hp_net_apply *apply, const struct hp_net_step *step)
{
	return hp_net_write_flag(apply->nl, apply->ifindex, step->flag.which,
				 step->flag.on);
}

static int undo_flag(struct hp_net_apply *apply, const struct hp_net_step *step)
{
	return hp_net_write_flag(apply->nl, apply->ifindex, step->flag.which,
				 !step->flag.on);
}

static int take_up(struct hp_net_apply *apply, const struct hp_net_step *step)
{
	return hp_net_write_up(apply->nl, apply->ifindex, true);
}

static int undo_up(struct hp_net_apply *apply, const struct hp_net_step *step)
{
	return hp_net_write_up(apply->nl, apply->ifindex, false);
}

/* With another number of virtual functions, all of them are new. */
static int take_add(struct hp_net_apply *apply, const struct hp_net_step *step)
{
	const struct hp_net_object *before = &step->object.before;
	int r = hp_net_bounce_object(apply, &step->object.now);

	apply->disturbed |= r == 0 && before->kind == HP_NET_VFS && before->vfs.n;
	return r;
}

static int undo_add(struct hp_net_apply *apply, const struct hp_net_step *step)
{
	if (step->object.has_before)
		return hp_net_bounce_object(apply, &step->object.before);
	return hp_net_drop_object(apply->nl, apply->ifindex, &step->object.now);
}

/* With an address the kernel drops others and the routes that come from it. */
static int take_drop(struct hp_net_apply *apply, const struct hp_net_step *step)
{
	int r = 0;

	if (step->object.now.kind == HP_NET_ADDRESS)
		r = hp_net_disturb(apply);
	return r < 0 ? r
		     : hp_net_drop_object(apply->nl, apply->ifindex, &step->object.now);
}

/* Addresses are put back together, in their order, when all other steps are undone. */
static int undo_drop(struct hp_net_apply *apply, const struct hp_net_step *step)
{
	return step->object.now.kind == HP_NET_ADDRESS ? 0 : take_add(apply, step);
}

static const struct verb verbs[HP_NET_STEP_KINDS] = {
	[HP_NET_STEP_RENAME] = {take_rename, undo_rename},
	[HP_NET_STEP_ALTNAME] = {add_altname, drop_altname},
	[HP_NET_STEP_DROP_ALTNAME] = {drop_altname, add_altname},
	[HP_NET_STEP_ALIAS] = {take_alias, undo_alias},
	[HP_NET_STEP_AMOUNT] = {take_amount, undo_amount},
	[HP_NET_STEP_ETHTOOL] = {take_ethtool, undo_ethtool},
	[HP_NET_STEP_MAC] = {take_mac, undo_mac},
	[HP_NET_STEP_MTU] = {take_mtu, undo_mtu},
	[HP_NET_STEP_FLAG] = {take_flag, undo_flag},
	[HP_NET_STEP_MAKE] = {hp_net_take_make, hp_net_undo_make},
	[HP_NET_STEP_DOWN] = {hp_net_take_down, hp_net_undo_down},
	[HP_NET_STEP_MASTER] = {hp_net_take_master, hp_net_undo_master},
	[HP_NET_STEP_TELL] = {hp_net_take_tell, hp_net_undo_tell},
	[HP_NET_STEP_VLANS] = {hp_net_take_vlans, hp_net_undo_vlans},
	[HP_NET_STEP_UP] = {take_up, undo_up},
	[HP_NET_STEP_ADD] = {take_add, undo_add},
	[HP_NET_STEP_DROP] = {take_drop, undo_drop},
};

/* Returns 0, or -ENODEV where the interface is gone. */
static int undo_step(struct hp_net_apply *apply, const struct hp_net_step *step,
		     const char *name)
{
	char text[HP_NET_STEP_TEXT];
	struct hp_net_link now;
	int r = verbs[step->kind].undo(apply, step);

	if (r == -ENODEV &&
	    hp_net_link_get(apply->nl, apply->ifindex, NULL, &now) == -ENODEV)
		return r;
	hp_net_step_describe(step, text);
	if (r < 0)
		hp_error(r, "%s: cannot take back: %s", name, text);
	else
		hp_notice("%s: taken back: %s", name, text);
	return 0;
}

static void undo_steps(struct hp_net_apply *apply, const struct hp_net_plan *plan,
		       size_t n, const char *name)
{
	while (n-- > 0)
		if (!plan->steps[n].left_out &&
		    undo_step(apply, &plan->steps[n], name) < 0)
			return;
}

/* What the kernel made it makes again, by the hardware address that is back; where no
 * sysctl can be written to have it do that, the address is added. */
static void renew_linklocal(struct hp_net_apply *apply, const struct hp_net_plan *plan,
			    size_t n, const char *name)
{
	int r = 0;

	for (size_t i = 0; i < n; i++) {
		const struct hp_net_step *step = &plan->steps[i];

		if (step->kind != HP_NET_STEP_DROP ||
		    !hp_net_is_linklocal(&step->object.now))
			continue;
		if (hp_net_write_linklocal(apply->nl, apply->ifindex) < 0)
			r = take_add(apply, step);
		if (r < 0 && r != -ENODEV)
			hp_error(r, "%s: its address of the link is lost", name);
	}
}

static int fail(struct hp_net_apply *apply, const struct hp_net_plan *plan, size_t n,
		int r)
{
	struct hp_net_link link;

	if (hp_net_refusal_tell(apply, &plan->steps[n], r, &link) < 0)
		return -ENODEV;
	undo_steps(apply, plan, n, link.name);
	renew_linklocal(apply, plan, n, link.name);
	if (apply->before)
		hp_net_restore_put_back(apply->before, apply->nl);
	/* Some other device was meant: ours is there. */
	return r == -ENODEV ? -ENXIO : r;
}

/* The interface keeps the discipline that it had, if that was dropped for this one. */
static int go_without(struct hp_net_apply *apply, const struct hp_net_plan *plan,
		      size_t n, int r)
{
	struct hp_net_step *room = hp_net_qdisc_made_room(plan, n);
	struct hp_net_link link;
	int there = hp_net_refusal_tell(apply, &plan->steps[n], r, &link);

	plan->steps[n].left_out = true;
	apply->lacks = r;
	if (there < 0 || !room)
		return there;
	room->left_out = true;
	return undo_step(apply, room, link.name);
}

static int take_step(struct hp_net_apply *apply, const struct hp_net_plan *plan, size_t n)
{
	struct hp_net_step *step = &plan->steps[n];
	struct hp_net_link link;
	int r;

	if (hp_net_nexthop_is_missing(plan, n))
		return hp_net_leave_out(step, 0, " with its nexthop");
	if (hp_net_mtu6_waits(apply, step))
		return hp_net_leave_out(step, 0, ": the kernel takes it with a carrier");
	if (hp_net_qdisc_is_without_parent(plan, n) || hp_net_is_without_device(plan, n))
		return hp_net_leave_out(step, 0, " with what it is in");
	r = verbs[step->kind].take(apply, step);
	if (hp_net_nexthop_waits(step, r))
		return hp_net_leave_out(step, r, "");
	if (step->kind == HP_NET_STEP_ALTNAME && r == -EEXIST)
		return hp_net_leave_out(step, r, "");
	if (hp_net_source_may_wait(step, r)) {
		if (!hp_net_source_settle(apply, step))
			return hp_net_leave_out(step, 0, ": its source is tentative");
		r = verbs[step->kind].take(apply, step);
	}
	if (hp_net_qdisc_is_lacking(step, r) || hp_net_make_is_lacking(step, r))
		return go_without(apply, plan, n, r);
	if (r == 0 || !hp_net_refusal_is_of_step(step, r))
		return r;
	step->left_out = true;
	return hp_net_refusal_tell(apply, step, r, &link);
}

/* An equalizer that has nothing under it yet is handled anew when it has. */
static int leave_out_rest(const struct hp_net_apply *apply, struct hp_net_plan *plan,
			  size_t n)
{
	const struct hp_net_where *where = &plan->steps[n].where;

	hp_notice("%s:%u:%u: #%u waits for an interface under it", where->file,
		  where->line, where->column, apply->ifindex);
	for (; n < plan->n; n++)
		plan->steps[n].left_out = true;
	return 0;
}

static int take_steps(struct hp_net_apply *apply, struct hp_net_plan *plan)
{
	int r;

	for (size_t i = 0; i < plan->n; i++) {
		r = take_step(apply, plan, i);
		if (hp_net_teql_waits(&plan->steps[i], r))
			return leave_out_rest(apply, plan, i);
		apply->failed = i;
		if (r < 0)
			return fail(apply, plan, i, r);
	}
	return 0;
}

int hp_net_apply(struct hp_net_apply *apply, struct hp_net_plan *plan)
{
	int r;

	apply->disturbed = false;
	apply->lacks = 0;
	apply->before = NULL;
	apply->exchange = NULL;
	r = apply->reads_first ? hp_net_disturb(apply) : 0;
	if (r == 0)
		r = take_steps(apply, plan);
	apply->disturbed |= hp_net_qdisc_is_dropped(plan);
	hp_net_restore_freep(&apply->before);
	free(apply->exchange);
	return r;
}
