/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugd: what it tells whoever started it. See hotplugd_service.h. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <time.h>

#include "hotplugd_service.h"
#include "log.h"
#include "notify.h"

static struct {
	const struct hotplugd_options *options;
	bool ready;
} service;

void hotplugd_service_open(const struct hotplugd_options *options)
{
	service.options = options;
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

/* Whole or not at all: a stale one is replaced, whatever it is. */
static int write_pid_file(const char *path)
{
	_cleanup_close_ int fd = -1;
	char new[PATH_MAX];

	if (snprintf(new, sizeof(new), "%s.new", path) >= (int)sizeof(new))
		return -ENAMETOOLONG;
	unlink(new);
	fd = open(new, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	if (fd < 0)
		return -errno;
	if (dprintf(fd, "%d\n", (int)getpid()) < 0 || rename(new, path) < 0) {
		int r = -errno;

		unlink(new);
		return r;
	}
	return 0;
}

static void tell_all(void)
{
	const struct hotplugd_options *options = service.options;
	int r = options->pid_file ? write_pid_file(options->pid_file) : 0;

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

/* The next daemon's may be there by now. */
static bool is_ours(const char *path)
{
	_cleanup_close_ int fd =
		open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	char text[16] = "";

	return fd >= 0 && read(fd, text, sizeof(text) - 1) > 0 && atoi(text) == getpid();
}

void hotplugd_service_end(void)
{
	const char *path = service.options->pid_file;

	if (path && service.ready && is_ours(path))
		unlink(path);
}
