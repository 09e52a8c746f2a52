/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: what all agents share: how they are started.
 *
 *	NAME.agent [--root DIR] [--dry-run] [--verbose] SUBSYSTEM
 *
 * The event is in the environment (hp_uevent_from_environ()).
 */
#ifndef HP_AGENT_H
#define HP_AGENT_H

#include "uevent.h"

struct hp_agent {
	const char *name;      /* "pci.agent" */
	const char *subsystem; /* the only one it handles; NULL: any */
	const char *does;      /* one line for --help */
	/* Handles the event. Returns 0 or a negative errno, whose message is logged by
	 * then; -EBADMSG where one of the event's keys is not what it must be. */
	int (*handle)(const struct hp_uevent *event);
	/* Whether there can be anything to do; NULL: always. Where there is not, and the
	 * agent is part of the program that plans, it is no step of the plan. It goes by
	 * no more than the subsystem and hp_plan_key(). */
	bool (*wants)(const struct hp_uevent *event);
	bool loads; /* drivers: left to whoever else does it, HP_PLAN_WITHOUT_LOADS */
	/* Whether all that it does is to load what MODALIAS leads to, as long as the
	 * administrator has no scripts and maps of its own for it; NULL: never. */
	bool (*only_loads)(const char *subsystem);
	/* Of such an event: whether handle() would find that nothing is to be loaded. It
	 * goes by the subsystem and MODALIAS; NULL: that cannot be told. */
	bool (*has_loaded)(const struct hp_uevent *event);
	/* Whether handle() needs more than a confined hotplugd has kept: it is executed
	 * there, although it is part of the program. */
	bool is_privileged;
};

/* In force for this process: set by options, or by the dispatcher through
 * HOTPLUG_DRY_RUN=1, HOTPLUG_VERBOSE=1 and HOTPLUG_ROOT=DIR in the environment. Under dry
 * run an agent prints to stdout what it would do, a line each, and changes nothing. */
extern bool hp_dry_run;

/* Who gives network interfaces their names, in force for this process and in
 * HOTPLUG_NAMES=ours or =others for what it starts. */
enum hp_names_by {
	HP_NAMES_BY_UDEV, /* as long as it is alive; else we */
	HP_NAMES_BY_US,
	HP_NAMES_BY_OTHERS,
};
extern enum hp_names_by hp_names_by;

/* Opens /dev/null on whatever of 0, 1, 2 is closed: the kernel starts helpers without.
 * Where there is no /dev yet, "/" takes its place, so that no file opened later gets one
 * of these numbers. hp_std_fds_are_null tells that all three were closed. */
void hp_open_std_fds(void);
extern bool hp_std_fds_are_null;

/* Exit status of agents, hotplug(8) and what hotplugd answers to a person's event. */
enum {
	HP_AGENT_DONE = 0,     /* or nothing to do */
	HP_AGENT_FAILED = 1,   /* a step */
	HP_AGENT_UNUSABLE = 2, /* not a usable event, or wrong usage */
};

/* The exit status for what handle(), hp_plan_run() or hp_handle() returned. */
int hp_agent_status(int r);

/* The whole of an agent's main(). Returns its exit status. */
int hp_agent_main(const struct hp_agent *agent, int argc, char *argv[]);

#endif
