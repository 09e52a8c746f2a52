/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugctl try: everything as it was before. See ctl_try.h. */
#include <errno.h>

#include "ctl_try.h"
#include "loaded.h"
#include "log.h"

static const char *tried_module(const struct hp_trial *trial)
{
	return trial->modules[trial->n_modules - 1].name;
}

/* The device as it is now; a device that was pulled, or is another by now, has nothing to
 * come back to. */
static bool look_again(const struct hp_binding *before, struct hp_binding *ret)
{
	return hp_binding_is_there(before) && hp_binding_read(ret, before->devpath) == 0;
}

/* Whether the module is another instance than the one before. */
static bool is_new(const struct hp_trial_module *module)
{
	uint64_t inode = hp_loaded_inode(module->name);

	return inode && inode != module->inode;
}

static int free_devices(struct try *t, const struct hp_trial *trial)
{
	const struct hp_trial_module *tried = &trial->modules[trial->n_modules - 1];
	int r = 0;

	for (size_t i = 0; r == 0 && i < trial->n_devices; i++) {
		struct hp_binding now;

		if (!look_again(&trial->devices[i], &now) || !is_new(tried) ||
		    !hp_names_equal(now.module, tried->name))
			continue;
		r = t->dry_run ? 0 : try_hold(&now);
		if (r == 0)
			r = try_unbind(t, &now);
	}
	return r;
}

/* Whether one that is removed already is there again. */
static bool came_back(const struct try *t, const struct hp_trial *trial, size_t first)
{
	for (size_t i = first; !t->dry_run && i < trial->n_modules; i++)
		if (is_new(&trial->modules[i]))
			return true;
	return false;
}

/* What else uses a module that FILE needed keeps it. The system's may well stay. */
static int keep(struct try *t, const struct hp_trial_module *module, int r)
{
	if (module->own) {
		try_explain_remove(module->name, r);
		t->keeps_tried = true;
	} else {
		hp_notice("%s stays loaded: it is in use", module->name);
	}
	return 0;
}

static int remove_new(struct try *t, const struct hp_trial *trial)
{
	unsigned int wait_ms = TRY_WAIT_MS;
	int r = 0;

	for (size_t i = trial->n_modules; r == 0 && i > 0; i--) {
		const struct hp_trial_module *module = &trial->modules[i - 1];

		if (!is_new(module))
			continue;
		r = try_remove(t, module->name, wait_ms);
		wait_ms = TRY_WAIT_NEED_MS;
		if (r < 0 && came_back(t, trial, i))
			return -EEXIST;
		if (r == -EAGAIN && i < trial->n_modules)
			r = keep(t, module, r);
		else if (r < 0)
			try_explain_remove(module->name, r);
	}
	return r;
}

/* Where the system's come in between, with what is still ours, all go once more. */
static int remove_all_new(struct try *t, const struct hp_trial *trial)
{
	int r = -EEXIST;

	for (unsigned int round = 0; r == -EEXIST && round < TRY_ROUNDS; round++)
		r = remove_new(t, trial);
	return r == -EEXIST ? hp_error(r, "somebody else loads %s again and again",
				       tried_module(trial))
			    : r;
}

static int load_old(struct try *t, const struct hp_trial *trial)
{
	int r = 0, s;

	for (size_t i = 0; i < trial->n_modules; i++) {
		const struct hp_trial_module *module = &trial->modules[i];

		if (!module->inode || (!t->dry_run && hp_loaded_inode(module->name)))
			continue;
		s = try_load(t, module->name);
		r = r < 0 ? r : s;
	}
	return r;
}

/* A driver that took it by itself when it was loaded, had it before too. */
static int rebind(struct try *t, const struct hp_binding *before, struct hp_binding *now)
{
	int r = 0;

	if (*before->module && !hp_loaded_inode(before->module))
		r = try_load(t, before->module);
	if (r == 0 && hp_binding_read(now, before->devpath) == 0 &&
	    streq(now->driver, before->driver))
		return 0;
	if (r == 0 && *now->driver)
		r = try_unbind(t, now);
	if (r == 0)
		r = hp_binding_bind(now, before->driver);
	return r == -EBUSY ? 0 : r;
}

static int restore_device(struct try *t, const struct hp_binding *before)
{
	char name[TRY_DEVICE_MAX];
	struct hp_binding now;
	int r = 0;

	if (!look_again(before, &now)) {
		hp_notice("%s is gone", before->devpath);
		return 0;
	}
	try_device_text(&now, name);
	if (now.overridable && !streq(now.override, before->override) && !t->dry_run)
		r = hp_binding_set_override(&now, before->override);
	if (r == 0 && *before->driver && !streq(now.driver, before->driver)) {
		try_report_step(&t->report, "bind", name, before->driver);
		r = t->dry_run ? 0 : rebind(t, before, &now);
	}
	return r < 0 ? hp_error(r, "%s does not come back to %s", name,
				*before->driver ? before->driver : "what it was")
		     : 0;
}

int try_restore(struct try *t, struct hp_trial *trial)
{
	int r, s;

	t->keeps_tried = false;
	r = free_devices(t, trial);
	if (r == 0)
		r = remove_all_new(t, trial);
	if (r == 0)
		r = load_old(t, trial);
	/* Whatever went wrong: no device is left without a driver. */
	for (size_t i = 0; i < trial->n_devices; i++) {
		s = restore_device(t, &trial->devices[i]);
		r = r < 0 ? r : s;
	}
	if (r == 0 && t->keeps_tried)
		return hp_error(-EBUSY, "%s: --undo once more where that is free",
				tried_module(trial));
	if (r == 0 && !t->dry_run)
		hp_trial_drop(tried_module(trial));
	return r;
}
