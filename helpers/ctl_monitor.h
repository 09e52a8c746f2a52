/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: which events hotplugctl monitor shows. */
#ifndef HP_CTL_MONITOR_H
#define HP_CTL_MONITOR_H

#include "stats.h"
#include "uevent.h"

/* {0} lets all pass; the strings are the caller's. */
struct ctl_filter {
	unsigned int actions, outcomes; /* 1 << enum hp_action, enum hp_outcome; 0: any */
	const char **subsystems;	/* globs, one of which must fit; none: any */
	size_t n_subsystems;
	const char **properties; /* "KEY=GLOB", all of which must fit */
	size_t n_properties;
};

/* Each adds one of its kind. Return 0, -EINVAL, logged, or -ENOMEM. */
int ctl_filter_add_action(struct ctl_filter *filter, const char *word) _must_check_;
int ctl_filter_add_outcome(struct ctl_filter *filter, const char *word) _must_check_;
int ctl_filter_add_subsystem(struct ctl_filter *filter, const char *glob) _must_check_;
int ctl_filter_add_property(struct ctl_filter *filter, const char *text) _must_check_;

bool ctl_filter_passes(const struct ctl_filter *filter, const struct hp_uevent *event,
		       enum hp_outcome outcome);

/* Also for _cleanup_(). */
void ctl_filter_free(struct ctl_filter *filter);

#endif
