/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: a device by a path in /sys. See deviceinfo.h. */
#include <errno.h>
#include <fcntl.h>

#include "root.h"
#include "deviceinfo.h"

#define DEPTH_MAX 8 /* of classes: a disk of a SCSI device of a USB interface */

/* The last component of what the link leads to; "" where there is none. */
static void read_link_name(const char *dir, const char *link,
			   char ret[static HP_DEVICEINFO_NAME_MAX])
{
	char path[PATH_MAX + 32], target[PATH_MAX];
	const char *slash;
	ssize_t n;

	ret[0] = '\0';
	snprintf(path, sizeof(path), "%s/%s", dir, link);
	n = readlink(path, target, sizeof(target) - 1);
	if (n <= 0)
		return;
	target[n] = '\0';
	slash = strrchr(target, '/');
	snprintf(ret, HP_DEVICEINFO_NAME_MAX, "%.*s", HP_DEVICEINFO_NAME_MAX - 1,
		 slash ? slash + 1 : target);
}

/* Of buses whose events lack it, as pnp. */
static void read_modalias_file(const char *dir, char *ret, size_t size)
{
	char path[PATH_MAX + 32];
	_cleanup_close_ int fd = -1;
	ssize_t n;

	snprintf(path, sizeof(path), "%s/modalias", dir);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	n = fd < 0 ? -1 : read(fd, ret, size - 1);
	ret[n < 0 ? 0 : n] = '\0';
	ret[strcspn(ret, "\n")] = '\0';
}

static void read_ids(const struct hp_uevent *event, char *ret, size_t size)
{
	const char *product = hp_uevent_get(event, "PRODUCT");
	unsigned int vendor, id;

	ret[0] = '\0';
	if (streq(event->subsystem, "usb") && product &&
	    sscanf(product, "%4x/%4x/", &vendor, &id) == 2)
		snprintf(ret, size, "usb:%04x:%04x", vendor, id);
}

static void read_event(struct hp_deviceinfo *device, const struct hp_uevent *event,
		       const char *dir)
{
	snprintf(device->devpath, sizeof(device->devpath), "%s", event->devpath);
	snprintf(device->modalias, sizeof(device->modalias), "%s", event->modalias ?: "");
	if (!*device->modalias)
		read_modalias_file(dir, device->modalias, sizeof(device->modalias));
	read_ids(event, device->ids, sizeof(device->ids));
	read_link_name(dir, "driver", device->driver);
	read_link_name(dir, "driver/module", device->module);
}

/* Goes on at what a device of a class belongs to. Returns whether there is such. */
static bool follow(char path[static PATH_MAX])
{
	size_t n = strlen(path);

	if (n + sizeof("/device") > PATH_MAX)
		return false;
	strcpy(path + n, "/device");
	return access(path, F_OK) == 0;
}

static bool is_found(const struct hp_deviceinfo *device)
{
	return *device->modalias || *device->ids || *device->driver;
}

int hp_deviceinfo_read(struct hp_deviceinfo *ret, const char *path,
		       char why[static HP_UEVENT_WHY_MAX])
{
	char dir[PATH_MAX], ignored[HP_UEVENT_WHY_MAX];
	struct hp_uevent event;
	int r;

	snprintf(dir, sizeof(dir), "%s", path);
	r = hp_uevent_from_sysfs(&event, dir, why);
	if (r < 0)
		return r;
	read_event(ret, &event, dir);
	for (int i = 0; i < DEPTH_MAX && !is_found(ret) && follow(dir); i++)
		if (hp_uevent_from_sysfs(&event, dir, ignored) == 0)
			read_event(ret, &event, dir);
	return 0;
}
