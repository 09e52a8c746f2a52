/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what is wanted of an interface, and the steps to it. See netround.h. */
#include <errno.h>

#include "netlack.h"
#include "netreport.h"
#include "netround.h"

bool hp_netround_wants_name(const struct hp_netround *round)
{
	const struct hp_net_want *want = &round->want;

	return !want->keep_name && want->link &&
	       (want->policy_name[0] || want->link->ifname_where.file);
}

static int read_stack(const struct hp_netwant *netwant, struct hp_netlink *nl,
		      const struct hp_net_state *state, struct hp_netround *round)
{
	int r = hp_net_stack_read(&round->stack, nl, &netwant->conf, &round->want,
				  &state->link);
	bool is_told = r == -ELOOP || r == -ENOTUNIQ || r == -ENXIO;

	return is_told ? r : hp_netreport_unread(state->link.name, r);
}

/* What is, as far as what is wanted concerns it; what cannot be is said, and left out of
 * what is wanted. */
static int complete(struct hp_netlink *nl, const struct hp_net_want *want,
		    struct hp_net_state *state)
{
	int r = hp_netlack_ethtool(nl, want, state);

	if (r == 0)
		r = hp_net_state_complete(nl, want->link, state);
	if (r == 0)
		r = hp_net_state_complete(nl, want->network, state);
	return hp_netreport_unread(state->link.name, r);
}

int hp_netround_plan(struct hp_netround *ret, struct hp_netwant *netwant,
		     struct hp_netlink *nl, struct hp_net_state *state,
		     const struct hp_netwant_subject *subject)
{
	struct hp_net_facts facts = hp_netwant_facts(netwant, &state->link, subject);
	struct hp_net_want *want = &ret->want;
	int r = hp_netwant_find(netwant, nl, state, subject, &facts, want);

	if (r < 0)
		return hp_netreport_unread(state->link.name, r);
	want->stack = &ret->stack;
	r = read_stack(netwant, nl, state, ret);
	if (r == 0)
		r = complete(nl, want, state);
	return r < 0 ? r
		     : hp_netreport_unread(state->link.name,
					   hp_net_plan_make(&ret->plan, want, state));
}

void hp_netround_free(struct hp_netround *round)
{
	hp_net_plan_free(&round->plan);
	hp_net_stack_free(&round->stack);
}
