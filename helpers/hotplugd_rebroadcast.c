/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugd: what is handled goes on to programs that listen. See hotplugd.h. */
#include "clock.h"
#include "conf.h"
#include "hotplugd.h"
#include "log.h"
#include "rebroadcast.h"
#include "udevd.h"

#define LOOK_PAUSE_MS 1000

static int sender = -1;

void hotplugd_rebroadcast_open(void)
{
	if (!hp_conf_get()->rebroadcast)
		return;
	sender = hp_rebroadcast_open();
	if (sender < 0)
		hp_warning(sender, "cannot rebroadcast events");
}

bool hotplugd_rebroadcasts(void)
{
	return sender >= 0;
}

/* Then it sends the same events, with more in them. */
static bool udevd_sends(void)
{
	static int64_t looked = -LOOK_PAUSE_MS;
	static bool alive;
	int64_t now = hp_clock_ms();
	bool was = alive;

	if (now - looked < LOOK_PAUSE_MS)
		return alive;
	looked = now;
	alive = hp_udevd_is_alive();
	if (alive != was)
		hp_notice("udev %s: events are %s", alive ? "is at work" : "has ended",
			  alive ? "not rebroadcast" : "rebroadcast");
	return alive;
}

void hotplugd_rebroadcast(const struct hp_pending *pending)
{
	static bool told;
	int r;

	if (sender < 0 || udevd_sends())
		return;
	/* Of an event that was made up before any came, nobody knows a better one. */
	r = hp_rebroadcast_send(sender, hp_conf_get()->rebroadcast, pending->msg,
				pending->n, pending->seqnum ?: 1);
	if (r < 0 && !told)
		hp_warning(r, "cannot rebroadcast events");
	told = r < 0;
}
