/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: make up the event of a device that is there already. See uevent.h. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>

#include "root.h"
#include "uevent.h"

#define LINES_MAX (HP_UEVENT_VARS_MAX + 1)

static int refuse(char why[static HP_UEVENT_WHY_MAX], const char *path, const char *what)
{
	snprintf(why, HP_UEVENT_WHY_MAX, "%.120s: %s", path, what);
	return -EINVAL;
}

/* "KEY=VALUE\n..." of DEVICE/uevent, as drivers/base/core.c (uevent_show) prints it. The
 * MODALIAS of a CPU brings a line feed of its own (print_cpu_modalias()). */
static size_t split_lines(char *text, char *ret[static LINES_MAX], size_t n)
{
	char *rest = NULL, *line;

	for (line = strtok_r(text, "\n", &rest); line && n < LINES_MAX;
	     line = strtok_r(NULL, "\n", &rest))
		ret[n++] = line;
	return n;
}

static int read_uevent_file(const char *device, char *ret, size_t size)
{
	char path[PATH_MAX];
	_cleanup_close_ int fd = -1;
	ssize_t n;

	if (snprintf(path, sizeof(path), "%s/uevent", device) >= (int)sizeof(path))
		return -ENAMETOOLONG;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	n = fd < 0 ? -1 : read(fd, ret, size - 1);
	if (n < 0)
		return -errno;
	ret[n] = '\0';
	return 0;
}

static bool read_subsystem(const char *device, char *ret, size_t size)
{
	char path[PATH_MAX], target[PATH_MAX];
	const char *name;
	ssize_t n;

	if (snprintf(path, sizeof(path), "%s/subsystem", device) >= (int)sizeof(path))
		return false;
	n = readlink(path, target, sizeof(target) - 1);
	if (n <= 0)
		return false;
	target[n] = '\0';
	name = strrchr(target, '/');
	return name && snprintf(ret, size, "SUBSYSTEM=%s", name + 1) < (int)size;
}

int hp_uevent_from_sysfs(struct hp_uevent *ret, const char *device,
			 char why[static HP_UEVENT_WHY_MAX])
{
	char action[] = "ACTION=add";
	char resolved[PATH_MAX], sysfs[PATH_MAX], devpath[PATH_MAX + sizeof("DEVPATH=")];
	char subsystem[128], text[HP_UEVENT_BYTES_MAX + 1];
	char *vars[LINES_MAX] = {action, devpath, subsystem};
	const char *inside;

	if (hp_path(sysfs, "/sys") < 0 || !realpath(device, resolved))
		return refuse(why, device, "no such device");
	inside = skip_prefix(resolved, sysfs);
	if (!inside || inside[0] != '/')
		return refuse(why, device, "is not in /sys");
	if (!read_subsystem(resolved, subsystem, sizeof(subsystem)) ||
	    read_uevent_file(resolved, text, sizeof(text)) < 0)
		return refuse(why, device,
			      "is no device with a subsystem and an uevent file");
	snprintf(devpath, sizeof(devpath), "DEVPATH=%s", inside);
	return hp_uevent_from_vars(ret, vars, split_lines(text, vars, 3), NULL, why);
}
