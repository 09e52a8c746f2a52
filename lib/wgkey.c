/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the keys of WireGuard. See wgkey.h. */
#include <errno.h>
#include <limits.h>
#include <sys/stat.h>

#include "root.h"
#include "textfile.h"
#include "wgkey.h"

#define DIGITS	  43 /* of 6 bits each, and '=' */
#define BYTES_MAX 4096

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

int hp_wgkey_read(uint8_t ret[static HP_WGKEY_BYTES], const char *path, bool *ret_open)
{
	_cleanup_free_ char *text = NULL;
	char whole[PATH_MAX];
	struct stat st;
	size_t n;
	int r = hp_path(whole, "%s", path);

	if (r == 0)
		r = hp_textfile_read(whole, BYTES_MAX, &text, &n);
	if (r < 0)
		return r;
	text[strcspn(text, " \t\r\n")] = '\0';
	r = hp_wgkey_parse(ret, text);
	explicit_bzero(text, n);
	if (r == 0)
		*ret_open = stat(whole, &st) == 0 && st.st_mode & S_IRWXO;
	return r;
}
