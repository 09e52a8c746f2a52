/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: calls that failed for want of what others will give back. See scarce.h. */
#include <errno.h>
#include <time.h>

#include "scarce.h"

#define FIRST_MS  10
#define WAITS_MAX 10

bool hp_scarce_is(int r)
{
	return r == -EAGAIN || r == -ENOMEM || r == -ENOBUFS || r == -EMFILE ||
	       r == -ENFILE || r == -ENOLCK;
}

bool hp_scarce_wait(int r, unsigned int *waits)
{
	long ms = FIRST_MS << *waits;
	struct timespec moment = {ms / 1000, ms % 1000 * 1000000};

	if (!hp_scarce_is(r) || *waits == WAITS_MAX)
		return false;
	nanosleep(&moment, NULL);
	++*waits;
	return true;
}
