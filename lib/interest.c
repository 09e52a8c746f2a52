/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: whether there is anything to run for an event. See interest.h. */
#include "array.h"
#include "dispatch.h"
#include "interest.h"

struct hp_interest_kind {
	char *subsystem;
	bool has_modalias;
	enum hp_interest_answer answer;
};

static bool is_modalias_agent(const struct hp_step *step)
{
	const char *slash = strrchr(step->name, '/');

	return step->is_ours && slash && streq(slash, "/modalias.agent");
}

static int ask(const char *subsystem, bool has_modalias)
{
	_cleanup_(hp_plan_free) struct hp_plan plan = {0};
	const struct hp_uevent event = {
		.action = HP_ACTION_ADD,
		.subsystem = subsystem,
		.modalias = has_modalias ? "" : NULL,
	};
	int r = hp_plan_make(&plan, &event);

	if (r < 0 || plan.n == 0)
		return r < 0 ? r : HP_INTEREST_NONE;
	return plan.n == 1 && is_modalias_agent(&plan.steps[0]) ? HP_INTEREST_MODULES
								: HP_INTEREST_ANY;
}

int hp_interest_in(struct hp_interest *interest, const char *subsystem, bool has_modalias)
{
	struct hp_interest_kind kind = {.has_modalias = has_modalias};
	int r;

	for (size_t i = 0; i < interest->n; i++)
		if (interest->kinds[i].has_modalias == has_modalias &&
		    streq(interest->kinds[i].subsystem, subsystem))
			return interest->kinds[i].answer;
	r = ask(subsystem, has_modalias);
	if (r < 0 || hp_array_grow(&interest->kinds, interest->n, sizeof(kind)) < 0)
		return -ENOMEM;
	kind.subsystem = strdup(subsystem);
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
