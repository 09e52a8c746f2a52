/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: names of modules in lists on the kernel's command line. See kcmdline.h. */
#include <fcntl.h>

#include "kcmdline.h"
#include "names.h"
#include "root.h"

#define BYTES_MAX 4096 /* COMMAND_LINE_SIZE is that at most */

/* Quotes may stand around a whole word or around its value; no name has one in it. */
static void copy_without_quotes(char ret[static BYTES_MAX + 1], const char *cmdline)
{
	size_t n = 0;

	for (; *cmdline && n < BYTES_MAX; cmdline++)
		if (*cmdline != '"')
			ret[n++] = *cmdline;
	ret[n] = '\0';
}

static bool list_has(char *list, const char *name)
{
	const char *one;

	while ((one = strsep(&list, ",")))
		if (hp_names_equal(one, name))
			return true;
	return false;
}

bool hp_kcmdline_lists(const char *cmdline, const char *key, const char *name)
{
	char copy[BYTES_MAX + 1], *rest = copy, *word, *value;

	copy_without_quotes(copy, cmdline);
	while ((word = strsep(&rest, " \t\n")) && !streq(word, "--")) {
		value = strchr(word, '=');
		if (!value)
			continue;
		*value++ = '\0';
		if (hp_names_equal(word, key) && list_has(value, name))
			return true;
	}
	return false;
}

bool hp_kcmdline_has(const char *key, const char *name)
{
	char path[PATH_MAX], cmdline[BYTES_MAX + 1];
	_cleanup_close_ int fd = -1;
	ssize_t n;

	if (hp_path(path, "/proc/cmdline") < 0)
		return false;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	n = fd < 0 ? -1 : read(fd, cmdline, BYTES_MAX);
	if (n < 0)
		return false;
	cmdline[n] = '\0';
	return hp_kcmdline_lists(cmdline, key, name);
}
