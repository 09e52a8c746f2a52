/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: whether there is anything to run for an event. See interest.h. */
#include <errno.h>

#include "dispatch.h"
#include "interest.h"

#define OF_A_MODALIAS 0xff /* in the place of hp_plan_key() */

/* What is remembered by: the kind of event, or SUBSYSTEM and MODALIAS. */
struct question {
	size_t n;
	char bytes[1 + 2 * HP_UEVENT_BYTES_MAX];
};

static void add_text(struct question *question, const char *text)
{
	size_t n = strlen(text) + 1;

	memcpy(question->bytes + question->n, text, n);
	question->n += n;
}

static void ask_of_kind(struct question *ret, const struct hp_uevent *event)
{
	ret->bytes[0] = hp_plan_key(event);
	ret->n = 1;
	add_text(ret, event->subsystem);
}

static void ask_of_modalias(struct question *ret, const struct hp_uevent *event)
{
	ret->bytes[0] = OF_A_MODALIAS;
	ret->n = 1;
	add_text(ret, event->subsystem);
	add_text(ret, event->modalias);
}

static bool only_loads(const struct hp_plan *plan, const struct hp_uevent *event)
{
	const struct hp_agent *agent = plan->n == 1 ? plan->steps[0].built_in : NULL;

	return event->action == HP_ACTION_ADD && event->modalias && agent &&
	       agent->only_loads && agent->only_loads(event->subsystem);
}

int hp_interest_ask(const struct hp_interest *interest, const struct hp_uevent *event)
{
	_cleanup_(hp_plan_free) struct hp_plan plan = {0};
	int r = interest->leaves_refused ? hp_plan_look(&plan, event)
					 : hp_plan_make(&plan, event);

	if (r < 0)
		return r;
	if (interest->leaves_refused && plan.refused)
		return HP_INTEREST_ANY;
	if (plan.n == 0)
		return HP_INTEREST_NONE;
	return only_loads(&plan, event) ? HP_INTEREST_MODULES : HP_INTEREST_ANY;
}

bool hp_interest_leads_nowhere(const struct hp_uevent *event)
{
	_cleanup_(hp_plan_free) struct hp_plan plan = {0};

	return hp_plan_look(&plan, event) == 0 && only_loads(&plan, event) &&
	       plan.steps[0].built_in->has_loaded &&
	       plan.steps[0].built_in->has_loaded(event);
}

static int remember(struct hp_interest *interest, const struct question *question,
		    enum hp_interest_answer answer)
{
	if (!interest->answers)
		interest->answers = calloc(1, sizeof(*interest->answers));
	if (!interest->answers)
		return -ENOMEM;
	if (hp_answers_put(interest->answers, question->bytes, question->n, answer) == 0)
		return 0;
	hp_answers_forget(interest->answers);
	return hp_answers_put(interest->answers, question->bytes, question->n, answer);
}

int hp_interest_remember(struct hp_interest *interest, const struct hp_uevent *event,
			 enum hp_interest_answer answer)
{
	struct question question;

	ask_of_kind(&question, event);
	return remember(interest, &question, answer);
}

int hp_interest_remember_nowhere(struct hp_interest *interest,
				 const struct hp_uevent *event)
{
	struct question question;

	ask_of_modalias(&question, event);
	return remember(interest, &question, HP_INTEREST_NONE);
}

int hp_interest_recall(const struct hp_answers *answers, const struct hp_uevent *event)
{
	struct question question;
	int r;

	ask_of_kind(&question, event);
	r = hp_answers_get(answers, question.bytes, question.n);
	if (r != HP_INTEREST_MODULES)
		return r;
	ask_of_modalias(&question, event);
	return hp_answers_get(answers, question.bytes, question.n) == HP_INTEREST_NONE
		       ? HP_INTEREST_NONE
		       : HP_INTEREST_MODULES;
}

int hp_interest_in(struct hp_interest *interest, const struct hp_uevent *event)
{
	int r = interest->answers ? hp_interest_recall(interest->answers, event)
				  : -ENOENT;

	if (r != -ENOENT)
		return r;
	r = hp_interest_ask(interest, event);
	return r < 0 || hp_interest_remember(interest, event, r) < 0 ? -ENOMEM : r;
}

void hp_interest_free(struct hp_interest *interest)
{
	free(interest->answers);
	interest->answers = NULL;
}
