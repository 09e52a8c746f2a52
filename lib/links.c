/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the network interfaces as they are and as hooks were told. See links.h. */
#include "array.h"
#include "links.h"

/* Where it is, or belongs. New ones have the highest numbers. */
static size_t place_of(const struct hp_links *links, unsigned int ifindex)
{
	size_t from = 0, to = links->n;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (links->list[middle].now.ifindex < ifindex)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

struct hp_link_state *hp_links_find(const struct hp_links *links, unsigned int ifindex)
{
	size_t at = place_of(links, ifindex);

	return at < links->n && links->list[at].now.ifindex == ifindex ? &links->list[at]
								       : NULL;
}

struct hp_link_state *hp_links_get(struct hp_links *links, unsigned int ifindex)
{
	struct hp_link_state *state = hp_links_find(links, ifindex);
	size_t at = place_of(links, ifindex);

	if (state)
		return state;
	if (hp_array_grow(&links->list, links->n, sizeof(*links->list)) < 0)
		return NULL;
	state = &links->list[at];
	memmove(state + 1, state, (links->n++ - at) * sizeof(*state));
	*state = (struct hp_link_state){.now.ifindex = ifindex};
	return state;
}

void hp_links_drop(struct hp_links *links, struct hp_link_state *state)
{
	size_t at = state - links->list;

	free(state->devpath);
	memmove(state, state + 1, (--links->n - at) * sizeof(*state));
}

void hp_links_free(struct hp_links *links)
{
	while (links->n)
		hp_links_drop(links, &links->list[links->n - 1]);
	free(links->list);
	*links = (struct hp_links){0};
}

bool hp_link_next(const struct hp_link_state *state, enum hp_action *ret)
{
	const struct {
		bool is_due;
		enum hp_action action;
	} steps[] = {
		{state->has_carrier && !state->now.has_carrier, HP_ACTION_NOCARRIER},
		{state->is_up && !state->now.is_up, HP_ACTION_IFDOWN},
		{!state->is_up && state->now.is_up, HP_ACTION_IFUP},
		{!state->has_carrier && state->now.has_carrier, HP_ACTION_CARRIER},
	};

	for (size_t i = 0; state->is_announced && i < ARRAY_SIZE(steps); i++) {
		if (!steps[i].is_due)
			continue;
		*ret = steps[i].action;
		return true;
	}
	return false;
}

void hp_link_told(struct hp_link_state *state, enum hp_action action)
{
	if (action == HP_ACTION_IFUP || action == HP_ACTION_IFDOWN)
		state->is_up = action == HP_ACTION_IFUP;
	else
		state->has_carrier = action == HP_ACTION_CARRIER;
}
