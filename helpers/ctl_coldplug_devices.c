/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: hotplugctl coldplug: the devices that are there, those that come meanwhile,
 * and when no more are to come.
 *
 * Each instance of a device is taken once, whether the walk over /sys or an event brings
 * it: the same path with another inode is another device (device.h).
 */
#include <poll.h>
#include <sys/param.h>
#include <sys/stat.h>

#include "agents.h"
#include "array.h"
#include "clock.h"
#include "ctl_coldplug.h"
#include "log.h"
#include "root.h"
#include "sysdevices.h"
#include "uevent.h"
#include "usbhubs.h"

#define LOOK_MS	      50

/* Devices behind a bus may take a while to be found: a port of a USB hub gets up to half
 * a second of power, or 100 ms to settle, before the hub looks at it. */
#define QUIET_MS      500
#define USB_HUB	      "9/" /* what TYPE begins with: bDeviceClass */

/* For what the kernel does behind the back of a load. */
#define SHORT_MS      100

/* How long usb-storage lets a disk settle before it looks at it. */
#define STORAGE_DELAY "/sys/module/usb_storage/parameters/delay_use"

bool coldplug_device_is_there(const struct coldplug_device *device)
{
	struct stat st;

	return stat(device->path, &st) == 0 && st.st_ino == device->inode;
}

static int add_device(struct coldplug_devices *devices,
		      const struct coldplug_device *device)
{
	if (hp_array_grow(&devices->at, devices->n, sizeof(*device)) < 0)
		return -ENOMEM;
	devices->at[devices->n++] = *device;
	return 0;
}

static bool is_known(const struct coldplug_devices *known,
		     const struct coldplug_device *device)
{
	for (size_t i = 0; i < known->n; i++)
		if (known->at[i].inode == device->inode &&
		    streq(known->at[i].path, device->path))
			return true;
	return false;
}

/* What the generic agent does, coldplug_ask() has begun already. */
static bool is_to_be_seen(struct coldplug *coldplug, const struct hp_uevent *event)
{
	int r = hp_interest_in(&coldplug->interest, event);

	return r != HP_INTEREST_NONE && r != HP_INTEREST_MODULES;
}

static void ask_for(struct coldplug *coldplug, const char *path,
		    const struct hp_uevent *event)
{
	char file[HP_SYSDEVICES_MODALIAS_MAX];

	if (event->modalias)
		coldplug_ask(coldplug, event->modalias);
	else if (hp_sysdevices_modalias(path, file) == 0)
		coldplug_ask(coldplug, file);
}

/* show: whether hooks and agents have not seen it and are to. */
static int take_device(struct coldplug *coldplug, const char *path,
		       const struct hp_uevent *event, bool show)
{
	struct coldplug_device device = {(char *)path};
	struct stat st;
	int r;

	if (stat(path, &st) < 0)
		return 0;
	device.inode = st.st_ino;
	if (is_known(&coldplug->known, &device))
		return 0;
	device.path = strdup(path);
	if (!device.path || add_device(&coldplug->known, &device) < 0) {
		free(device.path);
		return -ENOMEM;
	}
	coldplug->counts[COLDPLUG_DEVICES]++;
	ask_for(coldplug, path, event);
	r = show && is_to_be_seen(coldplug, event)
		    ? add_device(&coldplug->to_show, &device)
		    : 0;
	return r;
}

static void wait_at_least(struct coldplug *coldplug, unsigned int ms)
{
	coldplug->quiet_ms = MAX(coldplug->quiet_ms, hp_clock_ms() + ms);
}

/* Seconds, or since Linux 6.12 also milliseconds ("500ms"). */
static unsigned int storage_delay_ms(void)
{
	FILE *file = fopen(STORAGE_DELAY, "re");
	unsigned int delay = 0;
	char unit[3] = "";

	if (!file)
		return 0;
	if (fscanf(file, "%7u%2s", &delay, unit) < 1)
		delay = 0;
	fclose(file);
	return streq(unit, "ms") ? delay : delay * 1000;
}

/* Whether others may appear behind the device some time after it. */
static bool finds_devices(const struct hp_uevent *event)
{
	static const char *const finders[] = {
		"fc_host", "firewire",	"mmc_host",    "sas_host",
		"serio",   "scsi_host", "thunderbolt",
	};
	const char *type = hp_uevent_get(event, "TYPE");

	for (size_t i = 0; i < ARRAY_SIZE(finders); i++)
		if (streq(event->subsystem, finders[i]))
			return true;
	return streq(event->subsystem, "usb") && type && skip_prefix(type, USB_HUB);
}

/* Where somebody else hears the events, that one sees to all that a driver that has come
 * may do later. */
void coldplug_expect_more(struct coldplug *coldplug)
{
	if (coldplug->road == HP_ROAD_NONE)
		wait_at_least(coldplug, SHORT_MS);
}

static void look_ahead(struct coldplug *coldplug, const struct hp_uevent *event)
{
	coldplug_expect_more(coldplug);
	if (finds_devices(event))
		wait_at_least(coldplug, QUIET_MS);
	if (streq(event->subsystem, "scsi_host"))
		wait_at_least(coldplug, storage_delay_ms() + QUIET_MS);
}

static bool is_wanted(const struct coldplug *coldplug, const char *subsystem)
{
	for (size_t i = 0; i < coldplug->n_subsystems; i++)
		if (streq(coldplug->subsystems[i], subsystem))
			return true;
	return coldplug->n_subsystems == 0;
}

/* Devices that come meanwhile: hooks and agents see those by themselves where somebody
 * brings them the kernel's events. */
void coldplug_on_event(const struct hp_uevent *event, void *data)
{
	struct coldplug *coldplug = data;
	char path[PATH_MAX];

	if (!event) {
		coldplug->look_again = true;
		return;
	}
	if (event->action != HP_ACTION_ADD || hp_uevent_get(event, "SYNTH_UUID") ||
	    !skip_prefix(event->devpath, "/devices/"))
		return;
	look_ahead(coldplug, event);
	if (is_wanted(coldplug, event->subsystem) &&
	    hp_path(path, "/sys%s", event->devpath) == 0 &&
	    take_device(coldplug, path, event, coldplug->road == HP_ROAD_NONE) < 0) {
		hp_error(-ENOMEM, "%s", path);
		coldplug->failed = true;
	}
}

struct walk {
	struct coldplug *coldplug;
	bool show;
};

static int on_device(const char *path, void *data)
{
	const struct walk *walk = data;
	struct hp_uevent event;
	char why[HP_UEVENT_WHY_MAX];

	if (hp_uevent_from_sysfs(&event, path, why) == 0)
		return take_device(walk->coldplug, path, &event, walk->show);
	if (access(path, F_OK) == 0)
		hp_warning(0, "not a usable event: %s", why);
	return 0;
}

int coldplug_find_devices(struct coldplug *coldplug)
{
	struct walk walk = {coldplug,
			    !coldplug->look_again || coldplug->road == HP_ROAD_NONE};
	int r;

	coldplug->look_again = false;
	r = hp_sysdevices_each(coldplug->n_subsystems ? coldplug->subsystems : NULL,
			       on_device, &walk);
	return r < 0 ? hp_error(r, "cannot find the devices in /sys") : 0;
}

bool coldplug_has_more(const struct coldplug *coldplug)
{
	return coldplug->shown < coldplug->to_show.n || coldplug->look_again ||
	       hp_settle_pending(coldplug->settle) ||
	       (coldplug->pool && hp_modulepool_left(coldplug->pool));
}

/* The hubs are asked before the events are heard that they have sent. */
static bool is_quiet(struct coldplug *coldplug)
{
	bool hubs_are_done = hp_usbhubs_wait(LOOK_MS);

	hp_settle_hear(coldplug->settle);
	return hubs_are_done && hp_clock_ms() >= coldplug->quiet_ms;
}

bool coldplug_wait_for_more(struct coldplug *coldplug)
{
	struct pollfd fd = {hp_settle_fd(coldplug->settle), POLLIN};

	while (!coldplug_is_late(coldplug)) {
		bool quiet = is_quiet(coldplug);

		if (coldplug_has_more(coldplug))
			return true;
		if (quiet)
			break;
		coldplug_progress(coldplug);
		poll(&fd, 1, LOOK_MS);
	}
	return false;
}

static bool exists(const char *subsystem)
{
	char bus[PATH_MAX], class[PATH_MAX], agent[NAME_MAX];

	snprintf(agent, sizeof(agent), "%s.agent", subsystem);
	return hp_agents_find(agent) ||
	       (hp_path(bus, "/sys/bus/%s", subsystem) == 0 && access(bus, F_OK) == 0) ||
	       (hp_path(class, "/sys/class/%s", subsystem) == 0 &&
		access(class, F_OK) == 0);
}

void coldplug_check_subsystems(struct coldplug *coldplug)
{
	for (size_t i = 0; i < coldplug->n_subsystems; i++)
		if (!exists(coldplug->subsystems[i])) {
			hp_error(0, "--subsystem %s: there is no such subsystem",
				 coldplug->subsystems[i]);
			coldplug->failed = true;
		}
}

void coldplug_forget_devices(struct coldplug *coldplug)
{
	for (size_t i = 0; i < coldplug->known.n; i++)
		free(coldplug->known.at[i].path);
	free(coldplug->known.at);
	free(coldplug->to_show.at);
}
