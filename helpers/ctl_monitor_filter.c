/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: which events hotplugctl monitor shows. See ctl_monitor.h. */
#include <errno.h>
#include <fnmatch.h>

#include "array.h"
#include "ctl_monitor.h"
#include "log.h"

static int add(const char ***list, size_t *n, const char *word)
{
	int r = hp_array_grow(list, *n, sizeof(**list));

	if (r == 0)
		(*list)[(*n)++] = word;
	return r;
}

int ctl_filter_add_action(struct ctl_filter *filter, const char *word)
{
	for (unsigned int i = 0; i < HP_ACTIONS; i++) {
		if (!streq(word, hp_action_name(i)))
			continue;
		filter->actions |= 1u << i;
		return 0;
	}
	return hp_error(0, "there is no action '%s'", word), -EINVAL;
}

int ctl_filter_add_outcome(struct ctl_filter *filter, const char *word)
{
	for (unsigned int i = 0; i < HP_OUTCOMES; i++) {
		if (!streq(word, hp_outcome_name(i)))
			continue;
		filter->outcomes |= 1u << i;
		return 0;
	}
	return hp_error(0, "there is no outcome '%s'", word), -EINVAL;
}

int ctl_filter_add_subsystem(struct ctl_filter *filter, const char *glob)
{
	return add(&filter->subsystems, &filter->n_subsystems, glob);
}

int ctl_filter_add_property(struct ctl_filter *filter, const char *text)
{
	if (!strchr(text, '=') || *text == '=')
		return hp_error(0, "'%s' is no KEY=GLOB", text), -EINVAL;
	return add(&filter->properties, &filter->n_properties, text);
}

static bool subsystem_fits(const struct ctl_filter *filter, const char *subsystem)
{
	for (size_t i = 0; i < filter->n_subsystems; i++)
		if (fnmatch(filter->subsystems[i], subsystem, 0) == 0)
			return true;
	return filter->n_subsystems == 0;
}

/* text: "KEY=GLOB" */
static bool property_fits(const struct hp_uevent *event, const char *text)
{
	size_t n = strcspn(text, "=") + 1;

	for (size_t i = 0; i < event->n_vars; i++)
		if (strncmp(event->vars[i], text, n) == 0)
			return fnmatch(text + n, event->vars[i] + n, 0) == 0;
	return false;
}

bool ctl_filter_passes(const struct ctl_filter *filter, const struct hp_uevent *event,
		       enum hp_outcome outcome)
{
	if ((filter->actions && !(filter->actions & 1u << event->action)) ||
	    (filter->outcomes && !(filter->outcomes & 1u << outcome)))
		return false;
	for (size_t i = 0; i < filter->n_properties; i++)
		if (!property_fits(event, filter->properties[i]))
			return false;
	return subsystem_fits(filter, event->subsystem);
}

void ctl_filter_free(struct ctl_filter *filter)
{
	free(filter->subsystems);
	free(filter->properties);
	*filter = (struct ctl_filter){0};
}
