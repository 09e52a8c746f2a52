/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: one row of modules.pcimap or modules.usbmap: its text, and what it matches.
 *
 * Formats: modules.pcimap(5).
 */
#ifndef HP_MAPROW_H
#define HP_MAPROW_H

#include "deviceid.h"

enum hp_map_kind { HP_MAP_PCI, HP_MAP_USB };

/* The columns behind the name. */
enum {
	HP_PCI_VENDOR,
	HP_PCI_DEVICE,
	HP_PCI_SUBVENDOR,
	HP_PCI_SUBDEVICE,
	HP_PCI_CLASS,
	HP_PCI_CLASS_MASK,
	HP_PCI_COLUMNS,
};

enum {
	HP_USB_FLAGS,
	HP_USB_VENDOR,
	HP_USB_PRODUCT,
	HP_USB_BCD_LO,
	HP_USB_BCD_HI,
	HP_USB_DEVICE, /* class, subclass, protocol */
	HP_USB_INTERFACE = HP_USB_DEVICE + 3,
	HP_USB_COLUMNS = HP_USB_INTERFACE + 3,
};

#define HP_MAP_COLUMNS_MAX     HP_USB_COLUMNS

/* match_flags, USB_DEVICE_ID_MATCH_* of the kernel. */
#define HP_USB_MATCH_VENDOR    0x0001
#define HP_USB_MATCH_PRODUCT   0x0002
#define HP_USB_MATCH_BCD_LO    0x0004
#define HP_USB_MATCH_BCD_HI    0x0008
#define HP_USB_MATCH_DEVICE    0x0010 /* << 0, 1, 2: class, subclass, protocol */
#define HP_USB_MATCH_INTERFACE 0x0080 /* << 0, 1, 2: class, subclass, protocol */
#define HP_USB_MATCH_NUMBER    0x0400 /* has no column */
#define HP_USB_MATCH_ALL       0x07ff

struct hp_map_row {
	const char *name; /* into the line, not ended by a NUL */
	size_t name_len;  /* 1 .. 255 */
	uint32_t value[HP_MAP_COLUMNS_MAX];
};

struct hp_map_error {
	unsigned int column; /* 1.., of the byte where the offending word begins */
	const char *what;
};

/*
 * Reads a line of len bytes, its newline not among them. ended: whether a newline
 * followed; a last line without one is taken only where its last, optional column is
 * there, since otherwise it may be cut in the middle of a number.
 *
 * Returns 0; 1 for a blank line or a comment; -EINVAL with the error.
 */
int hp_map_row_parse(struct hp_map_row *ret, enum hp_map_kind kind, const char *line,
		     size_t len, bool ended, struct hp_map_error *ret_error) _must_check_;

/*
 * Reads as little of the line as hp_map_row_key() needs. Returns 0; 1 for a blank line or
 * a comment; -EINVAL where these columns are not what they should be; nothing is said
 * about the others.
 */
int hp_map_row_peek(enum hp_map_kind kind, const char *line, size_t len,
		    uint64_t *ret_key) _must_check_;

/* Vendor and device, each HP_PCI_ANY where the row does not fix it: rows of
 * hotplug-depmap are in ascending order of this. */
uint64_t hp_map_row_key(enum hp_map_kind kind, const struct hp_map_row *row);

/* The row's match, exactly the kernel's, but for what modules.usbmap cannot say. */
bool hp_map_row_match_pci(const struct hp_map_row *row, const struct hp_pci_id *id);
bool hp_map_row_match_usb(const struct hp_map_row *row, const struct hp_usb_id *id);

#endif
