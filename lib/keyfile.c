/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: files that hold one key. See keyfile.h. */
#include <limits.h>
#include <sys/stat.h>

#include "keyfile.h"
#include "root.h"
#include "textfile.h"

#define BYTES_MAX 4096

bool hp_keyfile_is_open(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && st.st_mode & S_IRWXO;
}

int hp_keyfile_read(uint8_t *ret, hp_key_parser parse, const char *path, bool *ret_open)
{
	_cleanup_free_ char *text = NULL;
	char whole[PATH_MAX];
	size_t n;
	int r = hp_path(whole, "%s", path);

	if (r == 0)
		r = hp_textfile_read(whole, BYTES_MAX, &text, &n);
	if (r < 0)
		return r;
	text[strcspn(text, " \t\r\n")] = '\0';
	r = parse(ret, text);
	explicit_bzero(text, n);
	if (r == 0)
		*ret_open = hp_keyfile_is_open(whole);
	return r;
}
