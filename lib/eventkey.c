/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: numbers out of the variables of an event. See eventkey.h. */
#include <errno.h>

#include "eventkey.h"
#include "number.h"

/* Reads digits up to the first other byte, or max_digits of them. Returns where it ended;
 * NULL where there is none or the value is above max. */
static const char *parse_digits(const char *s, int base, unsigned int max_digits,
				uint32_t max, uint32_t *ret)
{
	const char *start = s;
	uint64_t value = 0;
	int digit;

	for (; max_digits && (digit = hp_hex_digit(*s)) >= 0 && digit < base;
	     s++, max_digits--) {
		value = value * base + digit;
		if (value > max)
			return NULL;
	}
	if (s == start)
		return NULL;
	*ret = (uint32_t)value;
	return s;
}

const char *hp_modalias_read(const char *s, const struct hp_modalias_field *fields,
			     size_t n, uint32_t *ret)
{
	const char *start;

	for (size_t i = 0; i < n; i++) {
		start = skip_prefix(s, fields[i].tag);
		if (!start)
			return NULL;
		s = parse_digits(start, 16, fields[i].digits, UINT32_MAX, &ret[i]);
		if (!s || s != start + fields[i].digits)
			return NULL;
	}
	return s;
}

int hp_modalias_refuse(const char *modalias, char why[static HP_UEVENT_WHY_MAX])
{
	snprintf(why, HP_UEVENT_WHY_MAX, "MODALIAS=%.96s: malformed", modalias);
	return -EINVAL;
}

static int parse_value(const struct hp_event_key *key, const char *s, uint32_t *ret)
{
	for (unsigned int i = 0; i < key->n; i++) {
		if (i && (!*s || !strchr(key->separators, *s++)))
			return -EINVAL;
		s = parse_digits(s, key->base, 8, key->max, &ret[i]);
		if (!s)
			return -EINVAL;
	}
	return *s ? -EINVAL : 0;
}

int hp_event_key_read(const struct hp_uevent *event, const struct hp_event_key *key,
		      uint32_t ret[static HP_EVENT_NUMBERS_MAX],
		      char why[static HP_UEVENT_WHY_MAX])
{
	const char *value = hp_uevent_get(event, key->name);

	if (!value) {
		snprintf(why, HP_UEVENT_WHY_MAX, "%s is missing", key->name);
		return -EINVAL;
	}
	if (parse_value(key, value, ret) < 0) {
		snprintf(why, HP_UEVENT_WHY_MAX, "%s=%.64s: not %s", key->name, value,
			 key->form);
		return -EINVAL;
	}
	return 0;
}
