/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: other processes that load the same module at the same time. See rival.h. */
#include <errno.h>
#include <unistd.h>

#include "clock.h"
#include "rival.h"
#include "sysmodule.h"

#define BOUND_US      INT64_C(30000000)
#define LOOK_US	      1000
#define WINDOW_MIN_US INT64_C(2000)
#define WINDOW_MAX_US INT64_C(256000)

/* Looks for so long whether another process is at the module, and waits for its end, but
 * not past until_us. Returns whether there was one. */
static bool see_rival(const char *module, int64_t window_us, int64_t until_us)
{
	int64_t now, end_us = hp_clock_us() + window_us;
	enum hp_sysmodule_state state;
	bool seen = false;

	do {
		usleep(LOOK_US);
		now = hp_clock_us();
		state = hp_sysmodule_state(module);
		seen |= state == HP_SYSMODULE_MOVING || state == HP_SYSMODULE_LIVE;
	} while (state == HP_SYSMODULE_MOVING ? now < until_us : !seen && now < end_us);
	return seen;
}

/* Those who were woken by the same end must not try at the same moment again. */
static int64_t vary(int64_t us)
{
	return us + hp_clock_us() % us;
}

/* After the first EBUSY. */
static int insert_again(const char *module, hp_rival_fn insert, const void *data)
{
	int64_t until_us = hp_clock_us() + BOUND_US, window_us = WINDOW_MIN_US;
	int r = -EBUSY;

	while (r == -EBUSY && window_us <= WINDOW_MAX_US) {
		bool seen = see_rival(module, vary(window_us), until_us);

		if (seen && hp_clock_us() >= until_us)
			return -EALREADY;
		window_us = seen ? WINDOW_MIN_US : window_us * 2;
		r = insert(data);
	}
	return r;
}

int hp_rival_insert(const char *module, hp_rival_fn insert, const void *data)
{
	int r = insert(data);

	return r == -EBUSY ? insert_again(module, insert, data) : r;
}
