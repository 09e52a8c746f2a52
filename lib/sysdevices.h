/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: the devices that are there, as libudev finds them in /sys.
 *
 * sysdevices.c is the one file that includes libudev's header. libudev knows no other
 * /sys than the one that is mounted there: hp_root_set() means nothing here. Source of
 * the contract: udev_enumerate_scan_devices(3), Documentation/ABI/testing/sysfs-uevent.
 */
#ifndef HP_SYSDEVICES_H
#define HP_SYSDEVICES_H

#include "macro.h"

#define HP_SYSDEVICES_MODALIAS_MAX 2048 /* UEVENT_BUFFER_SIZE */

/* Called for the directory of each device ("/sys/devices/..."), a parent before its
 * children. A negative return ends the walk. */
typedef int (*hp_sysdevices_fn)(const char *path, void *data);

/*
 * Calls fn for every device on a bus or in a class; with subsystems, an array that NULL
 * ends, only for those of one of them. Returns 0; what fn returned where that was
 * negative; -ENOENT where /sys is not mounted; -ENOMEM; or libudev's negative errno.
 */
int hp_sysdevices_each(const char *const *subsystems, hp_sysdevices_fn fn,
		       void *data) _must_check_;

/* The first line of the device's `modalias` file, which a few devices have whose uevent
 * file tells no MODALIAS. Returns 0, -ENOENT where there is none, or another negative
 * errno. */
int hp_sysdevices_modalias(const char *path,
			   char ret[static HP_SYSDEVICES_MODALIAS_MAX]) _must_check_;

#endif
