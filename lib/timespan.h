/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: lengths of time out of text, as systemd.time(7) writes them. */
#ifndef HP_TIMESPAN_H
#define HP_TIMESPAN_H

#include <stdint.h>

#include "macro.h"

/* Reads one or more numbers, each with its unit (us, ms, s, min, h, d, w and their longer
 * names) behind it; without one it is seconds. A number may have a fraction: "1.5s",
 * "1min 30s", "100ms". Returns 0 with the sum in microseconds, or -EINVAL. */
int hp_timespan_parse(uint64_t *ret_us, const char *text) _must_check_;

#endif
