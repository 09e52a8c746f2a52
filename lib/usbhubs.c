/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: whether USB hubs are still at work. See usbhubs.h. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/time.h>

#include "dir.h"
#include "root.h"
#include "usbhubs.h"

#define HUB_CLASS "09" /* bDeviceClass, as sysfs prints it */

/* Returns the bytes read, or a negative errno. */
static ssize_t read_attribute(int devices, const char *device, const char *attribute,
			      char ret[static 16])
{
	_cleanup_close_ int fd = -1;
	char path[NAME_MAX + 32];
	ssize_t n;

	snprintf(path, sizeof(path), "%s/%s", device, attribute);
	fd = openat(devices, path, O_RDONLY | O_CLOEXEC);
	n = fd < 0 ? -1 : read(fd, ret, 15);
	if (n < 0)
		return -errno;
	ret[n] = '\0';
	return n;
}

/* Returns -EINTR where the time ends before the hub is done. */
static int wait_for_hub(const char *name, unsigned char type, void *data)
{
	const int *devices = data;
	char text[16];

	if (read_attribute(*devices, name, "bDeviceClass", text) < 0 ||
	    !skip_prefix(text, HUB_CLASS))
		return 0;
	return read_attribute(*devices, name, "bNumInterfaces", text) == -EINTR ? -EINTR
										: 0;
}

static void on_alarm(int signal)
{
}

/* The timer goes on, in case its first signal comes before the read begins. */
static void set_timer(unsigned int ms)
{
	const struct timeval time = {ms / 1000, ms % 1000 * 1000};

	setitimer(ITIMER_REAL, &(struct itimerval){time, time}, NULL);
}

bool hp_usbhubs_wait(unsigned int ms)
{
	struct sigaction before, interrupt = {.sa_handler = on_alarm};
	char path[PATH_MAX];
	_cleanup_close_ int devices =
		hp_path(path, "/sys/bus/usb/devices") < 0
			? -1
			: open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int r;

	if (devices < 0)
		return true;
	sigaction(SIGALRM, &interrupt, &before);
	set_timer(ms);
	r = hp_dir_read(devices, wait_for_hub, &devices);
	set_timer(0);
	sigaction(SIGALRM, &before, NULL);
	return r != -EINTR;
}
