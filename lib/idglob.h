/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the row of modules.pcimap or modules.usbmap that says what an alias says. */
#ifndef HP_IDGLOB_H
#define HP_IDGLOB_H

#include "maprow.h"

/*
 * Turns an alias "pci:v..." or "usb:v..." as scripts/mod/file2alias.c of the kernel
 * writes them into the row that matches the same devices; name is left alone. A usb alias
 * that fixes bInterfaceNumber gets the flag HP_USB_MATCH_NUMBER, whose column does not
 * exist: its row matches every interface number.
 *
 * Returns 0; -ENOENT for an alias of another bus; -EINVAL for one that no row can
 * express.
 */
int hp_idglob_parse(const char *alias, enum hp_map_kind *ret_kind,
		    struct hp_map_row *ret) _must_check_;

#endif
