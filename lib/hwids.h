/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: the names of devices: pci.ids and usb.ids.
 *
 * Format: a line "8086  Intel Corporation" for a vendor, below it lines one tab deep for
 * its devices and two tabs deep for their subsystems; "C 02  Network controller" for a
 * class, below it subclasses and programming interfaces. '#' begins a comment. Source of
 * the contract: the head of pci.ids and usb.ids themselves, pci.ids(5).
 */
#ifndef HP_HWIDS_H
#define HP_HWIDS_H

#include "macro.h"

#define HP_HWIDS_DEPTH_MAX 3
#define HP_HWIDS_NAME_MAX  160 /* what does not fit is cut */

/* What stands before the names: {"8086", "100e", "1af4 1100"}, or {"C 02", "00"}; small
 * and capital letters are equal; NULL ends it. */
struct hp_hwids_key {
	const char *at[HP_HWIDS_DEPTH_MAX + 1];
};

struct hp_hwids_names {
	size_t n; /* how many of the key's words have a name */
	char name[HP_HWIDS_DEPTH_MAX][HP_HWIDS_NAME_MAX];
};

/* Finds the names of the key in the file at path. Names are bytes from outside. Returns 0
 * (ret->n 0: nothing of it is known), or the negative errno of fopen(3) (-ENOENT: there
 * is no such file) or of a read. */
int hp_hwids_find(struct hp_hwids_names *ret, const char *path,
		  const struct hp_hwids_key *key) _must_check_;

#endif
