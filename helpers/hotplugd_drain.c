/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugd: what helpers left in the queue while nobody listened. See
 * hotplugd.h.
 */
#include <errno.h>

#include "clock.h"
#include "handle.h"
#include "hotplugd.h"
#include "log.h"
#include "queue.h"

#define PAUSE_MIN_MS 1000
#define PAUSE_MAX_MS 60000

static struct {
	bool due;
	pid_t child; /* 0: none */
	int64_t not_before_ms;
	int64_t pause_ms; /* after the last one */
} drain;

/* A device that one of our workers is at keeps its events in the queue: they are not
 * lost, but nobody else comes for them. */
static int drain_queue(const struct hp_uevent *event)
{
	struct hp_queue queue;
	int r = hp_queue_open(&queue);

	if (r < 0)
		return hp_error(r, "cannot open the queue"), 0;
	hp_queue_drain(&queue, hp_handle_drainers(), hp_handle_now);
	return hp_queue_is_empty(&queue) ? 0 : -EAGAIN;
}

void hotplugd_drain(void)
{
	drain.due = true;
}

void hotplugd_drain_left(void)
{
	_cleanup_(hp_queue_close) struct hp_queue queue = {-1, -1};

	if (hp_queue_open(&queue) == 0 && !hp_queue_is_empty(&queue))
		hotplugd_drain();
}

int hotplugd_drain_start(void)
{
	pid_t pid;

	if (!drain.due || drain.child)
		return 0;
	if (hp_clock_ms() < drain.not_before_ms)
		return 1;
	pid = hotplugd_start(drain_queue, NULL, -1);
	if (pid < 0)
		return pid;
	drain.due = false;
	drain.child = pid;
	return 0;
}

/* The queue counts how often an event ended who worked it; that we were killed for
 * another reason, or that a device is busy for long, must not keep the machine busy. */
void hotplugd_drain_ended(pid_t pid, int status)
{
	if (pid != drain.child)
		return;
	drain.child = 0;
	drain.due |= status != 0;
	drain.pause_ms = status && drain.pause_ms ? 2 * drain.pause_ms : PAUSE_MIN_MS;
	if (drain.pause_ms > PAUSE_MAX_MS)
		drain.pause_ms = PAUSE_MAX_MS;
	drain.not_before_ms = hp_clock_ms() + drain.pause_ms;
}
