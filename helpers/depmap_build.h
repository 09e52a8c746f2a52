/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what hotplug-depmap writes, made out of a module tree. */
#ifndef HP_DEPMAP_BUILD_H
#define HP_DEPMAP_BUILD_H

#include <stdint.h>

#include "macro.h"

enum { DEPMAP_PCI, DEPMAP_USB, DEPMAP_INDEX, DEPMAP_FILES };

struct depmap_file {
	const char *name; /* in the tree's directory */
	void *data;
	size_t len;
};

struct depmap {
	struct depmap_file file[DEPMAP_FILES];
	int64_t mtime; /* seconds; of the maps, which speak of it themselves */
	size_t aliases, pci_rows, usb_rows;
	size_t with_number; /* usb aliases that fix bInterfaceNumber */
	size_t no_row;	    /* pci and usb aliases that only the index has */
};

/* Reads the tree, /lib/modules/RELEASE under hp_root_get(), and its modprobe.d. What goes
 * wrong is logged; each alias without a row as well, at info. Returns 0 or a negative
 * errno; ret is to be freed with depmap_free(). */
int depmap_build(struct depmap *ret, const char *tree) _must_check_;

void depmap_free(struct depmap *depmap);

#endif
