/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: the words of a line of a map. Inline, since a lookup reads some ten thousand
 * bytes by them.
 */
#ifndef HP_MAPWORD_H
#define HP_MAPWORD_H

#include <limits.h>

#include "maprow.h"
#include "number.h"

struct hp_map_word {
	const char *s; /* into the line */
	size_t len;    /* 0: there is none */
};

/* Takes the next word off the front of [s, end). Returns what follows. */
static inline const char *hp_map_word_next(const char *s, const char *end,
					   struct hp_map_word *ret)
{
	/* A table is twice as fast as comparisons. */
	static const bool is_blank[UCHAR_MAX + 1] = {
		[' '] = true, ['\t'] = true, ['\r'] = true};

	while (s < end && is_blank[(unsigned char)*s])
		s++;
	ret->s = s;
	while (s < end && !is_blank[(unsigned char)*s])
		s++;
	ret->len = s - ret->s;
	return s;
}

/* 0xHEX, or decimal without a leading 0 (which a shell would take for octal). */
static inline bool hp_map_word_number(const struct hp_map_word *word, uint32_t max,
				      uint32_t *ret)
{
	const char *s = word->s, *end = s + word->len;
	uint64_t value = 0;
	int base = 10, digit;

	if (word->len > 2 && s[0] == '0' && (s[1] | 0x20) == 'x') {
		base = 16;
		s += 2;
	} else if (word->len > 1 && s[0] == '0') {
		return false;
	}
	for (; s < end; s++) {
		digit = hp_hex_digit(*s);
		if (digit < 0 || digit >= base)
			return false;
		value = value * base + digit;
		if (value > max)
			return false;
	}
	*ret = (uint32_t)value;
	return true;
}

/* A name becomes a part of a path, or goes to modprobe. */
static inline bool hp_map_word_is_name(const struct hp_map_word *word)
{
	if (word->len > NAME_MAX || word->s[0] == '.' || word->s[0] == '-')
		return false;
	for (size_t i = 0; i < word->len; i++)
		if (word->s[i] <= ' ' || word->s[i] >= 0x7f || word->s[i] == '/')
			return false;
	return true;
}

/* Says what is wrong with the word that begins at `at`. Returns -EINVAL. */
static inline int hp_map_refuse(struct hp_map_error *ret, const char *line,
				const char *at, const char *what)
{
	*ret = (struct hp_map_error){.column = at - line + 1, .what = what};
	return -EINVAL;
}

#endif
