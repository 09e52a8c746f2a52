/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugd: what it tells whoever started it. See hotplugd_service.h. */
#include <errno.h>
#include <inttypes.h>
#include <time.h>

#include "hotplugd_service.h"
#include "log.h"
#include "notify.h"
#include "pidfile.h"

static struct {
	const struct hotplugd_options *options;
	bool ready;
} service;

void hotplugd_service_open(const struct hotplugd_options *options)
{
	service.options = options;
	hp_pidfile_set(options->pid_file);
}

static void notify(const char *state)
{
	int r = hp_notify(state);

	if (r < 0)
		hp_warning(r, "cannot tell the service manager at %s",
			   getenv("NOTIFY_SOCKET"));
}

/* One line, and the end of the file. */
static void tell_descriptor(int fd)
{
	if (fd >= 0 && write(fd, "\n", 1) < 0)
		hp_warning(-errno, "cannot write to descriptor %d", fd);
	hp_closep(&fd);
}

static void tell_all(void)
{
	const struct hotplugd_options *options = service.options;
	int r = hp_pidfile_write();

	if (r < 0)
		hp_error(r, "cannot write the pid file %s", options->pid_file);
	tell_descriptor(options->ready_fd);
}

void hotplugd_service_ready(void)
{
	if (service.ready)
		return;
	service.ready = true;
	tell_all();
	notify("READY=1");
}

void hotplugd_service_reloading(void)
{
	char state[64];
	struct timespec now;

	if (!service.ready)
		return;
	/* What Type=notify-reload asks for. */
	clock_gettime(CLOCK_MONOTONIC, &now);
	snprintf(state, sizeof(state), "RELOADING=1\nMONOTONIC_USEC=%" PRIu64,
		 now.tv_sec * UINT64_C(1000000) + now.tv_nsec / 1000);
	notify(state);
}

void hotplugd_service_reloaded(void)
{
	if (service.ready)
		notify("READY=1");
}

void hotplugd_service_stopping(unsigned int seconds)
{
	char state[64];

	snprintf(state, sizeof(state), "STOPPING=1\nEXTEND_TIMEOUT_USEC=%" PRIu64,
		 seconds * UINT64_C(1000000));
	notify(state);
}

void hotplugd_service_end(void)
{
	if (service.ready)
		hp_pidfile_remove();
}
