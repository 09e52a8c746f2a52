/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: which modules are for a device, asked of every source there is, and what each
 * of them says.
 *
 * The suite goes by the first source that can answer; a person wants to see all of them,
 * and where they disagree.
 */
#ifndef HP_LOOKUP_H
#define HP_LOOKUP_H

#include "idquery.h"
#include "module.h"

enum hp_lookup_kind {
	HP_LOOKUP_HANDMAP, /* pci.handmap, usb.handmap */
	HP_LOOKUP_MAP,	   /* modules.pcimap, modules.usbmap */
	HP_LOOKUP_INDEX,   /* modules.hotplug.bin */
	HP_LOOKUP_ALIAS,   /* an alias line of modprobe.d, or else of modules.alias */
	HP_LOOKUP_LIBKMOD, /* what modprobe takes it for, by whatever way */
};

/* One module that one source names. */
struct hp_lookup_source {
	enum hp_lookup_kind kind;
	bool depends;		   /* on ids that are not known */
	char *module;		   /* with '_', never '-' */
	char *file;		   /* NULL for libkmod */
	unsigned int line, column; /* 1.., of the name; 0: the file has no lines */
	char *text;		   /* of the line; NULL without one */
};

/* A source that is there and was not asked. */
struct hp_lookup_unused {
	enum hp_lookup_kind kind;
	char *file;
	const char *why;
};

struct hp_lookup {
	struct hp_lookup_source *source;
	size_t n;
	struct hp_lookup_unused *unused;
	size_t n_unused;
	bool has_index; /* it was asked */
};

/*
 * Asks all sources. modalias: a MODALIAS, or any name or alias; query: the device's ids,
 * or NULL where it has none that a map knows. Returns 0, -EINVAL where
 * hp_modulename_valid() refuses modalias, or another negative errno.
 */
int hp_lookup(struct hp_lookup *ret, struct hp_modules *modules, const char *modalias,
	      const struct hp_idquery *query) _must_check_;

/* Whether a source of that kind names the module; for certain, not only depending. */
bool hp_lookup_names(const struct hp_lookup *lookup, enum hp_lookup_kind kind,
		     const char *module);

/* Frees what lookup holds; {0} will do. For _cleanup_() as well. */
void hp_lookup_free(struct hp_lookup *lookup);

#endif
