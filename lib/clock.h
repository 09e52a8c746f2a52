/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: time that nobody sets. */
#ifndef HP_CLOCK_H
#define HP_CLOCK_H

#include <stdint.h>
#include <time.h>

/* Microseconds, milliseconds of CLOCK_MONOTONIC. */
static inline int64_t hp_clock_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * INT64_C(1000000) + now.tv_nsec / 1000;
}

static inline int64_t hp_clock_ms(void)
{
	return hp_clock_us() / 1000;
}

#endif
