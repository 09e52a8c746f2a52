/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: hotplugctl coldplug: what hooks and agents see of the devices.
 *
 * Either the kernel is asked to send the event once more, where hotplugd or the helper
 * brings it to them; or the plan is run here. Never both.
 */
#include <errno.h>
#include <poll.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/param.h>
#include <sys/wait.h>

#include "ctl_coldplug.h"
#include "handle.h"
#include "log.h"
#include "queue.h"
#include "synth.h"
#include "uevent.h"

#define LOOK_MS	    100
#define WORKERS_MAX 256

static bool is_gone(int r)
{
	return r == -ENOENT || r == -ENODEV;
}

/* Returns as hp_synth_add(); -ENODEV where another device has taken the place of this:
 * that one has sent its event itself. */
static int send_event(struct coldplug *coldplug, const struct coldplug_device *device,
		      const char *uuid)
{
	int r = coldplug_device_is_there(device) ? hp_synth_add(device->path, uuid)
						 : -ENODEV;

	if (r == -EROFS && !coldplug->counts[COLDPLUG_EVENTS])
		return r;
	coldplug->counts[COLDPLUG_EVENTS] += r == 0;
	if (is_gone(r)) {
		hp_info("%s is gone", device->path);
	} else if (r < 0) {
		hp_error(r, "%s/uevent", device->path);
		coldplug->counts[COLDPLUG_FAILED]++;
	}
	return 0;
}

/* Returns -EROFS where no event can be sent at all. */
static int send_events(struct coldplug *coldplug)
{
	char uuid[HP_SYNTH_UUID_MAX];
	int r = hp_synth_uuid(uuid);

	if (r < 0)
		return hp_error(r, "cannot make up an UUID");
	while (coldplug->shown < coldplug->to_show.n && !coldplug_is_late(coldplug)) {
		r = send_event(coldplug, &coldplug->to_show.at[coldplug->shown], uuid);
		if (r < 0)
			return r;
		coldplug->shown++;
		hp_settle_hear(coldplug->settle);
	}
	return 0;
}

static void wait_for_events(struct coldplug *coldplug)
{
	int r;

	hp_settle_hear(coldplug->settle);
	while (hp_settle_pending(coldplug->settle) && !coldplug_is_late(coldplug)) {
		size_t pending = hp_settle_pending(coldplug->settle);

		coldplug_progress(coldplug);
		r = hp_settle_wait(coldplug->settle, LOOK_MS);
		if (r < 0) {
			hp_error(r, "%zu events are unfinished: %s", pending,
				 coldplug->road == HP_ROAD_DAEMON
					 ? "hotplugd does not answer"
					 : "the helper does not take them up");
			coldplug->failed = true;
		}
	}
}

/* What the processes that run plans share. */
struct shared {
	atomic_uint next, failed;
};

static int work_device(const struct coldplug_device *device,
		       int (*handle)(const struct hp_uevent *))
{
	struct hp_uevent event;
	char why[HP_UEVENT_WHY_MAX];
	int r = hp_uevent_from_sysfs(&event, device->path, why);

	if (!coldplug_device_is_there(device))
		return hp_info("%s is gone", device->path), 0;
	return r < 0 ? (hp_error(0, "not a usable event: %s", why), r) : handle(&event);
}

static void work(const struct coldplug_devices *devices, struct shared *shared,
		 int (*handle)(const struct hp_uevent *))
{
	size_t i;

	while ((i = atomic_fetch_add(&shared->next, 1)) < devices->n)
		if (work_device(&devices->at[i], handle) < 0)
			atomic_fetch_add(&shared->failed, 1);
	_exit(0);
}

/* One line in place of one for each event. */
static int (*choose_handler(void))(const struct hp_uevent *)
{
	_cleanup_(hp_queue_close) struct hp_queue queue = {-1, -1};
	int r = hp_queue_open(&queue);

	if (r == 0)
		return hp_handle;
	hp_warning(r, "no place for a queue in " HP_RUNDIR ": plans are run without");
	return hp_handle_now;
}

/* Where it is late, nothing more is begun, and what was begun is left alone. */
static void wait_for_worker(struct coldplug *coldplug, struct shared *shared, size_t end,
			    pid_t pid)
{
	int status = 0;

	while (waitpid(pid, &status, WNOHANG) == 0) {
		coldplug->shown = MIN(atomic_load(&shared->next), end);
		if (coldplug_is_late(coldplug)) {
			atomic_store(&shared->next, end);
			return;
		}
		coldplug_progress(coldplug);
		hp_settle_hear(coldplug->settle);
		poll(NULL, 0, LOOK_MS / 10);
	}
	if (WIFSIGNALED(status)) {
		hp_error(0, "a process that ran plans was ended by signal %d",
			 WTERMSIG(status));
		coldplug->failed = true;
	}
}

static unsigned int start_workers(struct coldplug *coldplug, struct shared *shared,
				  pid_t pids[static WORKERS_MAX])
{
	int (*handle)(const struct hp_uevent *) = choose_handler();
	unsigned int n = 0, wanted = hp_handle_drainers();

	fflush(NULL);
	while (n < wanted && n < WORKERS_MAX &&
	       n < coldplug->to_show.n - coldplug->shown) {
		pids[n] = fork();
		if (pids[n] < 0)
			break;
		if (pids[n] == 0)
			work(&coldplug->to_show, shared, handle);
		n++;
	}
	if (!n)
		coldplug->failed = hp_error(-errno, "cannot fork") < 0;
	return n;
}

static int run_plans(struct coldplug *coldplug)
{
	pid_t pids[WORKERS_MAX];
	size_t begin = coldplug->shown, end = coldplug->to_show.n;
	unsigned int n;
	struct shared *shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
				     MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (shared == MAP_FAILED)
		return hp_error(-errno, "cannot run plans");
	shared->next = begin;
	n = start_workers(coldplug, shared, pids);
	while (n)
		wait_for_worker(coldplug, shared, end, pids[--n]);
	if (!coldplug->late)
		coldplug->shown = end;
	coldplug->counts[COLDPLUG_EVENTS] += coldplug->shown - begin;
	coldplug->counts[COLDPLUG_FAILED] += shared->failed;
	munmap(shared, sizeof(*shared));
	return 0;
}

int coldplug_show_devices(struct coldplug *coldplug)
{
	int r = 0;

	if (coldplug->shown < coldplug->to_show.n)
		r = coldplug->road == HP_ROAD_NONE ? run_plans(coldplug)
						   : send_events(coldplug);
	if (r == -EROFS) {
		hp_warning(r, "no event can be sent: the plans are run here");
		r = run_plans(coldplug);
	}
	wait_for_events(coldplug);
	return r;
}
