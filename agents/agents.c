/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the agents that are part of the dispatcher's own program. See agents.h. */
#include "agents.h"

const struct hp_agent *const hp_agents[] = {
	&hp_firmware_agent, &hp_modalias_agent, &hp_pci_agent, &hp_usb_agent, NULL,
};

const struct hp_agent *hp_agents_find(const char *path)
{
	const char *slash = strrchr(path, '/');

	for (size_t i = 0; hp_agents[i]; i++)
		if (streq(slash ? slash + 1 : path, hp_agents[i]->name))
			return hp_agents[i];
	return NULL;
}
