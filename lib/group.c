/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the numbers of groups and users. See group.h. */
#include <errno.h>
#include <limits.h>

#include "group.h"
#include "number.h"
#include "root.h"
#include "textfile.h"

#define BYTES_MAX (16 << 20)
#define ID_MAX	  (UINT32_MAX - 1) /* -1 is none */

/* NAME:PASSWORD:NUMBER:... in both files. The line is the caller's to be cut. */
static int read_line(char *line, const char *name, uint32_t *ret)
{
	const char *found = strsep(&line, ":"), *id;
	uint64_t number;

	strsep(&line, ":");
	id = strsep(&line, ":");
	if (!streq(found, name) || !id || hp_number_parse(id, 10, ID_MAX, &number) < 0)
		return -ENOENT;
	*ret = number;
	return 0;
}

static int find_in(const char *file, const char *name, uint32_t *ret)
{
	_cleanup_free_ char *text = NULL;
	char path[PATH_MAX], *rest, *line;
	uint64_t number;
	size_t n;
	int r;

	if (hp_number_parse(name, 10, ID_MAX, &number) == 0) {
		*ret = number;
		return 0;
	}
	r = hp_path(path, "%s", file);
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

int hp_group_find(const char *name, gid_t *ret)
{
	return find_in("/etc/group", name, ret);
}

int hp_user_find(const char *name, uid_t *ret)
{
	return find_in("/etc/passwd", name, ret);
}
