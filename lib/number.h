/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: numbers out of text, whole or not at all. */
#ifndef HP_NUMBER_H
#define HP_NUMBER_H

#include <errno.h>
#include <stdint.h>

#include "macro.h"

/* 0 .. 15, or -1 for what is no hexadecimal digit. */
static inline int hp_hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Reads all of text as an unsigned number: digits of base (10 or 16; no sign, no blanks,
 * no 0x), at least one, value at most max. Returns 0, or -EINVAL. */
_must_check_ static inline int hp_number_parse(const char *text, unsigned int base,
					       uint64_t max, uint64_t *ret)
{
	uint64_t value = 0;

	if (!*text)
		return -EINVAL;
	for (; *text; text++) {
		unsigned int c = (unsigned char)*text, digit;

		if (c >= '0' && c <= '9')
			digit = c - '0';
		else if (base == 16 && (c | 0x20) >= 'a' && (c | 0x20) <= 'f')
			digit = (c | 0x20) - 'a' + 10;
		else
			return -EINVAL;
		if (digit > max || value > (max - digit) / base)
			return -EINVAL;
		value = value * base + digit;
	}
	*ret = value;
	return 0;
}

/* Reads the decimal digits that text begins with. Returns what follows them, or NULL
 * where there are none or their value is above UINT64_MAX. */
_must_check_ static inline const char *hp_number_take(const char *text, uint64_t *ret)
{
	const char *start = text;
	uint64_t value = 0;

	for (; *text >= '0' && *text <= '9'; text++) {
		unsigned int digit = *text - '0';

		if (value > (UINT64_MAX - digit) / 10)
			return NULL;
		value = value * 10 + digit;
	}
	if (text == start)
		return NULL;
	*ret = value;
	return text;
}

/* Reads the digits behind a point, where text begins with one, as millionths. Returns
 * what follows. */
static inline const char *hp_number_take_fraction(const char *text,
						  uint64_t *ret_millionths)
{
	uint64_t weight = 1000000;

	*ret_millionths = 0;
	if (*text != '.')
		return text;
	for (text++; *text >= '0' && *text <= '9'; text++) {
		weight /= 10;
		*ret_millionths += weight * (*text - '0');
	}
	return text;
}

#endif
