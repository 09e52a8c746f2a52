/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the MTU for IPv6. See netapply_mtu6.h. */
#include <errno.h>
#include <time.h>

#include "clock.h"
#include "netapply_mtu6.h"

/* Copper takes three or four. */
#define SETTLE_MS 5000
#define LOOK_MS	  50
#define LOWER_UP  0x10000 /* IFF_LOWER_UP of linux/if.h, which net/if.h excludes */

/* The kernel has acted on a carrier when it tells that the interface is running. */
static bool is_waiting(struct hp_net_apply *apply)
{
	const unsigned int running = IFF_RUNNING | LOWER_UP;
	struct hp_net_link link;

	return hp_net_link_get(apply->nl, apply->ifindex, NULL, &link) == 0 &&
	       link.flags & IFF_UP && (link.flags & running) != running;
}

bool hp_net_mtu6_waits(struct hp_net_apply *apply, const struct hp_net_step *step)
{
	static const struct timespec pause = {.tv_nsec = LOOK_MS * 1000000};
	int64_t until = hp_clock_ms() + SETTLE_MS;

	if (step->kind != HP_NET_STEP_ADD || step->object.now.kind != HP_NET_MTU6)
		return false;
	while (is_waiting(apply)) {
		if (hp_clock_ms() >= until)
			return true;
		nanosleep(&pause, NULL);
	}
	return false;
}
