/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: what a module that is being tried has replaced, so that it can come back.
 *
 * One file for each, /run/hotplug/try/MODULE, of one boot of one kernel. Its lines:
 * "boot ID"; "at TIME" of the last try; "module INODE NAME" for each module that came in,
 * in that order, MODULE the last, "need INODE NAME" where that is the system's own;
 * "device INODE DRIVER MODULE OVERRIDE DEVPATH" as each device was before, "-"
 * where there was none. A tab stands between words: names of drivers may have blanks.
 */
#ifndef HP_TRIAL_H
#define HP_TRIAL_H

#include "binding.h"

struct hp_trial_module {
	char name[HP_BINDING_NAME_MAX];
	uint64_t inode; /* of /sys/module/NAME before: another instance has another; 0:
			 * it was not loaded */
	bool own;	/* out of a file of one's own; else of the system's tree */
};

/* {0} is the empty one. */
struct hp_trial {
	uint64_t at; /* when it was written, in ns of CLOCK_BOOTTIME; 0: not told */
	struct hp_trial_module *modules;
	size_t n_modules;
	struct hp_binding *devices; /* bus and overridable are not kept */
	size_t n_devices;
};

/* Frees what trial holds, which is then the empty one. For _cleanup_() as well. */
void hp_trial_free(struct hp_trial *trial);

/* Adds a module, or a device, unless one of that name, or that instance, is there: it
 * stays as it was at first, but once own it is own. Returns 1 where it was added, 0,
 * -ENOMEM, or -ENAMETOOLONG. */
int hp_trial_add_module(struct hp_trial *trial, const char *name, uint64_t inode,
			bool own);
int hp_trial_add_device(struct hp_trial *trial, const struct hp_binding *device);

/* How the module, or the device, was before; NULL where it is not in the trial. */
const struct hp_trial_module *hp_trial_module(const struct hp_trial *trial,
					      const char *name);
const struct hp_binding *hp_trial_device(const struct hp_trial *trial,
					 const struct hp_binding *device);

/*
 * Waits for no other process: one works on trials at a time. Returns a file descriptor
 * that holds the lock until it is closed, -EAGAIN where another process has it, or a
 * negative errno of mkdir(2), open(2) where nothing can be kept.
 */
int hp_trial_lock(void) _must_check_;

/* Reads the record of a module. ret is the empty one before. Returns 0; -ENOENT where
 * there is none, or it is of another boot; -EBADMSG where it is no record; or another
 * negative errno. */
int hp_trial_read(struct hp_trial *ret, const char *module) _must_check_;

/* The same, out of the text of a record, which is changed. */
int hp_trial_parse(struct hp_trial *ret, char *text, const char *boot) _must_check_;

/* Writes it with the time, whole or not at all, under the name of its last module.
 * Returns 0 or a negative errno. */
int hp_trial_write(struct hp_trial *trial) _must_check_;

/* Removes the record of a module. */
void hp_trial_drop(const char *module);

/* Called with the name of each module that is being tried; those that do not tell when,
 * last. */
typedef int (*hp_trial_fn)(const char *module, void *data);

/* The one that was tried last comes first. Returns 0, -ENOMEM, or what fn returned where
 * that was negative. */
int hp_trial_each(hp_trial_fn fn, void *data);

#endif
