/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what hotplugctl lookup is asked about, and how its answer is printed. */
#ifndef HP_CTL_LOOKUP_H
#define HP_CTL_LOOKUP_H

#include "hwids.h"
#include "idquery.h"
#include "json.h"
#include "lookup.h"
#include "deviceinfo.h"

struct ctl_subject {
	const char *word;     /* as it was typed */
	const char *modalias; /* NULL: a device without one */
	bool has_query, has_device;
	struct hp_idquery query;
	struct hp_deviceinfo device;
	struct hp_hwids_names names;
};

/* Prints what is known; json: NULL for text. Returns 0 or a negative errno. */
int ctl_lookup_print(struct hp_modules *modules, const struct ctl_subject *subject,
		     const struct hp_lookup *lookup, struct hp_json *json);

#endif
