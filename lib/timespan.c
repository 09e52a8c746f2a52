/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: lengths of time out of text. See timespan.h. */
#include <errno.h>

#include "number.h"
#include "timespan.h"

#define SECOND UINT64_C(1000000)
#define BLANKS " \t"

/* clang-format off */
static const struct {
	const char *name;
	uint64_t us;
} units[] = {
	{"us", 1}, {"usec", 1},
	{"ms", 1000}, {"msec", 1000},
	{"", SECOND}, {"s", SECOND}, {"sec", SECOND}, {"second", SECOND}, {"seconds", SECOND},
	{"m", 60 * SECOND}, {"min", 60 * SECOND}, {"minute", 60 * SECOND}, {"minutes", 60 * SECOND},
	{"h", 3600 * SECOND}, {"hr", 3600 * SECOND}, {"hour", 3600 * SECOND}, {"hours", 3600 * SECOND},
	{"d", 86400 * SECOND}, {"day", 86400 * SECOND}, {"days", 86400 * SECOND},
	{"w", 604800 * SECOND}, {"week", 604800 * SECOND}, {"weeks", 604800 * SECOND},
};
/* clang-format on */

/* Returns what follows the unit, or NULL where it is none. */
static const char *take_unit(const char *text, uint64_t *ret_us)
{
	size_t n = strspn(text, "abcdefghijklmnopqrstuvwxyz");

	for (size_t i = 0; i < ARRAY_SIZE(units); i++) {
		if (strlen(units[i].name) != n || memcmp(units[i].name, text, n) != 0)
			continue;
		*ret_us = units[i].us;
		return text + n;
	}
	return NULL;
}

/* One number with its unit, added to *sum. */
static const char *take_part(const char *text, uint64_t *sum)
{
	uint64_t whole, millionths, us, part;

	text = hp_number_take(text, &whole);
	if (!text)
		return NULL;
	text = hp_number_take_fraction(text, &millionths);
	text = take_unit(text + strspn(text, BLANKS), &us);
	if (!text || __builtin_mul_overflow(whole, us, &part) ||
	    __builtin_add_overflow(part, us * millionths / 1000000, &part) ||
	    __builtin_add_overflow(*sum, part, sum))
		return NULL;
	return text + strspn(text, BLANKS);
}

int hp_timespan_parse(uint64_t *ret_us, const char *text)
{
	uint64_t sum = 0;

	do
		text = take_part(text, &sum);
	while (text && *text);
	if (!text)
		return -EINVAL;
	*ret_us = sum;
	return 0;
}
