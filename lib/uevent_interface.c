/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what /sys knows of a network interface, in its event. See uevent_internal.h.
 */
#include <fcntl.h>
#include <limits.h>

#include "number.h"
#include "root.h"
#include "uevent_internal.h"

/* Reads one line of a file in /sys/class/net/NAME. */
static bool net_attribute_read(const char *name, const char *attribute, char *ret,
			       size_t size)
{
	char path[PATH_MAX];
	_cleanup_close_ int fd = -1;
	ssize_t n;

	if (hp_path(path, "/sys/class/net/%s/%s", name, attribute) < 0)
		return false;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	n = fd < 0 ? -1 : read(fd, ret, size - 1);
	if (n <= 0)
		return false;
	ret[n] = '\0';
	ret[strcspn(ret, "\n")] = '\0';
	return true;
}

/* A person says INTERFACE=eth0 and nothing else: DEVPATH and IFINDEX are in /sys, where
 * the interface exists. Where it does not, the event stays without. */
void hp_uevent_fill_in_interface(struct hp_uevent *event)
{
	char path[PATH_MAX], target[PATH_MAX], number[16];
	const char *devices;
	uint64_t ifindex;
	ssize_t n;

	if (hp_path(path, "/sys/class/net/%s", event->interface) < 0)
		return;
	n = readlink(path, target, sizeof(target) - 1);
	if (n <= 0)
		return;
	target[n] = '\0';
	devices = strstr(target, "/devices/");
	if (devices && hp_uevent_devpath_is_valid(devices))
		event->devpath = hp_uevent_fill_in(event, "DEVPATH", devices);
	if (!event->ifindex &&
	    net_attribute_read(event->interface, "ifindex", number, sizeof(number)) &&
	    hp_number_parse(number, 10, INT32_MAX, &ifindex) == 0 &&
	    hp_uevent_fill_in(event, "IFINDEX", number))
		event->ifindex = ifindex;
}
