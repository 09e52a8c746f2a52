/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: which driver has a device of a bus, and how it is given to another.
 *
 * Source of the contract: Documentation/ABI/testing/sysfs-bus-* of the kernel,
 * drivers/base/bus.c: what is written to a driver's unbind and bind, and to a device's
 * driver_override, which makes a driver match by its name alone.
 */
#ifndef HP_BINDING_H
#define HP_BINDING_H

#include <limits.h>
#include <stdint.h>

#include "macro.h"

/* With the final NUL; longer names are taken for none. */
#define HP_BINDING_NAME_MAX 64

struct hp_binding {
	char devpath[PATH_MAX]; /* as DEVPATH: without /sys */
	uint64_t inode;		/* of its directory: another instance has another */
	char bus[HP_BINDING_NAME_MAX];
	char driver[HP_BINDING_NAME_MAX];   /* "": none */
	char module[HP_BINDING_NAME_MAX];   /* the driver's; "": none, or builtin */
	char override[HP_BINDING_NAME_MAX]; /* driver_override; "": none */
	bool overridable;		    /* the bus knows driver_override */
};

/* The last part of devpath. */
const char *hp_binding_name(const struct hp_binding *device);

/* Reads the device at devpath. Returns 0, -ENODEV where there is no device of a bus, or
 * -ENAMETOOLONG. */
int hp_binding_read(struct hp_binding *ret, const char *devpath) _must_check_;

/*
 * Finds a device by what a person calls it: a path in /sys, also of what hangs below the
 * device; a PCI address, with or without its domain; the name of a network interface;
 * BUS:NAME. Returns 0, -EINVAL for what can be none of these, -ENODEV, or -ENAMETOOLONG.
 */
int hp_binding_find(struct hp_binding *ret, const char *text) _must_check_;

/* A negative return ends the enumeration. */
typedef int (*hp_binding_fn)(const struct hp_binding *device, void *data);

/* All devices of all buses. Returns 0, what fn returned where that was negative, or the
 * negative errno of open(2) for /sys/bus. */
int hp_binding_each(hp_binding_fn fn, void *data) _must_check_;

/* The device's MODALIAS. Returns 0, or -ENOENT where it has none. */
int hp_binding_modalias(const struct hp_binding *device,
			char ret[static PATH_MAX]) _must_check_;

/* Whether the same instance of the device is still there. */
bool hp_binding_is_there(const struct hp_binding *device);

/* Takes the device from its driver, if any. Returns 0 or the negative errno of open(2),
 * write(2). */
int hp_binding_unbind(const struct hp_binding *device) _must_check_;

/*
 * Gives the device to a driver of its bus, and waits for the driver's probe. Returns 0;
 * -ENODEV where the driver does not match, or does not want it; -EBUSY where it has a
 * driver; -ENOENT where there is no such driver; or another errno of the driver's.
 */
int hp_binding_bind(const struct hp_binding *device, const char *driver) _must_check_;

/* Sets driver_override, "" unsets it. Returns 0, -ENOENT where the bus does not know it,
 * or another negative errno. */
int hp_binding_set_override(const struct hp_binding *device,
			    const char *driver) _must_check_;

/*
 * The driver of that bus which a loaded module brought, the index-th of them from 0.
 * Returns 0, or -ENOENT.
 */
int hp_binding_driver_of(const char *module, const char *bus, unsigned int index,
			 char ret[static HP_BINDING_NAME_MAX]) _must_check_;

#endif
