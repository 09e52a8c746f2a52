/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: whether an event has anything to do. See outlook.h. */
#include <errno.h>
#include <sys/mman.h>

#include "dispatch.h"
#include "index.h"
#include "outlook.h"
#include "watch.h"

struct hp_outlooks {
	struct hp_watch *watch; /* NULL: nothing is remembered */
	bool watches_modules;
	struct hp_interest interest;
	struct hp_outlooks_count count;
};

int hp_outlooks_new(struct hp_outlooks **ret)
{
	struct hp_outlooks *outlooks = calloc(1, sizeof(*outlooks));
	void *shared;

	if (!outlooks)
		return -ENOMEM;
	shared = mmap(NULL, sizeof(struct hp_answers), PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (shared == MAP_FAILED) {
		free(outlooks);
		return -ENOMEM;
	}
	outlooks->interest.answers = shared;
	outlooks->interest.leaves_refused = true;
	if (hp_watch_open(&outlooks->watch) < 0)
		outlooks->watch = NULL;
	*ret = outlooks;
	return 0;
}

void hp_outlooks_free(struct hp_outlooks *outlooks)
{
	if (!outlooks)
		return;
	munmap(outlooks->interest.answers, sizeof(struct hp_answers));
	hp_watch_close(outlooks->watch);
	free(outlooks);
}

void hp_outlooks_forget(struct hp_outlooks *outlooks)
{
	if (!outlooks->interest.answers->n)
		return;
	hp_answers_forget(outlooks->interest.answers);
	outlooks->count.forgotten++;
}

void hp_outlooks_refresh(struct hp_outlooks *outlooks)
{
	if (!outlooks->watch || !hp_watch_has_changed(outlooks->watch))
		return;
	outlooks->watches_modules = false;
	hp_outlooks_forget(outlooks);
}

static int watch_path(const char *path, void *data)
{
	return hp_watch_add(data, path);
}

/* Watched first, then looked at. */
static int learn(struct hp_outlooks *outlooks, const struct hp_uevent *event)
{
	bool watched = outlooks->watch &&
		       hp_plan_places(event->subsystem, watch_path, outlooks->watch) == 0;
	int r = hp_interest_ask(&outlooks->interest, event);

	if (r >= 0 && watched)
		(void)!hp_interest_remember(&outlooks->interest, event, r);
	return r;
}

static bool leads_nowhere(struct hp_outlooks *outlooks, const struct hp_uevent *event)
{
	if (outlooks->watch && !outlooks->watches_modules)
		outlooks->watches_modules =
			hp_index_places(watch_path, outlooks->watch) == 0;
	if (!hp_interest_leads_nowhere(event))
		return false;
	if (outlooks->watches_modules)
		(void)!hp_interest_remember_nowhere(&outlooks->interest, event);
	return true;
}

static bool is_end_of_module(const struct hp_uevent *event)
{
	return event->action == HP_ACTION_REMOVE && streq(event->subsystem, "module");
}

static bool decide(struct hp_outlooks *outlooks, const struct hp_uevent *event,
		   int recalled)
{
	int r = recalled < 0 ? learn(outlooks, event) : recalled;

	return r == HP_INTEREST_MODULES ? !leads_nowhere(outlooks, event)
					: r != HP_INTEREST_NONE;
}

bool hp_outlooks_has_work(struct hp_outlooks *outlooks, const struct hp_uevent *event)
{
	int r;

	if (is_end_of_module(event))
		hp_outlooks_forget(outlooks);
	r = hp_interest_recall(outlooks->interest.answers, event);
	if (r == HP_INTEREST_NONE || r == HP_INTEREST_ANY)
		outlooks->count.hits++;
	else
		outlooks->count.misses++;
	return decide(outlooks, event, r);
}

bool hp_outlooks_recall_nothing(const struct hp_outlooks *outlooks,
				const struct hp_uevent *event, uint32_t *ret_generation)
{
	*ret_generation = hp_answers_generation(outlooks->interest.answers);
	return !is_end_of_module(event) &&
	       hp_interest_recall(outlooks->interest.answers, event) == HP_INTEREST_NONE;
}

bool hp_outlooks_holds(struct hp_outlooks *outlooks, uint32_t generation)
{
	bool holds = hp_answers_generation(outlooks->interest.answers) == generation;

	outlooks->count.hits += holds;
	return holds;
}

bool hp_outlooks_would_have_work(struct hp_outlooks *outlooks,
				 const struct hp_uevent *event)
{
	return decide(outlooks, event,
		      hp_interest_recall(outlooks->interest.answers, event));
}

const struct hp_answers *hp_outlooks_answers(const struct hp_outlooks *outlooks)
{
	return outlooks->interest.answers;
}

void hp_outlooks_count(const struct hp_outlooks *outlooks, struct hp_outlooks_count *ret)
{
	*ret = outlooks->count;
	ret->n = outlooks->interest.answers->n;
	ret->n_max = HP_ANSWERS_MAX;
}
