/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the VLANs that a bridge has for an interface. See netvlans.h. */
#include "netstack.h"
#include "netvlans.h"

static bool is_set(const struct hp_net_vlans *from, const struct hp_net_vlans *to,
		   unsigned int vid)
{
	bool is_alike = from->there[vid] && from->untagged[vid] == to->untagged[vid] &&
			(from->pvid == vid) == (to->pvid == vid);

	return to->there[vid] && !is_alike;
}

static bool is_dropped(const struct hp_net_vlans *from, const struct hp_net_vlans *to,
		       unsigned int vid)
{
	return from->there[vid] && !to->there[vid];
}

/* Whether it can be in one range with those of it. */
static bool goes_on(const struct hp_net_vlan_range *range, const struct hp_net_vlans *to,
		    unsigned int vid)
{
	return !range->is_pvid && to->pvid != vid && range->untagged == to->untagged[vid];
}

bool hp_net_vlans_next(const struct hp_net_vlans *from, const struct hp_net_vlans *to,
		       bool drop, struct hp_net_vlan_range *range)
{
	bool (*counts)(const struct hp_net_vlans *from, const struct hp_net_vlans *to,
		       unsigned int vid) = drop ? is_dropped : is_set;
	unsigned int vid = range->last + 1;

	while (vid <= HP_NET_VLAN_MAX && !counts(from, to, vid))
		vid++;
	if (vid > HP_NET_VLAN_MAX)
		return false;
	*range = (struct hp_net_vlan_range){
		.first = vid,
		.last = vid,
		.untagged = to->untagged[vid],
		.is_pvid = to->pvid == vid,
	};
	while (range->last < HP_NET_VLAN_MAX && counts(from, to, range->last + 1) &&
	       goes_on(range, to, range->last + 1))
		range->last++;
	return true;
}

bool hp_net_vlans_equal(const struct hp_net_vlans *a, const struct hp_net_vlans *b)
{
	return a->pvid == b->pvid && memcmp(a->there, b->there, sizeof(a->there)) == 0 &&
	       memcmp(a->untagged, b->untagged, sizeof(a->untagged)) == 0;
}

void hp_net_vlans_join(struct hp_net_vlans *ret, const struct hp_net_vlans *is,
		       const struct hp_net_vlans *wanted)
{
	*ret = *is;
	for (unsigned int vid = 1; vid <= HP_NET_VLAN_MAX; vid++) {
		if (!wanted->there[vid])
			continue;
		ret->there[vid] = true;
		ret->untagged[vid] = wanted->untagged[vid];
	}
	if (wanted->pvid || wanted->there[is->pvid])
		ret->pvid = wanted->pvid;
}

void hp_net_vlans_describe(const struct hp_net_vlans *vlans,
			   char ret[static HP_NET_STEP_TEXT])
{
	static const struct hp_net_vlans none;
	struct hp_net_vlan_range range = {0};
	const char *word = "vlans ";
	size_t n = 0;

	ret[0] = '\0';
	while (n + 40 < HP_NET_STEP_TEXT &&
	       hp_net_vlans_next(&none, vlans, false, &range)) {
		n += sprintf(ret + n, "%s%u", word, range.first);
		if (range.last > range.first)
			n += sprintf(ret + n, "-%u", range.last);
		n += sprintf(ret + n, "%s%s", range.untagged ? " untagged" : "",
			     range.is_pvid ? " pvid" : "");
		word = ", ";
	}
}

bool hp_net_vlans_can_be(const struct hp_net_file *network,
			 const struct hp_net_link *link)
{
	const struct hp_net_uppers *uppers = network->uppers;

	for (size_t i = 0; uppers && i < uppers->n; i++)
		if (uppers->upper[i].key == HP_NET_UPPER_BRIDGE)
			return true;
	return streq(link->kind, "bridge");
}

/* What is in the bridge that it is to be in: one that has yet to join has none. NULL:
 * there is no bridge. */
static const struct hp_net_vlans *present(const struct hp_net_want *want,
					  const struct hp_net_state *is)
{
	static const struct hp_net_vlans none;
	const struct hp_net_stacked *master =
		want->stack ? hp_net_stack_master(want->stack) : NULL;

	if (!master && !streq(is->link.kind, "bridge"))
		return NULL;
	return is->vlans && (!master || master->ifindex == is->link.master) ? is->vlans
									    : &none;
}

int hp_net_plan_vlans(struct hp_net_plan *plan, const struct hp_net_want *want,
		      const struct hp_net_state *is)
{
	const struct hp_net_vlans *wanted = want->network ? want->network->vlans : NULL;
	const struct hp_net_vlans *from = wanted ? present(want, is) : NULL;
	struct hp_net_step step = {.kind = HP_NET_STEP_VLANS};
	struct hp_net_vlan_range range = {0};
	struct hp_net_vlans to;

	if (!from || !hp_net_vlans_can_be(want->network, &is->link))
		return 0;
	hp_net_vlans_join(&to, from, wanted);
	if (!hp_net_vlans_next(from, &to, false, &range))
		return 0;
	step.where = wanted->where;
	step.stacked = want->stack ? hp_net_stack_master(want->stack) : NULL;
	step.vlans.from = from;
	step.vlans.wanted = wanted;
	return hp_net_plan_add(plan, &step);
}
