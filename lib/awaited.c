/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the events that somebody waits for, until each is done. See awaited.h. */
#include "array.h"
#include "awaited.h"

struct hp_awaited_event {
	uint64_t seqnum;
	bool done;
};

int hp_awaited_add(struct hp_awaited *awaited, uint64_t seqnum)
{
	size_t at = awaited->n;

	if (hp_array_grow(&awaited->event, awaited->n, sizeof(*awaited->event)) < 0)
		return -ENOMEM;
	for (; at && awaited->event[at - 1].seqnum > seqnum; at--)
		awaited->event[at] = awaited->event[at - 1];
	awaited->event[at] = (struct hp_awaited_event){.seqnum = seqnum};
	awaited->n++;
	awaited->left++;
	return 0;
}

static int compare(const void *key, const void *at)
{
	uint64_t a = *(const uint64_t *)key;
	uint64_t b = ((const struct hp_awaited_event *)at)->seqnum;

	return a < b ? -1 : a > b;
}

static struct hp_awaited_event *find(const struct hp_awaited *awaited, uint64_t seqnum)
{
	struct hp_awaited_event *found =
		awaited->n ? bsearch(&seqnum, awaited->event, awaited->n,
				     sizeof(*awaited->event), compare)
			   : NULL;

	return found && !found->done ? found : NULL;
}

bool hp_awaited_has(const struct hp_awaited *awaited, uint64_t seqnum)
{
	return find(awaited, seqnum);
}

void hp_awaited_finish(struct hp_awaited *awaited, uint64_t seqnum)
{
	struct hp_awaited_event *event = find(awaited, seqnum);

	if (!event)
		return;
	event->done = true;
	awaited->left--;
}

void hp_awaited_free(struct hp_awaited *awaited)
{
	free(awaited->event);
	*awaited = (struct hp_awaited){0};
}
