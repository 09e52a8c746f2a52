/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: every absolute path of the suite, under --root where one is given. */
#include <errno.h>
#include <stdarg.h>

#include "root.h"

static char root[PATH_MAX];

int hp_root_set(const char *dir)
{
	size_t n;

	if (!dir)
		dir = "";
	n = strlen(dir);
	if (n && dir[0] != '/')
		return -EINVAL;
	while (n && dir[n - 1] == '/')
		n--;
	if (n >= sizeof(root))
		return -ENAMETOOLONG;
	memcpy(root, dir, n);
	root[n] = '\0';
	return 0;
}

const char *hp_root_get(void)
{
	return root;
}

int hp_path(char ret[static PATH_MAX], const char *fmt, ...)
{
	size_t n = strlen(root);
	va_list args;
	int r;

	memcpy(ret, root, n);
	va_start(args, fmt);
	r = vsnprintf(ret + n, PATH_MAX - n, fmt, args);
	va_end(args);
	return r < 0 || (size_t)r >= PATH_MAX - n ? -ENAMETOOLONG : 0;
}
