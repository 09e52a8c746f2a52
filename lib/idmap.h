/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: the maps from the ids of devices to drivers: modules.pcimap, modules.usbmap,
 * and the administrator's files in the same formats (pci.handmap, usb.handmap;
 * usb.usermap, whose rows name scripts instead of modules).
 *
 * Source of the contract: pci_match_one_device() in drivers/pci/pci.h,
 * usb_match_device() and usb_match_one_id_intf() in drivers/usb/core/driver.c of
 * Linux 6.1; the formats as depmod of module-init-tools wrote them, modules.pcimap(5).
 */
#ifndef HP_IDMAP_H
#define HP_IDMAP_H

#include "deviceid.h"
#include "names.h"

/* One open map. */
struct hp_idmap;

struct hp_map_error;
struct hp_map_word;

struct hp_map_line {
	const char *s; /* len bytes, without the newline */
	size_t len;
	bool ended; /* a newline followed; else the line may be cut */
};

/* Whether a line is about the device. Returns 1 with the name in it; 0 where it is not,
 * or is blank or a comment; -EINVAL with the error where it cannot be read. */
typedef int (*hp_idmap_line_fn)(const void *id, const struct hp_map_line *line,
				struct hp_map_word *ret_name,
				struct hp_map_error *ret_error);

/*
 * Opens the map at path (the root prefix already in it).
 *
 * made_from: the path of the modules.alias.bin that a map of modules must agree with, or
 * NULL for the administrator's files. A map of hotplug-depmap says which
 * modules.alias.bin it was made from; any other map is stale where it is older than that
 * file. Where there is no modules.alias.bin at all, the map is used.
 *
 * Returns 0; -ENOENT where there is no map; -ESTALE where it is stale; or the negative
 * errno of open(2), fstat(2) or read(2) (-EISDIR, -EACCES, ...). Nothing is logged.
 */
int hp_idmap_open(struct hp_idmap **ret, const char *path,
		  const char *made_from) _must_check_;

/*
 * Adds the name of every row that matches, in the order of the file. A line that cannot
 * be parsed, or that is cut in the middle at the end of the file, is logged as
 * "FILE:LINE:COLUMN: ..." at warning and skipped. A usbmap row with match_flags 0 never
 * matches; usbmap has no column for bInterfaceNumber, so a row with that bit (0x0400)
 * matches whatever the number is.
 *
 * Returns the number of rows that match, -ENOMEM, or the negative errno of a read.
 */
int hp_idmap_match_pci(struct hp_idmap *map, const struct hp_pci_id *id,
		       struct hp_names *names) _must_check_;
int hp_idmap_match_usb(struct hp_idmap *map, const struct hp_usb_id *id,
		       struct hp_names *names) _must_check_;

/* The same by rules of the caller's, for the formats of other maps: every line is read.
 */
int hp_idmap_match_lines(struct hp_idmap *map, hp_idmap_line_fn match, const void *id,
			 struct hp_names *names) _must_check_;

/* Whether lookups go by the map's directory (a map of hotplug-depmap, unchanged since) or
 * read every line. The answers are the same. */
bool hp_idmap_is_sorted(const struct hp_idmap *map);

void hp_idmap_close(struct hp_idmap *map);

static inline void hp_idmap_closep(struct hp_idmap **map)
{
	hp_idmap_close(*map);
}

#endif
