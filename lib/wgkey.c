/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the keys of WireGuard. See wgkey.h. */
#include <errno.h>

#include "wgkey.h"

#define DIGITS 43 /* of 6 bits each, and '=' */

static int digit(char c)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *found = c ? strchr(digits, c) : NULL;

	return found ? found - digits : -1;
}

int hp_wgkey_parse(uint8_t ret[static HP_WGKEY_BYTES], const char *text)
{
	uint8_t key[HP_WGKEY_BYTES];
	unsigned int bits = 0, left = 0;
	size_t n = 0;

	for (size_t i = 0; i < DIGITS; i++) {
		int value = digit(text[i]);

		if (value < 0)
			return -EINVAL;
		bits = bits << 6 | value;
		left += 6;
		if (left < 8)
			continue;
		left -= 8;
		key[n++] = bits >> left;
		bits &= (1u << left) - 1;
	}
	if (bits || !streq(text + DIGITS, "="))
		return -EINVAL;
	memcpy(ret, key, sizeof(key));
	explicit_bzero(key, sizeof(key));
	return 0;
}
