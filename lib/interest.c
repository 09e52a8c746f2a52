/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: whether there is anything to run for an event. See interest.h. */
#include "array.h"
#include "dispatch.h"
#include "interest.h"

struct hp_interest_kind {
	char *subsystem;
	unsigned int key;
	enum hp_interest_answer answer;
};

static bool only_loads(const struct hp_step *step, const struct hp_uevent *event)
{
	const struct hp_agent *agent = step->built_in;

	return event->action == HP_ACTION_ADD && event->modalias && agent &&
	       agent->only_loads && agent->only_loads(event->subsystem);
}

static int ask(const struct hp_uevent *event)
{
	_cleanup_(hp_plan_free) struct hp_plan plan = {0};
	int r = hp_plan_make(&plan, event);

	if (r < 0 || plan.n == 0)
		return r < 0 ? r : HP_INTEREST_NONE;
	return plan.n == 1 && only_loads(&plan.steps[0], event) ? HP_INTEREST_MODULES
								: HP_INTEREST_ANY;
}

int hp_interest_in(struct hp_interest *interest, const struct hp_uevent *event)
{
	struct hp_interest_kind kind = {.key = hp_plan_key(event)};
	int r;

	for (size_t i = 0; i < interest->n; i++)
		if (interest->kinds[i].key == kind.key &&
		    streq(interest->kinds[i].subsystem, event->subsystem))
			return interest->kinds[i].answer;
	r = ask(event);
	if (r < 0 || hp_array_grow(&interest->kinds, interest->n, sizeof(kind)) < 0)
		return -ENOMEM;
	kind.subsystem = strdup(event->subsystem);
	if (!kind.subsystem)
		return -ENOMEM;
	kind.answer = r;
	interest->kinds[interest->n++] = kind;
	return r;
}

void hp_interest_free(struct hp_interest *interest)
{
	for (size_t i = 0; i < interest->n; i++)
		free(interest->kinds[i].subsystem);
	free(interest->kinds);
	*interest = (struct hp_interest){0};
}
