/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: modalias.agent: load what matches the MODALIAS of a device on any bus. */
#include "agent.h"
#include "agents.h"
#include "loader.h"

static int handle(const struct hp_uevent *event)
{
	_cleanup_(hp_loader_free) struct hp_loader loader = {0};
	int r;

	if (event->action != HP_ACTION_ADD || !event->modalias)
		return 0;
	r = hp_loader_init(&loader, event);
	return r < 0 ? r : hp_loader_load(&loader);
}

const struct hp_agent hp_modalias_agent = {
	.name = "modalias.agent",
	.does = "Loads the modules that match MODALIAS, whatever the bus.",
	.handle = handle,
};
