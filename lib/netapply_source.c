/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: routes whose source address nobody may use yet. See netapply_source.h. */
#include <errno.h>
#include <linux/if_addr.h>
#include <time.h>

#include "clock.h"
#include "netapply_source.h"

/* It takes up to two seconds, with the kernel's defaults. */
#define SETTLE_MS 5000
#define LOOK_MS	  50

static bool is_tentative(const struct hp_net_object *object, const struct hp_prefix *ip)
{
	uint32_t flags = object->address.flags;

	return object->kind == HP_NET_ADDRESS &&
	       hp_ip_equal(&object->address.prefix, ip) && flags & IFA_F_TENTATIVE &&
	       !(flags & (IFA_F_DADFAILED | IFA_F_OPTIMISTIC));
}

static bool is_waiting(struct hp_net_apply *apply, const struct hp_prefix *ip)
{
	_cleanup_(hp_net_state_free) struct hp_net_state state = {0};

	if (hp_net_state_get(apply->nl, apply->ifindex, &state) < 0)
		return false;
	for (size_t i = 0; i < state.objects.n; i++)
		if (is_tentative(&state.objects.item[i], ip))
			return true;
	return false;
}

bool hp_net_source_may_wait(const struct hp_net_step *step, int r)
{
	return r == -EINVAL && step->kind == HP_NET_STEP_ADD &&
	       step->object.now.kind == HP_NET_ROUTE &&
	       step->object.now.route.preferred.family == AF_INET6;
}

bool hp_net_source_settle(struct hp_net_apply *apply, const struct hp_net_step *step)
{
	static const struct timespec pause = {.tv_nsec = LOOK_MS * 1000000};
	int64_t until = hp_clock_ms() + SETTLE_MS;

	while (is_waiting(apply, &step->object.now.route.preferred)) {
		if (hp_clock_ms() >= until)
			return false;
		nanosleep(&pause, NULL);
	}
	return true;
}
