/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: what the files of hotplugctl coldplug share: ctl_coldplug_devices.c finds the
 * devices, ctl_coldplug_modules.c loads, ctl_coldplug_events.c has hooks and agents see
 * them, ctl_coldplug.c goes round until no more come, and tells.
 */
#ifndef HP_CTL_COLDPLUG_H
#define HP_CTL_COLDPLUG_H

#include "blacklist.h"
#include "interest.h"
#include "modulepool.h"
#include "names.h"
#include "road.h"
#include "settle.h"

#include <sys/types.h>

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

/* One instance of a device. */
struct coldplug_device {
	char *path; /* "/sys/devices/..." */
	ino_t inode;
};

struct coldplug_devices {
	struct coldplug_device *at;
	size_t n;
};

struct coldplug {
	const char **subsystems; /* ended by NULL; none: all */
	size_t n_subsystems;
	bool dry_run, json, wait_daemon;
	unsigned int timeout_s;
	enum hp_road road;
	bool show_progress;

	int64_t until_ms; /* of hp_clock_ms(): what is not done then is left */
	bool late;	  /* it is over */

	struct hp_interest interest;
	struct hp_settle *settle; /* NULL under dry run */
	struct coldplug_devices known;
	struct coldplug_devices to_show; /* of them to hooks and agents, in order */
	size_t shown;
	int64_t quiet_ms; /* until then more devices may come, where nothing else does */
	bool look_again;  /* events were lost: /sys knows more */

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

/* Loads until nothing is left, or it is late. */
void coldplug_load(struct coldplug *coldplug);

/* Finds the devices that are there, and begins to load what they ask for. Returns 0 or a
 * negative errno, logged. */
int coldplug_find_devices(struct coldplug *coldplug);
void coldplug_forget_devices(struct coldplug *coldplug);

/* hp_settle_fn: finds those that come. */
void coldplug_on_event(const struct hp_uevent *event, void *data);

/* Whether the same instance is still there. */
bool coldplug_device_is_there(const struct coldplug_device *device);

/* To be called when a load has ended: more devices may come of it. */
void coldplug_expect_more(struct coldplug *coldplug);

/* Modules to be loaded, devices to be shown, or events of drivers that have come, which
 * somebody else works. */
bool coldplug_has_more(const struct coldplug *coldplug);

/* Waits for it as long as buses may still find devices. Returns false where no more come,
 * or it is late. */
bool coldplug_wait_for_more(struct coldplug *coldplug);

/* Says which of the subsystems neither the kernel nor the suite knows. */
void coldplug_check_subsystems(struct coldplug *coldplug);

/* Whether the time is over; that is logged once. */
bool coldplug_is_late(struct coldplug *coldplug);

/* Has hooks and agents see the devices that they have not seen, and waits until it is
 * late. Returns 0, or a negative errno where they cannot be shown at all; it is logged.
 */
int coldplug_show_devices(struct coldplug *coldplug);

/* The line on a terminal that tells how far it is. */
void coldplug_progress(const struct coldplug *coldplug);

#endif
