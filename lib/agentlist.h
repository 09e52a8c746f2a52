/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: which agents there are. */
#ifndef HP_AGENTLIST_H
#define HP_AGENTLIST_H

/* Calls each for the subsystem of every agent that could be run, vendor's and admin's. */
void hp_agents_list(void (*each)(const char *subsystem));

#endif
