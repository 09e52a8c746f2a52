/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the globs of module aliases. See glob.h. */
#include <errno.h>
#include <fnmatch.h>

#include "glob.h"

size_t hp_glob_literal(const char *glob)
{
	return strcspn(glob, "*?[");
}

/* Stars and literal text alone: the leftmost place of each piece is always good enough.
 */
static bool match_stars(const char *glob, const char *name)
{
	size_t piece = strcspn(glob, "*");
	size_t left = strlen(name);
	const char *at;

	if (!glob[piece])
		return streq(glob, name);
	if (left < piece || memcmp(glob, name, piece) != 0)
		return false;
	for (;;) {
		name += piece;
		left -= piece;
		glob += piece + 1;
		piece = strcspn(glob, "*");
		/* What follows the last star must end the name. */
		if (!glob[piece])
			return left >= piece &&
			       memcmp(name + left - piece, glob, piece) == 0;
		at = memmem(name, left, glob, piece);
		if (!at)
			return false;
		left -= at - name;
		name = at;
	}
}

bool hp_glob_matches(const char *glob, const char *name)
{
	if (glob[strcspn(glob, "?[\\")])
		return fnmatch(glob, name, 0) == 0;
	return match_stars(glob, name);
}

int hp_glob_normalize(char *dst, size_t size, const char *alias)
{
	bool inside = false;
	size_t i;

	for (i = 0; alias[i]; i++) {
		if (i + 1 >= size)
			return -ENAMETOOLONG;
		if (alias[i] == ']' && !inside)
			return -EINVAL;
		if (alias[i] == '[')
			inside = true;
		else if (alias[i] == ']')
			inside = false;
		dst[i] = alias[i] == '-' && !inside ? '_' : alias[i];
	}
	dst[i] = '\0';
	return inside ? -EINVAL : 0;
}
