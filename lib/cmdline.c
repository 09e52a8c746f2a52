/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what the kernel's command line has to say about modules. See cmdline.h. */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>

#include "cmdline.h"
#include "root.h"

int hp_cmdline_read(struct hp_cmdline *ret)
{
	_cleanup_close_ int fd = -1;
	char path[PATH_MAX];
	ssize_t n;

	if (hp_path(path, "/proc/cmdline") < 0)
		return -ENAMETOOLONG;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	n = read(fd, ret->text, sizeof(ret->text));
	if (n < 0 || n == (ssize_t)sizeof(ret->text))
		return n < 0 ? -errno : -EFBIG;
	ret->text[n] = '\0';
	return 0;
}

static char fold(char c)
{
	return c == '-' ? '_' : c;
}

static bool begins_with(const char *text, const char *module)
{
	while (*module && fold(*text) == fold(*module)) {
		text++;
		module++;
	}
	return !*module && *text == '.';
}

bool hp_cmdline_mentions(const struct hp_cmdline *cmdline, const char *module)
{
	const char *c;
	bool inside = false; /* a longer name */

	for (c = cmdline->text; *c; c++) {
		if (!inside && begins_with(c, module))
			return true;
		inside = isalnum((unsigned char)*c) || *c == '_' || *c == '-';
	}
	return false;
}
