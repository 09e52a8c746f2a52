/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the steps for what a .network file turns on or off. See netplan.h. */
#include "netplan_internal.h"
#include "netstack.h"

int hp_net_plan_flags(struct hp_net_plan *plan, const struct hp_net_want *want,
		      const struct hp_net_state *is)
{
	int r = 0;

	for (int i = 0; want->network && r == 0 && i < HP_NET_FLAGS; i++) {
		const struct hp_net_step step = {
			.kind = HP_NET_STEP_FLAG,
			.where = want->network->flag_where[i],
			.flag = {i, want->network->flag[i]},
		};

		if (step.where.file &&
		    step.flag.on != hp_net_flag_is_on(i, is->link.flags))
			r = hp_net_plan_add(plan, &step);
	}
	return r;
}

static const struct hp_net_stacked *bond_of(const struct hp_net_want *want)
{
	const struct hp_net_stacked *master =
		want->stack ? hp_net_stack_master(want->stack) : NULL;

	return master && master->upper->key == HP_NET_UPPER_BOND ? master : NULL;
}

bool hp_net_want_up(const struct hp_net_want *want, const struct hp_net_link *link)
{
	if (!want->network || want->network->activation == HP_NET_LEAVE)
		return link->flags & IFF_UP || bond_of(want);
	return want->network->activation == HP_NET_BRING_UP;
}

/* A bond brings up whom it takes. */
static bool comes_up(const struct hp_net_want *want, const struct hp_net_link *link)
{
	const struct hp_net_stacked *bond = bond_of(want);

	return link->flags & IFF_UP ||
	       (bond && (!bond->ifindex || bond->ifindex != link->master));
}

int hp_net_plan_down(struct hp_net_plan *plan, const struct hp_net_want *want,
		     const struct hp_net_state *is)
{
	struct hp_net_step step = {.kind = HP_NET_STEP_DOWN};

	if (!want->network || want->network->activation != HP_NET_BRING_DOWN ||
	    !comes_up(want, &is->link))
		return 0;
	step.where = want->network->activation_where;
	return hp_net_plan_add(plan, &step);
}

/* An interface that a .network file fits is wanted up, unless that says otherwise. */
int hp_net_plan_up(struct hp_net_plan *plan, const struct hp_net_want *want,
		   const struct hp_net_state *is)
{
	struct hp_net_step step = {.kind = HP_NET_STEP_UP};

	if (!want->network || want->network->activation != HP_NET_BRING_UP ||
	    is->link.flags & IFF_UP)
		return 0;
	step.where = want->network->activation_where;
	if (!step.where.file)
		step.where = (struct hp_net_where){want->network->path, 1, 1};
	return hp_net_plan_add(plan, &step);
}
