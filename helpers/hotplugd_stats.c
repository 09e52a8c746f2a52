/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugd: what is counted of events, and the whole of its state for who asks.
 * See hotplugd.h.
 */
#include "child.h"
#include "clock.h"
#include "control.h"
#include "dispatch.h"
#include "hotplugd.h"
#include "hotplugd_control.h"
#include "log.h"

static struct hp_stats stats;
static struct hp_stuck *stuck; /* NULL: there is no memory for it */
static int64_t began_us;

void hotplugd_count_nothing(const char *subsystem, uint64_t seqnum, const char *msg,
			    size_t n)
{
	const struct hp_pending pending = {
		.seqnum = seqnum,
		.received_us = hotplugd.received_us,
		.n = n,
		.msg = msg,
	};

	hp_stats_count(&stats, subsystem, HP_OUTCOME_NOTHING);
	if (hotplugd_control_is_heard())
		hotplugd_control_tell(&pending, HP_OUTCOME_NOTHING, hp_clock_us());
}

static const char *subsystem_of(const struct hp_pending *pending)
{
	const char *var = pending->msg, *end = var + pending->n, *value = NULL;

	for (; var < end && !value; var += strlen(var) + 1)
		value = skip_prefix(var, "SUBSYSTEM=");
	return value ?: "";
}

void hotplugd_count_ended(const struct hp_pending *pending, enum hp_outcome outcome)
{
	int64_t ended_us = hp_clock_us();

	hp_stats_count(&stats, subsystem_of(pending), outcome);
	/* What an earlier daemon received has no time that means anything. */
	if (pending->received_us)
		hp_stats_time(&stats, ended_us - pending->received_us);
	if (hotplugd_control_is_heard())
		hotplugd_control_tell(pending, outcome, ended_us);
}

/* In every process of the daemon. */
static void on_left(pid_t pid, const char *name)
{
	hp_stuck_note(stuck, pid, name);
}

void hotplugd_count_begin(void)
{
	int r = hp_stuck_new(&stuck);

	began_us = hp_clock_us();
	if (r < 0)
		hp_warning(r, "loads that are left alone are not counted");
	else
		hp_child_on_left = on_left;
}

void hotplugd_status(struct hp_control_status *ret)
{
	*ret = (struct hp_control_status){
		.pid = getpid(),
		.uptime_us = hp_clock_us() - began_us,
		.level = hp_log_get_level(),
		.unfinished = hp_order_count(hotplugd.order) +
			      hp_order_count(hotplugd.urgent.order),
		.working = hotplugd.workers.n + hotplugd.urgent.n,
		.working_max = hotplugd.workers.max,
		.resync_due = hotplugd.lost,
		.counts = hotplugd.counts,
		.left_to_neighbour = hp_plan_part == HP_PLAN_WITHOUT_LOADS,
		.after_neighbour = hotplugd_is_after_udev(),
		.stats = stats,
	};
	strcpy(ret->neighbour, hotplugd.neighbour.name);
	hp_outlooks_count(hotplugd.outlooks, &ret->outlooks);
	if (!stuck)
		return;
	ret->left_alone = hp_stuck_count(stuck);
	ret->n_stuck = hp_stuck_list(stuck, ret->stuck, HP_CONTROL_STUCK_MAX);
}
