/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: the name of the place where a device is plugged in, as udev's ID_PATH.
 *
 * "pci-0000:00:04.0", "pci-0000:00:14.0-usb-0:2:1.0", "platform-30be0000.ethernet": it is
 * made of the device's parents in /sys, and stays the same whichever device sits there.
 * Source of the contract: the path_id builtin of systemd-udevd, for the buses that
 * network interfaces have.
 */
#ifndef HP_PATHID_H
#define HP_PATHID_H

#include "macro.h"

#define HP_PATH_ID_MAX 256

/*
 * syspath: the device's directory in /sys/devices, links resolved, any root in it.
 *
 * Returns 0; -ENOENT where no parent gives it a place (virtual devices); -ENAMETOOLONG.
 */
int hp_path_id(char ret[static HP_PATH_ID_MAX], const char *syspath) _must_check_;

#endif
