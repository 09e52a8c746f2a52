/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugd: its places in /run, where it is met and where it keeps its record.
 * See hotplugd.h.
 */
#include <errno.h>

#include "clock.h"
#include "handover.h"
#include "hotplugd.h"
#include "log.h"

#define PAUSE_MS 5000

static struct {
	bool tried;
	int64_t not_before_ms;
} places;

/* Of what is missing at the start; it is tried again in silence. */
static void warn(int r, const char *text)
{
	if (!places.tried)
		hp_warning(r, "%s", text);
}

/* Two daemons never use one journal: the socket is bound first. */
static int open_listener(void)
{
	hotplugd.listener = hp_handover_listen();
	if (hotplugd.listener == -EADDRINUSE)
		return -EBUSY;
	if (hotplugd.listener < 0)
		warn(hotplugd.listener, "cannot listen on " HP_RUNDIR "/event");
	return hotplugd.listener < 0 ? 0 : hotplugd_watch_listener();
}

static void open_journal(const struct hp_queue *queue)
{
	int r = hp_journal_open(&hotplugd.journal, queue, hp_monitor_buffer(),
				hotplugd_take_unfinished);

	if (r < 0)
		return warn(r, "cannot open the journal in " HP_RUNDIR "/queue");
	/* A daemon was here before: what happened meanwhile is made up. */
	hotplugd.lost |= r > 0;
	hotplugd_drain();
}

int hotplugd_open_places(void)
{
	_cleanup_(hp_queue_close) struct hp_queue queue = {-1, -1};
	int r = hp_queue_open(&queue);

	if (r < 0) {
		warn(r, "no place for a journal in " HP_RUNDIR
			": what is unfinished when hotplugd is killed is lost");
		r = 0;
	} else {
		if (hotplugd.listener < 0)
			r = open_listener();
		if (r == 0 && hotplugd.journal.fd < 0)
			open_journal(&queue);
		/* Where there is no room for it, an event may be worked twice. */
		if (!hotplugd.taken)
			(void)!hp_taken_open(&hotplugd.taken, &queue, true);
	}
	places.tried = true;
	places.not_before_ms = hp_clock_ms() + PAUSE_MS;
	return r;
}

void hotplugd_open_places_again(void)
{
	if ((hotplugd.listener < 0 || hotplugd.journal.fd < 0 || !hotplugd.taken) &&
	    hp_clock_ms() >= places.not_before_ms)
		(void)!hotplugd_open_places();
}
