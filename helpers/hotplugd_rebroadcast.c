/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugd: what is handled goes on to programs that listen. See hotplugd.h. */
#include "conf.h"
#include "hotplugd.h"
#include "log.h"
#include "rebroadcast.h"

static int sender = -1;

void hotplugd_rebroadcast_open(void)
{
	if (!hp_conf_get()->rebroadcast || sender >= 0)
		return;
	sender = hp_rebroadcast_open();
	if (sender < 0)
		hp_warning(sender, "cannot rebroadcast events");
}

bool hotplugd_rebroadcasts(void)
{
	return sender >= 0 && hp_conf_get()->rebroadcast;
}

/* What rtnetlink tells is for those who ask rtnetlink. */
static bool stays_here(const struct hp_pending *pending)
{
	static const char iface[] = "\0SUBSYSTEM=" HP_UEVENT_IFACE;

	return memmem(pending->msg, pending->n, iface, sizeof(iface));
}

void hotplugd_finish(const struct hp_pending *pending, enum hp_outcome outcome)
{
	struct hp_pending told = *pending;

	if (!pending->msg)
		return hotplugd_lose("the journal was damaged");
	/* The event was told when what others had left of it was done. */
	if (hotplugd_is_rest(pending))
		return;
	told.n = hotplugd_length_unmarked(pending);
	/* What has nothing to do was counted when it came. */
	if (!told.is_idle)
		hotplugd_count_ended(&told, outcome);
	hotplugd_rebroadcast(&told);
}

void hotplugd_rebroadcast(const struct hp_pending *pending)
{
	static bool told;
	int r;

	if (!hotplugd_rebroadcasts() || stays_here(pending))
		return;
	/* A udevd sends the same events, with more in them. */
	hotplugd_look_around();
	if (hotplugd.neighbour.is_udevd)
		return;
	/* Of an event that was made up before any came, nobody knows a better one. */
	r = hp_rebroadcast_send(sender, hp_conf_get()->rebroadcast, pending->msg,
				pending->n, pending->seqnum ?: 1);
	if (r < 0 && !told)
		hp_warning(r, "cannot rebroadcast events");
	told = r < 0;
}
