/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the way of one event through plan, queue and drainers. See handle.h. */
#include <errno.h>
#include <sched.h>

#include "agent.h"
#include "conf.h"
#include "device.h"
#include "dispatch.h"
#include "handle.h"
#include "handover.h"
#include "log.h"
#include "queue.h"
#include "seqnums.h"
#include "taken.h"

#define DRAINERS_PER_CPU 2
#define DRAINERS_MIN	 4
#define DRAINERS_MAX	 64

/* Most of their time they wait for programs and drivers. */
#define WORKERS_PER_CPU	 12
#define WORKERS_MIN	 4
#define WORKERS_MAX	 256
#define WORKER_MEMORY	 (8 << 20) /* of the machine's, for each */

int hp_handle_now(const struct hp_uevent *event)
{
	_cleanup_(hp_plan_free) struct hp_plan plan = {0};

	if (hp_plan_make(&plan, event) < 0)
		return -EIO;
	return hp_plan_run(&plan, event);
}

static unsigned int cpus(void)
{
	cpu_set_t set;

	return sched_getaffinity(0, sizeof(set), &set) == 0 ? CPU_COUNT(&set) : 0;
}

unsigned int hp_handle_drainers(void)
{
	unsigned int n = hp_conf_get()->drainers;

	if (n)
		return n;
	n = cpus() * DRAINERS_PER_CPU;
	return n < DRAINERS_MIN ? DRAINERS_MIN : n > DRAINERS_MAX ? DRAINERS_MAX : n;
}

unsigned int hp_handle_workers(void)
{
	unsigned long long memory = (unsigned long long)sysconf(_SC_PHYS_PAGES) *
				    sysconf(_SC_PAGESIZE) / WORKER_MEMORY;
	unsigned int n = hp_conf_get()->drainers;

	if (n)
		return n;
	n = cpus() * WORKERS_PER_CPU;
	n = memory < n ? memory : n;
	return n < WORKERS_MIN ? WORKERS_MIN : n > WORKERS_MAX ? WORKERS_MAX : n;
}

/* The event that this process came with, and its plan: mostly it is the one that it
 * works, and then the directories need no second look. */
static struct {
	const struct hp_uevent *event;
	const struct hp_plan *plan;
} own;

static bool is_own(const struct hp_uevent *event)
{
	if (event == own.event)
		return true;
	return own.event->seqnum && own.event->seqnum == event->seqnum &&
	       own.event->devpath && streq(own.event->devpath, event->devpath);
}

static int work(const struct hp_uevent *event)
{
	return is_own(event) ? hp_plan_run(own.plan, event) : hp_handle_now(event);
}

static int work_without_queue(const struct hp_uevent *event, int r, const char *missing)
{
	char text[512];

	hp_warning(r, "%s: handled without queue: %s",
		   hp_uevent_describe(event, text, sizeof(text)), missing);
	return work(event);
}

static int work_with_queue(const struct hp_uevent *event)
{
	_cleanup_(hp_queue_close) struct hp_queue queue = {-1, -1};
	int r = hp_queue_open(&queue);

	if (r < 0)
		return work_without_queue(event, r, "no place for it in " HP_RUNDIR);
	if (!event->seqnum || !event->devpath)
		return hp_queue_work_now(&queue, event, hp_handle_drainers(), work);
	r = hp_queue_put(&queue, event);
	if (r < 0)
		return work_without_queue(event, r,
					  "cannot write to " HP_RUNDIR "/queue");
	hp_queue_drain(&queue, hp_handle_drainers(), work);
	return 0;
}

/* What is ours of an event for which hotplugd has no time: what it has not taken by now.
 * A number that the kernel has not given yet may be anybody's. */
static unsigned int take_over(const struct hp_queue *queue, const struct hp_uevent *event)
{
	_cleanup_(hp_taken_close) struct hp_taken *taken = NULL;
	uint64_t newest;

	if (hp_seqnums_read_newest(&newest) < 0 || event->seqnum > newest ||
	    hp_taken_open(&taken, queue, false) < 0)
		return HP_TAKEN_WHOLE;
	return hp_taken_by_helper(taken, event->seqnum);
}

/* Returns 1 where all of it is ours; else it is done. */
static int work_what_is_left(const struct hp_uevent *event)
{
	_cleanup_(hp_queue_close) struct hp_queue queue = {-1, -1};
	unsigned int parts;

	if (hp_queue_open(&queue) < 0)
		return 1;
	parts = take_over(&queue, event);
	if (parts == HP_TAKEN_WHOLE)
		return 1;
	if (parts != HP_TAKEN_LOADS)
		return 0;
	hp_plan_part = HP_PLAN_LOADS;
	return hp_queue_work(&queue, event, hp_device_inode(event), hp_handle_now);
}

int hp_handle(const struct hp_uevent *event)
{
	_cleanup_(hp_plan_free) struct hp_plan plan = {0};
	int r;

	if (hp_plan_make(&plan, event) < 0)
		return -EIO;
	if (plan.n == 0)
		return plan.refused ? -EIO : 0;
	/* A load that waits for its firmware must never wait for itself. */
	if (hp_dry_run || streq(event->subsystem, "firmware"))
		return hp_plan_run(&plan, event);
	r = hp_handover(event);
	if (r == HP_AGENT_UNUSABLE)
		return -EBADMSG;
	if (r >= 0)
		return r == HP_AGENT_FAILED ? -EIO : 0;
	if (r == -ETIMEDOUT) {
		r = work_what_is_left(event);
		if (r <= 0)
			return r;
	}
	own.event = event;
	own.plan = &plan;
	if (!hp_device_sysfs_mounted())
		return work_without_queue(event, 0, "/sys is not mounted");
	return work_with_queue(event);
}
