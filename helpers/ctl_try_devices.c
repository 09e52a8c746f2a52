/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugctl try: which devices FILE is for. See ctl_try.h. */
#include <errno.h>

#include "array.h"
#include "ctl_try.h"
#include "glob.h"
#include "log.h"

static bool is_matched(const struct try *t, const struct hp_binding *device)
{
	char modalias[PATH_MAX];

	if (hp_binding_modalias(device, modalias) < 0)
		return false;
	for (size_t i = 0; i < t->info.aliases.n; i++)
		if (hp_glob_matches(t->info.aliases.name[i], modalias))
			return true;
	return false;
}

static int add_device(struct try *t, const struct hp_binding *device, bool forced)
{
	for (size_t i = 0; i < t->n_devices; i++)
		if (streq(t->devices[i].before.devpath, device->devpath))
			return 0;
	if (hp_array_grow(&t->devices, t->n_devices, sizeof(*t->devices)) < 0)
		return -ENOMEM;
	t->devices[t->n_devices++] = (struct try_device){*device, forced};
	return 0;
}

/* One of --for. What would keep the driver from it, another override or no alias, is
 * overridden. */
static int add_wanted(struct try *t, const char *text)
{
	char name[TRY_DEVICE_MAX];
	struct hp_binding device;
	bool matched, forced;
	int r = hp_binding_find(&device, text);

	if (r < 0)
		return hp_error(r == -EINVAL ? r : -ENODEV, "--for %s", text);
	matched = is_matched(t, &device);
	forced = t->override || !matched || *device.override;
	if (forced && !device.overridable) {
		hp_error(0, "%s: %s, and the bus has no driver_override",
			 try_device_text(&device, name),
			 matched ? "--override" : "no alias of the module matches");
		return -EOPNOTSUPP;
	}
	return add_device(t, &device, forced);
}

/* It was given to the old instance by the driver's name, or must be to the new one. */
static bool is_forced(const struct try *t, const struct hp_binding *device, bool matched)
{
	if (*device->driver && streq(device->override, device->driver))
		return true;
	return !matched && device->overridable && hp_trial_device(&t->earlier, device);
}

static int look_at_device(const struct hp_binding *device, void *data)
{
	struct try *t = data;
	bool matched = is_matched(t, device);

	if (hp_names_equal(device->module, t->info.name) ||
	    hp_trial_device(&t->earlier, device) ||
	    (matched && !t->n_wanted && !*device->driver && !*device->override))
		return add_device(t, device, is_forced(t, device, matched));
	return 0;
}

static int read_earlier(struct try *t)
{
	int r = hp_trial_read(&t->earlier, t->info.name);

	if (r == -EBADMSG)
		hp_warning(0, "the record of an earlier try of %s is damaged: forgotten",
			   t->info.name);
	if (r == 0 || r == -ENOENT || r == -EBADMSG)
		return 0;
	return hp_error(r, "%s/try/%s", HP_RUNDIR, t->info.name);
}

int try_plan_devices(struct try *t)
{
	int r = read_earlier(t);

	for (size_t i = 0; r == 0 && i < t->n_wanted; i++)
		r = add_wanted(t, t->wanted[i]);
	if (r == 0)
		r = hp_binding_each(look_at_device, t);
	if (r == -ENOENT)
		hp_error(r, "/sys/bus");
	return r;
}
