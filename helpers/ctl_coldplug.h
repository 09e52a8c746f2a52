/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: what the files of hotplugctl coldplug share: ctl_coldplug.c finds the devices
 * and tells, ctl_coldplug_modules.c loads, ctl_coldplug_events.c has hooks and agents see
 * them.
 */
#ifndef HP_CTL_COLDPLUG_H
#define HP_CTL_COLDPLUG_H

#include "blacklist.h"
#include "interest.h"
#include "modulepool.h"
#include "names.h"
#include "road.h"
#include "settle.h"

enum coldplug_count {
	COLDPLUG_DEVICES,
	COLDPLUG_ALIASES,   /* distinct ones */
	COLDPLUG_NO_DRIVER, /* aliases that no module has */
	COLDPLUG_BUILT_IN,  /* modules from here */
	COLDPLUG_ALREADY,
	COLDPLUG_LOADED, /* with those that they need */
	COLDPLUG_NO_DEVICE,
	COLDPLUG_BLACKLISTED,
	COLDPLUG_FAILED,
	COLDPLUG_EVENTS,
	COLDPLUG_COUNTS,
};

struct coldplug {
	const char *const *subsystems; /* NULL: all */
	bool dry_run, json, wait_daemon;
	enum hp_road road;
	bool show_progress;

	struct hp_interest interest;
	struct hp_settle *settle; /* NULL under dry run */
	struct hp_names devices;  /* paths that hooks and agents are to see, in order */
	size_t devices_done;

	struct hp_modules *modules; /* NULL: this kernel has none */
	struct hp_blacklist *blacklist;
	struct hp_modulepool *pool;
	struct hp_names aliases; /* that were looked up */
	struct hp_names matched; /* modules that were found for them */
	struct hp_names would_load;

	unsigned int counts[COLDPLUG_COUNTS];
	bool failed; /* beside what is counted */
};

/* Opens the modules of this kernel. Where there is no tree for it, that is logged.
 * Returns 0, or a negative errno, logged. */
int coldplug_open_modules(struct coldplug *coldplug);
void coldplug_close_modules(struct coldplug *coldplug);

/* Looks up what is asked for by this MODALIAS, unless it was asked before, and has it
 * loaded by coldplug_load(). */
void coldplug_ask(struct coldplug *coldplug, const char *modalias);

/* Loads until nothing is left, and the devices that come of it ask for nothing more. */
void coldplug_load(struct coldplug *coldplug);

/* Has hooks and agents see the devices that they have not seen, and waits. Returns 0, or
 * a negative errno where they cannot be shown at all; it is logged. */
int coldplug_show_devices(struct coldplug *coldplug);

/* The line on a terminal that tells how far it is. */
void coldplug_progress(const struct coldplug *coldplug);

#endif
