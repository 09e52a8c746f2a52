/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: every row of a map with its place. See mapscan.h. */
#include <errno.h>

#include "log.h"
#include "mapscan.h"

/* Takes the line at text; ended: with a newline behind it. */
static int take_line(const char *path, enum hp_map_kind kind, unsigned int line,
		     char *text, size_t len, hp_mapscan_fn fn, void *data)
{
	bool ended = len && text[len - 1] == '\n';
	struct hp_map_error error;
	struct hp_map_row row;
	int r;

	if (ended)
		text[--len] = '\0';
	r = hp_map_row_parse(&row, kind, text, len, ended, &error);
	if (r < 0)
		hp_warning(0, "%s:%u:%u: %s, line skipped", path, line, error.column,
			   error.what);
	return r == 0 ? fn(&row, line, text, data) : 0;
}

int hp_mapscan(const char *path, enum hp_map_kind kind, hp_mapscan_fn fn, void *data)
{
	_cleanup_fclose_ FILE *file = fopen(path, "re");
	_cleanup_free_ char *text = NULL;
	unsigned int line = 0;
	size_t size = 0;
	ssize_t len;
	int r = 0;

	if (!file)
		return -errno;
	errno = 0;
	while (r >= 0 && (len = getline(&text, &size, file)) > 0)
		r = take_line(path, kind, ++line, text, len, fn, data);
	if (r >= 0 && ferror(file))
		return errno ? -errno : -EIO;
	return r < 0 ? r : 0;
}
