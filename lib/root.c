/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: every absolute path of the suite, under --root where one is given. */
#include <errno.h>
#include <stdarg.h>

#include "root.h"

#define VARIABLE "HOTPLUG_ROOT="

static char *variable; /* VARIABLE and the prefix, or NULL */

int hp_root_set(const char *dir)
{
	size_t n = dir ? strlen(dir) : 0;
	char *made = NULL;

	if (n && dir[0] != '/')
		return -EINVAL;
	while (n && dir[n - 1] == '/')
		n--;
	if (n >= PATH_MAX)
		return -ENAMETOOLONG;
	if (n && asprintf(&made, VARIABLE "%.*s", (int)n, dir) < 0)
		return -ENOMEM;
	free(variable);
	variable = made;
	return 0;
}

const char *hp_root_get(void)
{
	return variable ? variable + strlen(VARIABLE) : "";
}

const char *hp_root_variable(void)
{
	return variable;
}

/* Paths are made for every event, mostly to find nothing there: "%s" needs no printf,
 * whose pages a process would touch for nothing else. */
static size_t append(char *path, size_t n, const char *text, size_t len)
{
	if (len >= PATH_MAX - n)
		return PATH_MAX;
	memcpy(path + n, text, len);
	return n + len;
}

int hp_path(char ret[static PATH_MAX], const char *fmt, ...)
{
	const char *root = hp_root_get();
	size_t n = append(ret, 0, root, strlen(root));
	va_list args;

	va_start(args, fmt);
	while (*fmt && n < PATH_MAX) {
		size_t literal = strcspn(fmt, "%");
		const char *arg;

		n = append(ret, n, fmt, literal);
		fmt += literal;
		if (!*fmt || n == PATH_MAX)
			break;
		arg = va_arg(args, const char *);
		n = append(ret, n, arg, strlen(arg));
		fmt += strlen("%s");
	}
	va_end(args);
	if (n == PATH_MAX)
		return -ENAMETOOLONG;
	ret[n] = '\0';
	return 0;
}
