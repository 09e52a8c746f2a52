/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: what a program sees on libudev's monitor.
 *
 *	udevlisten [SUBSYSTEM [DEVTYPE]]
 *
 * Prints "ready", then a line for each event: SEQNUM, ACTION, SUBSYSTEM, DEVTYPE or -,
 * DEVPATH.
 */
#include <libudev.h>
#include <poll.h>
#include <stdio.h>

static void print(struct udev_device *device)
{
	printf("%llu %s %s %s %s\n", udev_device_get_seqnum(device),
	       udev_device_get_action(device), udev_device_get_subsystem(device),
	       udev_device_get_devtype(device) ?: "-", udev_device_get_devpath(device));
	fflush(stdout);
}

int main(int argc, char *argv[])
{
	struct udev_monitor *monitor = udev_monitor_new_from_netlink(udev_new(), "udev");
	struct pollfd ready = {.events = POLLIN};
	struct udev_device *device;

	if (!monitor)
		return 1;
	if (argc > 1 && udev_monitor_filter_add_match_subsystem_devtype(
				monitor, argv[1], argc > 2 ? argv[2] : NULL) < 0)
		return 1;
	if (udev_monitor_enable_receiving(monitor) < 0)
		return 1;
	puts("ready");
	fflush(stdout);
	ready.fd = udev_monitor_get_fd(monitor);
	while (poll(&ready, 1, -1) == 1) {
		device = udev_monitor_receive_device(monitor);
		if (device)
			print(device);
		udev_device_unref(device);
	}
	return 1;
}
