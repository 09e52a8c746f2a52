/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugd beside udevd, mdevd and their like: what is left to them, and what is
 * not. See hotplugd.h. */
#include <errno.h>

#include "clock.h"
#include "conf.h"
#include "dispatch.h"
#include "handle.h"
#include "hotplugd.h"
#include "log.h"
#include "saved.h"

#define LOOK_PAUSE_MS 2000

/* The last variable of what is marked. */
static const char whole_mark[] = HOTPLUGD_PART "=whole";
static const char loads_mark[] = HOTPLUGD_PART "=loads";

static bool after_udev;
static uint64_t before_udev; /* what the kernel had told when udev was first heard */
static uint64_t all_told;    /* up to this one, udev has nothing to tell any more */

static void tell(void)
{
	static char name[sizeof(hotplugd.neighbour.name)];

	if (!*name && !*hotplugd.neighbour.name)
		return;
	if (!*hotplugd.neighbour.name)
		hp_notice("%s has ended: drivers and names are ours", name);
	else if (after_udev)
		hp_notice("%s is at work: events are taken after it",
			  hotplugd.neighbour.name);
	else if (hp_plan_part == HP_PLAN_WHOLE)
		hp_notice("%s is at work, too", hotplugd.neighbour.name);
	else
		hp_notice("%s is at work: drivers and names are left to it",
			  hotplugd.neighbour.name);
	strcpy(name, hotplugd.neighbour.name);
}

/* The number is read behind the first moment at which udev is heard: of each later event
 * its word comes. */
static int begin_to_hear_udev(void)
{
	int r = hp_monitor_hear_udev(hotplugd.monitor, true);

	if (r < 0)
		return r;
	r = hp_seqnums_read_newest(&before_udev);
	if (r < 0) {
		(void)!hp_monitor_hear_udev(hotplugd.monitor, false);
		return r;
	}
	hotplugd.whole = hotplugd.seqnums;
	all_told = before_udev;
	return 0;
}

/* What was heard until then is handled, but for what udev had not finished when it
 * ended. */
static void follow_udev(bool follow)
{
	int r;

	if (follow == after_udev)
		return;
	r = follow ? begin_to_hear_udev() : hp_monitor_hear_udev(hotplugd.monitor, false);
	if (r < 0) {
		hp_warning(r, "cannot hear udev's events");
		return;
	}
	if (!follow)
		hotplugd_lose("udev is heard no more");
	after_udev = follow;
}

void hotplugd_leave_to_neighbour(void)
{
	bool with_udev = hp_conf_get()->with_udev, is_there = *hotplugd.neighbour.name;

	hp_plan_part = is_there && !with_udev ? HP_PLAN_WITHOUT_LOADS : HP_PLAN_WHOLE;
	hp_names_by = with_udev	 ? HP_NAMES_BY_US
		      : is_there ? HP_NAMES_BY_OTHERS
				 : HP_NAMES_BY_UDEV;
	hp_outlooks_forget(hotplugd.outlooks);
	follow_udev(with_udev && hotplugd.neighbour.is_udevd);
	tell();
}

bool hotplugd_is_after_udev(void)
{
	return after_udev;
}

void hotplugd_look_around(void)
{
	static int64_t looked = -LOOK_PAUSE_MS;
	int64_t now = hp_clock_ms();

	if (now - looked < LOOK_PAUSE_MS)
		return;
	looked = now;
	if (hp_neighbour_look(&hotplugd.neighbour))
		hotplugd_leave_to_neighbour();
}

/* What a helper could not wait for, it works itself. */
static bool is_ours(uint64_t seqnum, unsigned int parts)
{
	return hp_taken_by_daemon(hotplugd.taken, seqnum, parts) != 0;
}

/* What udev finished before it was heard is not left to it. */
void hotplugd_take_kernels(const struct hp_uevent *event, const char *msg, size_t n)
{
	if (after_udev && (event->seqnum > before_udev ||
			   hp_seqnums_has(&hotplugd.whole, event->seqnum)))
		return;
	if (after_udev)
		hp_seqnums_mark(&hotplugd.whole, event->seqnum);
	if (is_ours(event->seqnum,
		    hp_plan_part == HP_PLAN_WHOLE ? HP_TAKEN_WHOLE : HP_TAKEN_REST))
		hotplugd_take_event(event, msg, n);
}

unsigned int hotplugd_count_untold(uint64_t until)
{
	unsigned int n = 0;

	if (!after_udev)
		return 0;
	/* Of those before the window nothing is known any more. */
	if (until > HP_SEQNUMS_WINDOW && all_told < until - HP_SEQNUMS_WINDOW)
		all_told = until - HP_SEQNUMS_WINDOW;
	for (uint64_t seqnum = all_told; seqnum < until;) {
		seqnum++;
		n += hp_seqnums_has(&hotplugd.seqnums, seqnum) &&
		     !hp_seqnums_has(&hotplugd.whole, seqnum);
		if (!n)
			all_told = seqnum;
	}
	return n;
}

void hotplugd_take_udevs(const struct hp_uevent *event, const char *msg, size_t n)
{
	if (hp_seqnums_has(&hotplugd.whole, event->seqnum))
		return;
	hp_seqnums_mark(&hotplugd.whole, event->seqnum);
	if (is_ours(event->seqnum, HP_TAKEN_WHOLE))
		hotplugd_take_event(event, msg, n);
}

/* Marks the event with the part of its plan that is to be run, and takes it. */
static int take_part(const struct hp_uevent *event, const char *msg, size_t n,
		     enum hp_plan_part part)
{
	const char *mark = part == HP_PLAN_LOADS ? loads_mark : whole_mark;
	char marked[HP_SAVED_MAX + 32], why[HP_UEVENT_WHY_MAX];
	struct hp_uevent again;

	memcpy(marked, msg, n);
	strcpy(marked + n, mark);
	n += strlen(mark) + 1;
	/* There may be no room for another variable. */
	if (hp_uevent_from_netlink(&again, marked, n, why) < 0)
		return -ENOBUFS;
	return hotplugd_take_event(&again, marked, n);
}

int hotplugd_take_handed_over(const struct hp_uevent *event, const char *msg, size_t n)
{
	bool is_heard = hp_seqnums_has(&hotplugd.seqnums, event->seqnum);
	int r;

	if (hp_plan_part == HP_PLAN_WHOLE && !after_udev)
		return is_heard ? 0 : hotplugd_take_event(event, msg, n);
	if (hp_seqnums_has(&hotplugd.whole, event->seqnum))
		return 0;
	if (after_udev)
		r = hotplugd_take_event(event, msg, n);
	else
		r = take_part(event, msg, n, is_heard ? HP_PLAN_LOADS : HP_PLAN_WHOLE);
	/* A number that the kernel has not told may be anybody's. */
	if (r == 0 && is_heard) {
		hp_seqnums_mark(&hotplugd.whole, event->seqnum);
		(void)!is_ours(event->seqnum, HP_TAKEN_WHOLE);
	}
	return r;
}

static bool has_mark(const struct hp_pending *pending, const char *mark, size_t size)
{
	return pending->n > size && pending->msg[pending->n - size - 1] == '\0' &&
	       memcmp(pending->msg + pending->n - size, mark, size) == 0;
}

bool hotplugd_is_rest(const struct hp_pending *pending)
{
	return has_mark(pending, loads_mark, sizeof(loads_mark));
}

size_t hotplugd_length_unmarked(const struct hp_pending *pending)
{
	bool is_marked = has_mark(pending, whole_mark, sizeof(whole_mark));

	return pending->n - (is_marked ? sizeof(whole_mark) : 0);
}

int hotplugd_work(const struct hp_uevent *event)
{
	const char *part = hp_uevent_get(event, HOTPLUGD_PART);

	if (part)
		hp_plan_part = streq(part, "loads") ? HP_PLAN_LOADS : HP_PLAN_WHOLE;
	return hp_handle_now(event);
}
