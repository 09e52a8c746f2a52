/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: the agents that are part of the dispatcher's own program.
 *
 * They need no library, and nearly every event of their buses ends without anything to
 * load: a process of its own would cost more than the work. net.agent, which brings libnl
 * and inih, is one.
 */
#ifndef HP_AGENTS_H
#define HP_AGENTS_H

#include "agent.h"

/* hp_agent's handle() of firmware.agent. */
int hp_firmware_handle(const struct hp_uevent *event);

/* The agent that a path ends in ("/usr/lib/hotplug/pci.agent"); NULL: none of them. */
const struct hp_agent *hp_agents_find(const char *path);

#endif
