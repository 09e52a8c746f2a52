/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: every row of a map with its place: for a person, who wants to see the line. */
#ifndef HP_MAPSCAN_H
#define HP_MAPSCAN_H

#include "maprow.h"

/* Called for one row after the other; text is its line, without the newline. A negative
 * return ends the reading. */
typedef int (*hp_mapscan_fn)(const struct hp_map_row *row, unsigned int line,
			     const char *text, void *data);

/*
 * Reads the map at path (the root prefix already in it), be it sorted or not. A line that
 * is no row is logged as hp_idmap_match_pci() does, and skipped. Returns 0, what fn
 * returned where that was negative, or the negative errno of fopen(3) (-ENOENT: there is
 * no such map) or of a read.
 */
int hp_mapscan(const char *path, enum hp_map_kind kind, hp_mapscan_fn fn,
	       void *data) _must_check_;

#endif
