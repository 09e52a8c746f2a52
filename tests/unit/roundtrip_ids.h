/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: ids of devices drawn to hit an alias, and to just miss it. */
#ifndef HP_TEST_ROUNDTRIP_IDS_H
#define HP_TEST_ROUNDTRIP_IDS_H

#include "roundtrip.h"

#define FIELDS_MAX  10
#define FIELD_BYTES 32

/* How a MODALIAS is written: the tag of each field, and its digits. */
struct bus {
	const char *prefix;
	int n;
	const char *tag[FIELDS_MAX];
	int digits[FIELDS_MAX];
};

/* A value that the text of a field matches: digits, sets and '*' become digits. */
static inline uint32_t draw_field(const char *text, int digits)
{
	uint32_t value = 0;
	int n = 0, low, high;
	const char *s = text;

	for (; n < digits && *s && *s != '*'; n++) {
		char set[FIELD_BYTES] = {*s, '\0'}, *end;

		if (*s == '[') {
			snprintf(set, sizeof(set), "%.*s", (int)strcspn(s + 1, "]"),
				 s + 1);
			s += strcspn(s, "]");
		}
		s++;
		low = (int)strtol((char[]){set[0], '\0'}, &end, 16);
		high = (int)strtol((char[]){set[strlen(set) - 1], '\0'}, &end, 16);
		value = value << 4 | (uint32_t)(low + (int)draw(high - low + 1));
	}
	for (; n < digits; n++)
		value = value << 4 | draw(16);
	return value;
}

static inline void write_modalias(char *dst, size_t size, const struct bus *bus,
				  const uint32_t *value)
{
	size_t at = snprintf(dst, size, "%s", bus->prefix);

	for (int i = 0; i < bus->n; i++)
		at += snprintf(dst + at, size - at, "%s%0*X", bus->tag[i], bus->digits[i],
			       value[i]);
}

/* Changes one field: by one, in one digit, or to what wildcards are stored as. */
static inline void miss(const struct bus *bus, uint32_t *value)
{
	int i = draw(bus->n), bits = 4 * bus->digits[i];
	uint32_t mask = bits == 32 ? UINT32_MAX : (1u << bits) - 1;

	switch (draw(4)) {
	case 0:
		value[i]++;
		break;
	case 1:
		value[i]--;
		break;
	case 2:
		value[i] ^= 1u << draw(bits);
		break;
	default:
		value[i] = draw(2) ? UINT32_MAX : 0;
	}
	value[i] &= mask;
}

#endif
