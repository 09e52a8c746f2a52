/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the devices that are there, as libudev finds them. See sysdevices.h. */
#include <errno.h>
#include <fcntl.h>
#include <libudev.h>
#include <limits.h>

#include "sysdevices.h"

static void udev_freep(struct udev **udev)
{
	udev_unref(*udev);
}

static void enumerate_freep(struct udev_enumerate **found)
{
	udev_enumerate_unref(*found);
}

static int add_matches(struct udev_enumerate *found, const char *const *subsystems)
{
	int r = 0;

	for (; subsystems && *subsystems && r >= 0; subsystems++)
		r = udev_enumerate_add_match_subsystem(found, *subsystems);
	return r;
}

/* The list is sorted by path, so that parents come first. */
static int call_each(struct udev_enumerate *found, hp_sysdevices_fn fn, void *data)
{
	struct udev_list_entry *entry;
	int r = 0;

	udev_list_entry_foreach(entry, udev_enumerate_get_list_entry(found))
	{
		r = fn(udev_list_entry_get_name(entry), data);
		if (r < 0)
			break;
	}
	return r < 0 ? r : 0;
}

int hp_sysdevices_each(const char *const *subsystems, hp_sysdevices_fn fn, void *data)
{
	_cleanup_(udev_freep) struct udev *udev = udev_new();
	_cleanup_(enumerate_freep) struct udev_enumerate *found = NULL;
	int r;

	if (access("/sys/devices", F_OK) < 0)
		return -errno;
	if (udev)
		found = udev_enumerate_new(udev);
	if (!found)
		return -ENOMEM;
	r = add_matches(found, subsystems);
	if (r >= 0)
		r = udev_enumerate_scan_devices(found);
	return r < 0 ? r : call_each(found, fn, data);
}

int hp_sysdevices_modalias(const char *path, char ret[static HP_SYSDEVICES_MODALIAS_MAX])
{
	char file[PATH_MAX], text[HP_SYSDEVICES_MODALIAS_MAX];
	_cleanup_close_ int fd = -1;
	ssize_t n;

	if (snprintf(file, sizeof(file), "%s/modalias", path) >= (int)sizeof(file))
		return -ENAMETOOLONG;
	fd = open(file, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	n = read(fd, text, sizeof(text) - 1);
	if (n < 0)
		return -errno;
	text[n] = '\0';
	text[strcspn(text, "\n")] = '\0';
	if (!*text)
		return -ENOENT;
	strcpy(ret, text);
	return 0;
}
