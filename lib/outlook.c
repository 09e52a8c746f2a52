/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: whether an event has anything to do. See outlook.h. */
#include <errno.h>
#include <limits.h>

#include "array.h"
#include "dispatch.h"
#include "hash.h"
#include "outlook.h"
#include "watch.h"

/* More subsystems than a kernel has: names that somebody made up. */
#define OUTLOOKS_MAX 1024

/* The plan depends on no more of an event than this. */
struct outlook {
	uint64_t hash; /* of the subsystem */
	char *subsystem;
	unsigned int key; /* hp_plan_key() */
	bool has_work;
};

struct hp_outlooks {
	struct hp_watch *watch; /* NULL: nothing is remembered */
	struct outlook *list;
	size_t n;
};

int hp_outlooks_new(struct hp_outlooks **ret)
{
	struct hp_outlooks *outlooks = calloc(1, sizeof(*outlooks));

	if (!outlooks)
		return -ENOMEM;
	if (hp_watch_open(&outlooks->watch) < 0)
		outlooks->watch = NULL;
	*ret = outlooks;
	return 0;
}

static void forget(struct hp_outlooks *outlooks)
{
	while (outlooks->n)
		free(outlooks->list[--outlooks->n].subsystem);
	free(outlooks->list);
	outlooks->list = NULL;
}

void hp_outlooks_free(struct hp_outlooks *outlooks)
{
	if (!outlooks)
		return;
	forget(outlooks);
	hp_watch_close(outlooks->watch);
	free(outlooks);
}

void hp_outlooks_refresh(struct hp_outlooks *outlooks)
{
	if (outlooks->watch && hp_watch_has_changed(outlooks->watch))
		forget(outlooks);
}

static bool look(const struct hp_uevent *event)
{
	_cleanup_(hp_plan_free) struct hp_plan plan = {0};

	return hp_plan_look(&plan, event) < 0 || plan.n || plan.refused;
}

static int watch_path(const char *path, void *data)
{
	return hp_watch_add(data, path);
}

static void remember(struct hp_outlooks *outlooks, const struct hp_uevent *event,
		     struct outlook *outlook)
{
	if (outlooks->n == OUTLOOKS_MAX ||
	    !(outlook->subsystem = strdup(event->subsystem)))
		return;
	if (hp_array_grow(&outlooks->list, outlooks->n, sizeof(*outlook)) < 0)
		free(outlook->subsystem);
	else
		outlooks->list[outlooks->n++] = *outlook;
}

bool hp_outlooks_has_work(struct hp_outlooks *outlooks, const struct hp_uevent *event)
{
	struct outlook outlook = {
		.hash = hp_hash_text(event->subsystem),
		.key = hp_plan_key(event),
	};
	bool watched;

	for (size_t i = 0; i < outlooks->n; i++) {
		const struct outlook *known = &outlooks->list[i];

		if (known->hash == outlook.hash && known->key == outlook.key &&
		    streq(known->subsystem, event->subsystem))
			return known->has_work;
	}
	/* Watched first, then looked at. */
	watched = outlooks->watch &&
		  hp_plan_places(event->subsystem, watch_path, outlooks->watch) == 0;
	outlook.has_work = look(event);
	if (watched)
		remember(outlooks, event, &outlook);
	return outlook.has_work;
}
