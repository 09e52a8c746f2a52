/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the steps for what a .link file can set beside the name, the address and the
 * MTU. See netplan.h. */
#include "netplan_internal.h"

static int plan_altname(struct hp_net_plan *plan, enum hp_net_step_kind kind,
			struct hp_net_where where, const char *name)
{
	struct hp_net_step step = {.kind = kind, .where = where};

	strcpy(step.altname, name);
	return hp_net_plan_add(plan, &step);
}

int hp_net_plan_free_name(struct hp_net_plan *plan, const struct hp_net_want *want,
			  const struct hp_net_state *is)
{
	const char *name = hp_net_want_name(want, &is->link);

	if (!hp_net_altnames_have(&is->altnames, name))
		return 0;
	return plan_altname(plan, HP_NET_STEP_DROP_ALTNAME, hp_net_want_name_where(want),
			    name);
}

static int want_altname(const struct hp_net_want *want, const struct hp_net_link *link,
			const char *name, struct hp_net_altnames *ret)
{
	if (!hp_altname_is_valid(name) || streq(name, hp_net_want_name(want, link)) ||
	    (want->refused && hp_net_altnames_have(want->refused, name)))
		return 0;
	return hp_net_altnames_add(ret, name);
}

int hp_net_want_altnames(const struct hp_net_want *want, const struct hp_net_link *link,
			 struct hp_net_altnames *ret)
{
	const struct hp_net_file *file = want->keep_altnames ? NULL : want->link;
	int r = 0;

	for (size_t i = 0; file && r == 0 && i < file->altnames.n; i++)
		r = want_altname(want, link, file->altnames.name[i], ret);
	for (size_t i = 0; file && r == 0 && i < file->altname_policies.n; i++) {
		enum hp_net_policy policy = file->altname_policies.policy[i];

		if (policy < HP_NET_IDS)
			r = want_altname(want, link, want->id.name[policy], ret);
	}
	return r;
}

int hp_net_plan_altnames(struct hp_net_plan *plan, const struct hp_net_want *want,
			 const struct hp_net_state *is)
{
	_cleanup_(hp_net_altnames_free) struct hp_net_altnames altnames = {0};
	int r = hp_net_want_altnames(want, &is->link, &altnames);

	for (size_t i = 0; r == 0 && i < altnames.n; i++)
		if (!hp_net_altnames_have(&is->altnames, altnames.name[i]))
			r = plan_altname(plan, HP_NET_STEP_ALTNAME,
					 want->link->altnames_where, altnames.name[i]);
	return r;
}

int hp_net_plan_alias(struct hp_net_plan *plan, const struct hp_net_want *want,
		      const struct hp_net_state *is)
{
	struct hp_net_step step = {.kind = HP_NET_STEP_ALIAS};

	if (!want->link || !want->link->alias_where.file ||
	    streq(want->link->alias, is->link.alias))
		return 0;
	step.where = want->link->alias_where;
	strcpy(step.alias.from, is->link.alias);
	strcpy(step.alias.to, want->link->alias);
	return hp_net_plan_add(plan, &step);
}

static int plan_amounts_of(struct hp_net_plan *plan, const struct hp_net_file *file,
			   const struct hp_net_state *is)
{
	int r = 0;

	for (int i = 0; file && r == 0 && i < HP_NET_AMOUNTS; i++) {
		struct hp_net_step step = {
			.kind = HP_NET_STEP_AMOUNT,
			.where = file->amount_where[i],
			.amount = {i, is->link.amount[i], file->amount[i]},
		};

		if (step.where.file && step.amount.from != step.amount.to)
			r = hp_net_plan_add(plan, &step);
	}
	return r;
}

/* No amount has a key in both kinds of file. */
int hp_net_plan_amounts(struct hp_net_plan *plan, const struct hp_net_want *want,
			const struct hp_net_state *is)
{
	int r = plan_amounts_of(plan, want->link, is);

	return r < 0 ? r : plan_amounts_of(plan, want->network, is);
}

int hp_net_plan_ethtool(struct hp_net_plan *plan, const struct hp_net_want *want,
			const struct hp_net_state *is)
{
	const struct hp_net_ethtool_state *ethtool = &is->ethtool;
	int r = 0;

	for (int i = 0; want->link && r == 0 && i < HP_NET_ETHTOOLS; i++) {
		uint64_t from = ethtool->is.value[i];
		uint64_t to =
			hp_net_ethtool_target(ethtool, i, want->link->ethtool.value[i]);
		struct hp_net_step step = {
			.kind = HP_NET_STEP_ETHTOOL,
			.where = want->link->ethtool_where[i],
			.ethtool = {i, from, to},
		};

		if (hp_net_ethtool_has(want->link->ethtool.known & ethtool->is.known &
					       ~ethtool->fixed,
				       i) &&
		    from != to)
			r = hp_net_plan_add(plan, &step);
	}
	return r;
}
