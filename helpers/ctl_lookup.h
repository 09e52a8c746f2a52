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

/* Where it is printed to. */
struct ctl_lookup_out {
	struct hp_json *json; /* NULL: text */
	const char *key;      /* of the member; NULL: a line of its own */
};

/* Prints what is known. Returns 0 or a negative errno. */
int ctl_lookup_print(struct hp_modules *modules, const struct ctl_subject *subject,
		     const struct hp_lookup *lookup, const struct ctl_lookup_out *out);

/* Opens the modules of the running kernel. Returns 0 or a negative errno. */
int ctl_lookup_open(struct hp_modules **ret) _must_check_;

/* Looks the word up, and prints it. Returns whether a driver or a module was found, or a
 * negative errno, logged. */
int ctl_look_up(struct hp_modules *modules, const char *word,
		const struct ctl_lookup_out *out) _must_check_;

#endif
