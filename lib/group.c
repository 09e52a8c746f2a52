/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the number of a group. See group.h. */
#include <errno.h>
#include <limits.h>

#include "group.h"
#include "number.h"
#include "root.h"
#include "textfile.h"

#define GROUP_FILE "/etc/group"
#define BYTES_MAX  (16 << 20)
#define GID_MAX	   (UINT32_MAX - 1) /* -1 is none */

/* NAME:PASSWORD:GID:MEMBERS. The line is the caller's to be cut. */
static int read_line(char *line, const char *name, gid_t *ret)
{
	const char *found = strsep(&line, ":"), *gid;
	uint64_t number;

	strsep(&line, ":");
	gid = strsep(&line, ":");
	if (!streq(found, name) || !gid || hp_number_parse(gid, 10, GID_MAX, &number) < 0)
		return -ENOENT;
	*ret = number;
	return 0;
}

int hp_group_find(const char *name, gid_t *ret)
{
	_cleanup_free_ char *text = NULL;
	char path[PATH_MAX], *rest, *line;
	uint64_t number;
	size_t n;
	int r;

	if (hp_number_parse(name, 10, GID_MAX, &number) == 0) {
		*ret = number;
		return 0;
	}
	r = hp_path(path, GROUP_FILE);
	if (r == 0)
		r = hp_textfile_read(path, BYTES_MAX, &text, &n);
	if (r < 0)
		return r;
	rest = text;
	while ((line = strsep(&rest, "\n")))
		if (read_line(line, name, ret) == 0)
			return 0;
	return -ENOENT;
}
