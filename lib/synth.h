/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: have the kernel send the event `add` for a device that is there already.
 *
 * Source of the contract: Documentation/ABI/testing/sysfs-uevent of Linux 6.1: the event
 * is sent once more, with SYNTH_UUID, before write(2) returns.
 */
#ifndef HP_SYNTH_H
#define HP_SYNTH_H

#include "macro.h"

#define HP_SYNTH_UUID_MAX 37 /* 36 digits and '-' */

/* Makes up a random UUID (RFC 4122, version 4). Returns 0 or what getrandom(2) gave. */
int hp_synth_uuid(char ret[static HP_SYNTH_UUID_MAX]) _must_check_;

/* path: the device's directory ("/sys/devices/..."). Returns 0; -ENOENT or -ENODEV where
 * the device is gone; -EROFS, -EACCES, or another negative errno. */
int hp_synth_add(const char *path, const char *uuid) _must_check_;

#endif
