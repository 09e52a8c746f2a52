/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugctl proc: the sections of what it shows, and what its forms share. */
#ifndef HP_CTL_PROC_H
#define HP_CTL_PROC_H

#include <net/if.h>

#include "hotplugctl.h"
#include "json.h"
#include "procfile.h"

struct ctl_proc_asked {
	const char *interface; /* NULL: of the whole system */
	const char *module;    /* of the section params; NULL: the interface's driver's */
};

struct ctl_proc_section {
	const char *name;
	const char *place;	  /* what is read, for messages */
	hp_procfile_parser parse; /* of that file; NULL: read does it all */
	/* Returns as hp_procfile_parse(). */
	int (*read)(struct hp_proctable *table, const struct ctl_proc_asked *asked);
	const char *missing; /* why place may not be there */
	bool blocks;	     /* a person is shown a line for each value */
};

/* Each ends with a name of NULL. Of the whole system, params last; of an interface. */
extern const struct ctl_proc_section ctl_proc_sections[];
extern const struct ctl_proc_section ctl_proc_interface_sections[];

/* The one of that name in the whole system's, or NULL. */
const struct ctl_proc_section *ctl_proc_find(const char *name);

/* Reads one section. Returns as hp_procfile_parse(); nothing is logged. */
int ctl_proc_read(const struct ctl_proc_section *section,
		  const struct ctl_proc_asked *asked,
		  struct hp_proctable *table) _must_check_;

/* The interface of that name or, where the kernel can be asked, alternative name. Returns
 * 0 or -ENODEV. */
int ctl_proc_find_interface(const char *name, char ret[static IFNAMSIZ]) _must_check_;

#define CTL_PROC_PARTS_MAX 24

/* What was read at one time. */
struct ctl_proc_state {
	int64_t at_us; /* hp_clock_us() */
	size_t n;
	struct ctl_proc_part {
		const struct ctl_proc_section *section;
		int r; /* as ctl_proc_read() */
		struct hp_proctable table;
	} part[CTL_PROC_PARTS_MAX];
};

/* The value for a person, escaped; the caller frees it. NULL without memory. */
char *ctl_proc_value(const struct hp_proc_field *field);

void ctl_proc_json_value(struct hp_json *json, const char *key,
			 const struct hp_proc_field *field);

/* Prints all of it: json NULL for a person, else one object on a line. Returns 0 or
 * -ENOMEM. */
int ctl_proc_print(const struct ctl_proc_state *state, struct hp_json *json);

/* Prints what has changed from one to the other, with rates of the counters; nothing
 * where nothing has. Returns 0 or -ENOMEM. */
int ctl_proc_print_changes(const struct ctl_proc_state *before,
			   const struct ctl_proc_state *now, struct hp_json *json);

/* Readers of sections, as .read. */
int ctl_proc_read_helpers(struct hp_proctable *table, const struct ctl_proc_asked *asked);
int ctl_proc_read_bonds(struct hp_proctable *table, const struct ctl_proc_asked *asked);
int ctl_proc_read_vlans(struct hp_proctable *table, const struct ctl_proc_asked *asked);
int ctl_proc_read_options(struct hp_proctable *table, const struct ctl_proc_asked *asked);
int ctl_proc_read_params(struct hp_proctable *table, const struct ctl_proc_asked *asked);

#endif
