/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: a device by a path in /sys: what its driver is found by, and which it has. */
#ifndef HP_DEVICEINFO_H
#define HP_DEVICEINFO_H

#include <limits.h>

#include "uevent.h"

#define HP_DEVICEINFO_NAME_MAX 256

struct hp_deviceinfo {
	char devpath[PATH_MAX];		    /* without /sys */
	char modalias[HP_UEVENT_BYTES_MAX]; /* "" where it has none */
	char ids[32]; /* usb:VENDOR:PRODUCT of a whole USB device, which has no MODALIAS;
		       * else "" */
	char driver[HP_DEVICEINFO_NAME_MAX]; /* "": none is bound */
	char module[HP_DEVICEINFO_NAME_MAX]; /* of the driver; "": built in, or no driver
					      */
};

/*
 * Reads the device at path: a directory of /sys/devices or any link to it, the root
 * prefix already in it. A device of a class (net, input, ...) stands for the one that it
 * belongs to. Returns 0, or -EINVAL with the reason in why.
 */
int hp_deviceinfo_read(struct hp_deviceinfo *ret, const char *path,
		       char why[static HP_UEVENT_WHY_MAX]) _must_check_;

#endif
