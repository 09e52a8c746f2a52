/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugctl explain: which modules drive an event's device, as hotplugctl
 * lookup says it. See ctl_explain.h. */
#include "ctl_explain.h"

#ifdef HP_KMOD

#include "ctl_lookup.h"
#include "log.h"

int ctl_explain_modules(const struct hp_uevent *event, struct hp_json *json)
{
	_cleanup_(hp_modules_freep) struct hp_modules *modules = NULL;
	int r;

	if (!event->modalias || !*event->modalias)
		return 0;
	r = ctl_lookup_open(&modules);
	if (r < 0)
		return hp_error(r, "could not open the modules");
	r = ctl_look_up(modules, event->modalias,
			&(struct ctl_lookup_out){json, "modules"});
	return r < 0 ? r : 0;
}

#else

int ctl_explain_modules(const struct hp_uevent *event, struct hp_json *json)
{
	return 0;
}

#endif
