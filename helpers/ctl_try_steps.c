/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: hotplugctl try: what is done, step by step. See ctl_try.h.
 *
 * Nothing that an event brings may come in between: while the devices have no driver,
 * driver_override keeps all others from them, and where an agent has loaded the system's
 * module again, that is removed again.
 */
#include <errno.h>

#include "ctl_try.h"
#include "loaded.h"
#include "log.h"

/* A driver's name that no driver has. */
#define NO_DRIVER "hotplugctl-try"

int try_hold(const struct hp_binding *device)
{
	return device->overridable ? hp_binding_set_override(device, NO_DRIVER) : 0;
}

int try_unbind(struct try *t, const struct hp_binding *device)
{
	char name[TRY_DEVICE_MAX];
	int r;

	try_report_step(&t->report, "unbind", try_device_text(device, name),
			device->driver);
	r = t->dry_run ? 0 : hp_binding_unbind(device);
	return r < 0 ? hp_error(r, "%s stays bound to %s", name, device->driver) : 0;
}

int try_remove(struct try *t, const char *module, unsigned int wait_ms)
{
	int r;

	try_report_step(&t->report, "remove", module, NULL);
	r = t->dry_run ? 0 : hp_modules_remove_only(t->modules, module, wait_ms);
	return r == -ENOENT ? 0 : r;
}

int try_explain_remove(const char *module, int r)
{
	_cleanup_(hp_names_free) struct hp_names holders = {0};
	char count[HP_LOADED_TEXT_MAX];

	hp_loaded_attribute(module, "refcnt", count);
	if (hp_loaded_holders(module, &holders) == 0 && holders.n)
		return hp_error(r, "%s is in use by %s", module, holders.name[0]);
	if (r == -EAGAIN)
		return hp_error(r, "%s is in use, %s times, by no module", module, count);
	return hp_error(r, "%s is not removed", module);
}

static bool is_replaced(const struct try_module *module)
{
	return module->path && !module->kept;
}

static int add_modules(struct try *t, struct hp_trial *trial)
{
	int r = 0;

	/* What an earlier try needed, and this one does not, goes last. */
	for (size_t i = 0; r >= 0 && i + 1 < t->earlier.n_modules; i++) {
		const struct hp_trial_module *module = &t->earlier.modules[i];

		if (!try_find_in_chain(t, module->name))
			r = hp_trial_add_module(trial, module->name, module->inode,
						module->own);
	}
	for (size_t i = 0; r >= 0 && i < t->n_chain; i++) {
		const struct try_module *module = &t->chain[i];
		const struct hp_trial_module *before =
			hp_trial_module(&t->earlier, module->name);

		if (!module->kept || before)
			r = hp_trial_add_module(
				trial, module->name,
				before ? before->inode : hp_loaded_inode(module->name),
				is_replaced(module) || (before && before->own));
	}
	return r;
}

int try_keep_record(struct try *t, struct hp_trial *trial)
{
	int r = add_modules(t, trial);

	for (size_t i = 0; r >= 0 && i < t->earlier.n_devices; i++)
		r = hp_trial_add_device(trial, &t->earlier.devices[i]);
	for (size_t i = 0; r >= 0 && i < t->n_devices; i++)
		r = hp_trial_add_device(trial, &t->devices[i].before);
	if (r >= 0)
		r = hp_trial_write(trial);
	return r < 0 ? hp_error(r, "what was before cannot be recorded") : 0;
}

static int free_devices(struct try *t)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < t->n_devices; i++) {
		const struct hp_binding *device = &t->devices[i].before;
		char name[TRY_DEVICE_MAX];

		r = t->dry_run ? 0 : try_hold(device);
		if (r < 0)
			hp_error(r, "%s: driver_override", try_device_text(device, name));
		else if (*device->driver)
			r = try_unbind(t, device);
	}
	return r;
}

/* Whether one that is removed already is there again. */
static bool came_back(const struct try *t, size_t first)
{
	for (size_t i = first; !t->dry_run && i < t->n_chain; i++)
		if (is_replaced(&t->chain[i]) && hp_loaded_inode(t->chain[i].name))
			return true;
	return false;
}

static int remove_old(struct try *t)
{
	int r = 0;

	for (size_t i = t->n_chain; r == 0 && i > 0; i--) {
		const char *name = t->chain[i - 1].name;

		if (!is_replaced(&t->chain[i - 1]) || !hp_loaded_inode(name))
			continue;
		r = try_remove(t, name, i == t->n_chain ? TRY_WAIT_MS : TRY_WAIT_NEED_MS);
		if (r < 0)
			r = came_back(t, i) ? -EEXIST : try_explain_remove(name, r);
	}
	return r;
}

static int insert_file(struct try *t, const struct try_module *module)
{
	const char *parameters = module == &t->chain[t->n_chain - 1] ? t->parameters : "";
	int r;

	try_report_step(&t->report, "insert", module->path,
			*parameters ? parameters : NULL);
	if (t->dry_run)
		return 0;
	r = hp_modules_insert_file(t->modules, module->path, parameters);
	try_report_kernel(&t->report);
	return r < 0 && r != -EEXIST ? try_explain_insert(t, module, r) : r;
}

static int insert_chain(struct try *t)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < t->n_chain; i++) {
		const struct try_module *module = &t->chain[i];

		if (is_replaced(module))
			r = insert_file(t, module);
		else if (!module->path && !hp_loaded_inode(module->name))
			r = try_load(t, module->name);
	}
	return r;
}

/* Where one of the old came in between, all go once more. */
static int replace_modules(struct try *t)
{
	int r = -EEXIST;

	for (unsigned int round = 0; r == -EEXIST && round < TRY_ROUNDS; round++) {
		r = remove_old(t);
		if (r == 0)
			r = insert_chain(t);
	}
	return r == -EEXIST ? hp_error(r, "somebody else loads %s again and again",
				       t->info.name)
			    : r;
}

/* Tries the drivers that the module brought for the bus. Returns 0 where one took it. */
static int bind_to_any(struct try *t, const struct try_device *device,
		       const char *override)
{
	const struct hp_binding *before = &device->before;
	char driver[HP_BINDING_NAME_MAX];
	int r = -ENOENT, s;

	for (unsigned int i = 0; r < 0; i++) {
		if (hp_binding_driver_of(t->info.name, before->bus, i, driver) < 0)
			return r;
		s = before->overridable
			    ? hp_binding_set_override(before,
						      device->forced ? driver : override)
			    : 0;
		r = s < 0 ? s : hp_binding_bind(before, driver);
	}
	return 0;
}

static int bind_device(struct try *t, const struct try_device *device,
		       const char *override)
{
	struct hp_binding now;
	char name[TRY_DEVICE_MAX];
	int r = 0;

	try_report_step(&t->report, "bind", try_device_text(&device->before, name), NULL);
	if (t->dry_run)
		return 0;
	if (!hp_binding_is_there(&device->before) ||
	    hp_binding_read(&now, device->before.devpath) < 0)
		return hp_warning(0, "%s is gone", name);
	/* A bus without driver_override: it has a driver by now, ours or another. */
	if (hp_names_equal(now.module, t->info.name))
		return 0;
	if (*now.driver)
		r = try_unbind(t, &now);
	if (r == 0)
		r = bind_to_any(t, device, override);
	if (r == -ENOENT)
		return hp_error(r, "%s has no driver for %s", t->info.name, name);
	return r < 0 ? hp_error(r, "%s does not take %s", t->info.name, name) : 0;
}

static int bind_devices(struct try *t, const struct hp_trial *trial)
{
	int r = 0, s;

	for (size_t i = 0; i < t->n_devices; i++) {
		const struct hp_binding *first =
			hp_trial_device(trial, &t->devices[i].before);

		s = bind_device(t, &t->devices[i], first ? first->override : "");
		r = r < 0 ? r : s;
	}
	return r;
}

int try_take_steps(struct try *t, const struct hp_trial *trial)
{
	int r = free_devices(t);

	if (r == 0)
		r = replace_modules(t);
	return r < 0 ? r : bind_devices(t, trial);
}
