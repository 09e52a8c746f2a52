/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the bit sets of an input device. See inputbits.h. */
#include <errno.h>

#include "inputbits.h"
#include "number.h"

#define DIGITS_MAX 16

/* How many words there are, and how wide they are. */
static unsigned int measure(const char *s, size_t len, char separator,
			    unsigned int *ret_width)
{
	unsigned int n = 1, digits = 0;

	*ret_width = 8 * sizeof(long);
	for (size_t i = 0; i < len; i++) {
		digits = s[i] == separator ? 0 : digits + 1;
		n += s[i] == separator;
		if (digits > 8)
			*ret_width = 64;
	}
	return n;
}

/* Takes one word's digits. Returns what follows, or NULL. */
static const char *take_word(const char *s, const char *end, char separator,
			     uint64_t *ret)
{
	const char *start = s;
	uint64_t value = 0;
	int digit;

	for (; s < end && *s != separator; s++) {
		digit = hp_hex_digit(*s);
		if (digit < 0 || s - start == DIGITS_MAX)
			return NULL;
		value = value << 4 | (uint64_t)digit;
	}
	*ret = value;
	return s == start ? NULL : s + (s < end);
}

int hp_input_bits_parse(struct hp_input_bits *ret, const char *s, size_t len,
			char separator)
{
	struct hp_input_bits bits = {0};
	unsigned int width, n = measure(s, len, separator, &width);
	const char *end = s + len;
	uint64_t value;

	if (n * width > HP_INPUT_BITS_MAX)
		return -EINVAL;
	while (n-- > 0) {
		s = take_word(s, end, separator, &value);
		if (!s)
			return -EINVAL;
		bits.word[n * width / 64] |= value << (n * width % 64);
	}
	*ret = bits;
	return 0;
}

const char *hp_input_bits_read_list(struct hp_input_bits *ret, const char *s)
{
	struct hp_input_bits bits = {0};
	unsigned int bit;
	int digit;

	while (*s && hp_hex_digit(*s) >= 0 && (*s < 'a' || *s > 'f')) {
		for (bit = 0; (digit = hp_hex_digit(*s)) >= 0; s++) {
			bit = bit << 4 | (unsigned int)digit;
			if (bit >= HP_INPUT_BITS_MAX)
				return NULL;
		}
		if (*s++ != ',')
			return NULL;
		bits.word[bit / 64] |= (uint64_t)1 << (bit % 64);
	}
	*ret = bits;
	return s;
}

bool hp_input_bits_are_in(const struct hp_input_bits *a, const struct hp_input_bits *b,
			  unsigned int n)
{
	uint64_t missing, counts;

	for (unsigned int i = 0; i * 64 < n; i++) {
		missing = a->word[i] & ~b->word[i];
		counts = n - i * 64 < 64 ? ((uint64_t)1 << (n - i * 64)) - 1 : UINT64_MAX;
		if (missing & counts)
			return false;
	}
	return true;
}
