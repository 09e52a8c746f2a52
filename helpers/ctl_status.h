/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugctl status: what its forms of output share. */
#ifndef HP_CTL_STATUS_H
#define HP_CTL_STATUS_H

#include "control.h"

/* A number of the status: what it is called in each form. */
struct ctl_status_value {
	const char *key; /* JSON; "hotplug_KEY", or "hotplug_KEY_total", of Prometheus */
	bool counts;	 /* only ever upwards */
	size_t at;	 /* in struct hp_control_status, uint64_t */
	const char *means;
};

/* Ends with a key of NULL. */
extern const struct ctl_status_value ctl_status_values[];

uint64_t ctl_status_get(const struct hp_control_status *status,
			const struct ctl_status_value *value);

/* Sorts the subsystems by name. */
void ctl_status_sort(struct hp_control_status *status);

/* For a person, as JSON, and in the text format of Prometheus' exposition. */
void ctl_status_print(const struct hp_control_status *status);
void ctl_status_print_json(const struct hp_control_status *status);
void ctl_status_print_prometheus(const struct hp_control_status *status);

#endif
