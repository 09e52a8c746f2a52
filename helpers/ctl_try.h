/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugctl try: what its files share. ctl_try.c is the verb. */
#ifndef HP_CTL_TRY_H
#define HP_CTL_TRY_H

#include "binding.h"
#include "hotplugctl.h"
#include "json.h"
#include "module_info.h"
#include "trial.h"

/* A module that comes in: what FILE needs, then FILE. */
struct try_module {
	char *name;
	char *path; /* its file; NULL: the one of the system's tree, where it is missing
		     */
	bool kept;  /* loaded, and in use by others: it stays as it is */
};

struct try_device {
	struct hp_binding before;
	bool forced; /* the driver gets it by its name, by way of driver_override */
};

struct try_line {
	unsigned int level;
	char *text;
};

/* What is said on the way. */
struct try_report {
	struct hp_json json; /* .out NULL: text */
	int kmsg;	     /* -1: it cannot be read */
	struct try_line *lines;
	size_t n_lines;
};

struct
try {
	/* of the command line */
	const char *file;    /* resolved */
	char *const *wanted; /* of --for */
	size_t n_wanted;
	char *const *words; /* PARAMETER=VALUE */
	size_t n_words;
	const char *parameters; /* the same for the kernel, "" where there are none */
	bool override, dry_run;

	struct try_report report;
	struct hp_modules *modules; /* the system's tree */
	struct hp_module_info info; /* of FILE */
	struct try_module *chain;   /* FILE the last */
	size_t n_chain;
	struct try_device *devices;
	size_t n_devices;
	struct hp_trial earlier; /* what an earlier try of that module has replaced */
	bool keeps_tried;	 /* --undo: others use a file of one's own */
};

/* How often somebody else may load the old modules in between. */
#define TRY_ROUNDS	 50

/* How long a module may still be in use when its devices are gone; what it needs. */
#define TRY_WAIT_MS	 3000
#define TRY_WAIT_NEED_MS 100

/* --- ctl_try_plan.c: what is to be done. All log what is wrong. */

/* Reads FILE and finds what it needs. Returns 0 or a negative errno. */
int try_plan_modules(struct try *t) _must_check_;

/* The module of that name; NULL where it is not one that comes in. */
struct try_module *try_find_in_chain(const struct try *t, const char *name);

/* --- ctl_try_devices.c */

/* Finds the devices: those of --for, or those that FILE's aliases match and no driver
 * has; and all that the old instance, or an earlier try, has. Returns 0 or a negative
 * errno. */
int try_plan_devices(struct try *t) _must_check_;

/* --- ctl_try_steps.c */

/* Fills trial with what is there before, or was before the first try of that module, and
 * writes it: from here on it can be put back. Returns 0, or a negative errno after a
 * message. */
int try_keep_record(struct try *t, struct hp_trial *trial) _must_check_;

/* Takes the steps, or with dry_run only tells them. Returns 0, or a negative errno after
 * a message: then something may have been changed. */
int try_take_steps(struct try *t, const struct hp_trial *trial) _must_check_;

/* Keeps every driver from a device, where its bus can do that. Returns 0 or -errno. */
int try_hold(const struct hp_binding *device);

/* Takes the device from its driver. Returns 0, or a negative errno after a message. */
int try_unbind(struct try *t, const struct hp_binding *device) _must_check_;

/* Removes a loaded module alone, and waits for its users. Returns 0 or a negative errno;
 * nothing is logged for it. */
int try_remove(struct try *t, const char *module, unsigned int wait_ms) _must_check_;

/* Logs why a module was not removed, and who uses it. Returns r. */
int try_explain_remove(const char *module, int r);

/* --- ctl_try_insert.c */

/* Loads a module of the system's tree, as modprobe would, but for install commands.
 * Returns 0, or a negative errno after a message. */
int try_load(struct try *t, const char *module) _must_check_;

/* Logs why the kernel did not take the module. Returns r. */
int try_explain_insert(const struct try *t, const struct try_module *module, int r);

/* --- ctl_try_undo.c */

/* Puts back what was before the trial, as far as it can be, and drops the record where
 * that is all. Returns 0, or the negative errno of the first failure; all are logged. */
int try_restore(struct try *t, struct hp_trial *trial) _must_check_;

/* --- ctl_try_report.c */

/* Opens the kernel's log, and with json the object on stdout. */
void try_report_begin(struct try_report *report, bool json);

/* One step. more: NULL or what stands behind `what`. */
void try_report_step(struct try_report *report, const char *step, const char *what,
		     const char *more);

/* Takes what the kernel has logged since; the text form prints it. */
void try_report_kernel(struct try_report *report);

/* The devices as they are now, the module, and result: one word. Frees what report holds.
 */
void try_report_end(struct try *t, const char *module, const char *result);

/* "BUS:NAME". Returns ret. */
#define TRY_DEVICE_MAX (HP_BINDING_NAME_MAX + NAME_MAX + 2)
const char *try_device_text(const struct hp_binding *device,
			    char ret[static TRY_DEVICE_MAX]);

#endif
