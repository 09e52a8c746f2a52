/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: usb.agent: besides its map, USB has scripts that usermaps name, and what
 * scripts leave for the device's removal.
 *
 * Source of the contract: usb_uevent(), usb_dev_uevent() and usb_if_uevent() in
 * drivers/usb/core of Linux 6.1; usb.agent of linux-hotplug.
 */
#include <errno.h>
#include <fcntl.h>

#include "agent.h"
#include "bus.h"
#include "dir.h"
#include "log.h"
#include "number.h"
#include "remover.h"
#include "root.h"
#include "setup.h"

#define USERMAP_SUFFIX ".usermap"
#define DEVICE_VAR_MAX 64

/* The scripts that usermaps name for a device. */
struct usermaps {
	const struct hp_usb_id *id;
	struct hp_names *scripts;
};

static int read_id(union hp_bus_id *ret, const struct hp_uevent *event,
		   char why[static HP_UEVENT_WHY_MAX])
{
	return hp_usb_id_from_event(&ret->usb, event, why);
}

static int match(struct hp_idmap *map, const void *id, struct hp_names *names)
{
	return hp_idmap_match_usb(map, id, names);
}

/* Adds the scripts that the rows of one usermap name. */
static int add_usermap(const struct usermaps *usermaps, const char *path)
{
	_cleanup_(hp_idmap_closep) struct hp_idmap *map = NULL;
	int r = hp_idmap_open(&map, path, NULL);

	if (r == -ENOENT)
		return 0;
	if (r == 0)
		r = hp_idmap_match_usb(map, usermaps->id, usermaps->scripts);
	return r < 0 ? hp_error(r, "%s", path) : 0;
}

static int on_map_file(const char *name, unsigned char type, void *data)
{
	size_t n = strlen(name), suffix = strlen(USERMAP_SUFFIX);
	char path[PATH_MAX];
	int r;

	if (n <= suffix || !streq(name + n - suffix, USERMAP_SUFFIX))
		return 0;
	r = hp_path(path, "%s/usb/%s", HP_CONFDIR, name);
	return r < 0 ? r : add_usermap(data, path);
}

static int add_usermaps(const struct hp_usb_id *id, struct hp_names *scripts)
{
	struct usermaps usermaps = {id, scripts};
	_cleanup_close_ int dir = -1;
	char path[PATH_MAX];
	int r = hp_path(path, "%s/usb.usermap", HP_CONFDIR);

	if (r == 0)
		r = add_usermap(&usermaps, path);
	if (r < 0 || hp_path(path, "%s/usb", HP_CONFDIR) < 0)
		return r;
	dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return dir < 0 ? 0 : hp_dir_read(dir, on_map_file, &usermaps);
}

/* Reads a decimal attribute of the device that DEVPATH, or its parent, is. */
static int read_number(const struct hp_uevent *event, const char *attribute, bool parent,
		       uint64_t *ret)
{
	_cleanup_close_ int fd = -1;
	char path[PATH_MAX], text[16];
	ssize_t n;

	if (hp_path(path, "/sys%s%s/%s", event->devpath, parent ? "/.." : "", attribute) <
	    0)
		return -ENAMETOOLONG;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	n = read(fd, text, sizeof(text) - 1);
	if (n <= 0)
		return n < 0 ? -errno : -EINVAL;
	text[n - (text[n - 1] == '\n')] = '\0';
	text[n] = '\0';
	return hp_number_parse(text, 10, 999, ret);
}

/* The file that scripts open or chmod; the kernel's own DEVICE= went with usbfs. An
 * interface's device is its parent. */
static int describe_device(const struct hp_uevent *event, char ret[static DEVICE_VAR_MAX])
{
	const char *bus = hp_uevent_get(event, "BUSNUM");
	const char *dev = hp_uevent_get(event, "DEVNUM");
	bool parent = hp_uevent_get(event, "INTERFACE");
	uint64_t busnum, devnum;
	int r;

	r = bus ? hp_number_parse(bus, 10, 999, &busnum)
		: read_number(event, "busnum", parent, &busnum);
	if (r < 0)
		return r;
	r = dev ? hp_number_parse(dev, 10, 999, &devnum)
		: read_number(event, "devnum", parent, &devnum);
	if (r < 0)
		return r;
	snprintf(ret, DEVICE_VAR_MAX, "DEVICE=/dev/bus/usb/%03u/%03u",
		 (unsigned int)busnum, (unsigned int)devnum);
	return 0;
}

static int run_scripts(const struct hp_bus_job *job)
{
	_cleanup_(hp_names_free) struct hp_names scripts = {.exact = true};
	char device[DEVICE_VAR_MAX], remover[HP_REMOVER_VAR_MAX];
	struct hp_environment env;
	int r = hp_setup_find("usb", &job->loader.names, &scripts);

	if (r == 0 && job->has_id)
		r = add_usermaps(&job->id.usb, &scripts);
	if (r < 0 || !scripts.n)
		return r;
	hp_environment_init(&env, job->event);
	if (describe_device(job->event, device) == 0)
		r = hp_environment_add(&env, device);
	/* Without a REMOVER the scripts are run all the same. */
	if (r == 0 && !hp_dry_run && hp_remover_offer(job->event, remover) == 0)
		r = hp_environment_add(&env, remover);
	return r < 0 ? hp_error(r, "usb scripts") : hp_setup_run("usb", &scripts, &env);
}

static int remove_device(const struct hp_uevent *event)
{
	struct hp_environment env;

	hp_environment_init(&env, event);
	return hp_remover_run(event, &env);
}

/* usbmap has no column for bInterfaceNumber. */
static const struct hp_bus_map map = {
	.file = "modules.usbmap",
	.handmap = "usb.handmap",
	.is_coarse = true,
	.read_id = read_id,
	.match = match,
};

const struct hp_bus hp_bus_usb = {
	.name = "usb",
	.map = &map,
	.run_scripts = run_scripts,
	.remove = remove_device,
};
