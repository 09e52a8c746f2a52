/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: usb.agent: load the drivers of a USB device or interface, run its setup
 * scripts, and what they left for its removal.
 *
 * Source of the contract: usb_uevent(), usb_dev_uevent() and usb_if_uevent() in
 * drivers/usb/core of Linux 6.1; usb.agent of linux-hotplug.
 */
#include <errno.h>
#include <fcntl.h>

#include "agent.h"
#include "agents.h"
#include "dir.h"
#include "loader.h"
#include "log.h"
#include "number.h"
#include "remover.h"
#include "root.h"
#include "setup.h"

#define USERMAP_SUFFIX ".usermap"
#define DEVICE_VAR_MAX 64

/* One event's worth. */
struct job {
	const struct hp_uevent *event;
	struct hp_loader loader;
	struct hp_usb_id id;
	bool has_id;
	struct hp_names scripts;
};

static int match_usb(struct hp_idmap *map, const void *id, struct hp_names *names)
{
	return hp_idmap_match_usb(map, id, names);
}

/* A usbmap cannot tell one interface of a device from another, MODALIAS does: where only
 * libkmod knows what that leads to, libkmod decides. */
static int add_candidates(struct job *job)
{
	int r;

	r = hp_loader_add_handmap(&job->loader, "usb.handmap", match_usb, &job->id);
	if (r == 0 && (job->loader.index || !job->event->modalias))
		r = hp_loader_add_map(&job->loader, "modules.usbmap", match_usb,
				      &job->id);
	return r;
}

static int read_id(struct job *job)
{
	char why[HP_UEVENT_WHY_MAX];
	int r = hp_usb_id_from_event(&job->id, job->event, why);

	job->has_id = r == 0;
	if (r < 0 && r != -ENOENT)
		return hp_error(0, "not a usable event: %s", why), -EBADMSG;
	return 0;
}

/* Adds the scripts that the rows of one usermap name. */
static int add_usermap(struct job *job, const char *path)
{
	_cleanup_(hp_idmap_closep) struct hp_idmap *map = NULL;
	int r = hp_idmap_open(&map, path, NULL);

	if (r == -ENOENT)
		return 0;
	if (r == 0)
		r = hp_idmap_match_usb(map, &job->id, &job->scripts);
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

static int add_usermaps(struct job *job)
{
	_cleanup_close_ int dir = -1;
	char path[PATH_MAX];
	int r = hp_path(path, "%s/usb.usermap", HP_CONFDIR);

	if (r == 0)
		r = add_usermap(job, path);
	if (r < 0 || hp_path(path, "%s/usb", HP_CONFDIR) < 0)
		return r;
	dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return dir < 0 ? 0 : hp_dir_read(dir, on_map_file, job);
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

static int run_setup_scripts(struct job *job)
{
	char device[DEVICE_VAR_MAX], remover[HP_REMOVER_VAR_MAX];
	struct hp_environment env;
	int r = hp_setup_find("usb", &job->loader.names, &job->scripts);

	if (r == 0 && job->has_id)
		r = add_usermaps(job);
	if (r < 0 || !job->scripts.n)
		return r;
	hp_environment_init(&env, job->event);
	if (describe_device(job->event, device) == 0)
		r = hp_environment_add(&env, device);
	/* Without a REMOVER the scripts are run all the same. */
	if (r == 0 && !hp_dry_run && hp_remover_offer(job->event, remover) == 0)
		r = hp_environment_add(&env, remover);
	return r < 0 ? hp_error(r, "usb scripts")
		     : hp_setup_run("usb", &job->scripts, &env);
}

static int handle_add(const struct hp_uevent *event)
{
	struct job job = {.event = event, .scripts = {.exact = true}};
	int r, s;

	r = hp_loader_init(&job.loader, event);
	if (r == 0)
		r = read_id(&job);
	if (r == 0 && job.has_id)
		r = add_candidates(&job);
	if (r == 0) {
		r = hp_loader_load(&job.loader);
		s = run_setup_scripts(&job);
		r = r ?: s;
	}
	hp_names_free(&job.scripts);
	hp_loader_free(&job.loader);
	return r;
}

static int handle_remove(const struct hp_uevent *event)
{
	struct hp_environment env;

	hp_environment_init(&env, event);
	return hp_remover_run(event, &env);
}

static int handle(const struct hp_uevent *event)
{
	if (event->action == HP_ACTION_ADD)
		return handle_add(event);
	if (event->action == HP_ACTION_REMOVE)
		return handle_remove(event);
	return 0;
}

const struct hp_agent hp_usb_agent = {
	.name = "usb.agent",
	.subsystem = "usb",
	.does = "Loads the drivers of a USB device and runs /etc/hotplug/usb/NAME.",
	.handle = handle,
};
