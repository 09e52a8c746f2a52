/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: files that are lists of names. See listfile.h. */
#include "array.h"
#include "listfile.h"
#include "log.h"
#include "textfile.h"

#define FILE_BYTES_MAX (1 << 20)

struct file {
	struct hp_names *names;
	unsigned int **lines; /* or NULL */
	const char *path, *what;
};

/* What may stand in a name. */
static bool is_name(const char *text, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if ((unsigned char)text[i] <= ' ' || text[i] == '/' || text[i] == 0x7f)
			return false;
	return true;
}

static int add_name(const struct file *file, unsigned int n, const char *name, size_t len)
{
	int r = 0;

	if (file->lines)
		r = hp_array_grow(file->lines, file->names->n, sizeof(**file->lines));
	if (r < 0)
		return r;
	if (file->lines)
		(*file->lines)[file->names->n] = n;
	r = hp_names_add(file->names, name, len);
	return r < 0 ? r : 0;
}

static int read_line(const struct file *file, unsigned int n, const char *line,
		     size_t len)
{
	const char *comment = memchr(line, '#', len), *start = line;

	if (comment)
		len = comment - line;
	while (len && strchr(" \t", *start)) {
		start++;
		len--;
	}
	while (len && strchr(" \t\r", start[len - 1]))
		len--;
	if (!len)
		return 0;
	if (!is_name(start, len)) {
		hp_warning(0, "%s:%u:%d: not %s: '%.*s'", file->path, n,
			   (int)(start - line) + 1, file->what, len > 80 ? 80 : (int)len,
			   start);
		return 0;
	}
	return add_name(file, n, start, len);
}

static int read_lines(const struct file *file, const char *text, size_t len)
{
	const char *end = text + len, *newline;
	unsigned int n;
	int r;

	for (n = 1; text < end; n++) {
		newline = memchr(text, '\n', end - text) ?: end;
		r = read_line(file, n, text, newline - text);
		if (r < 0)
			return r;
		text = newline + 1;
	}
	return 0;
}

int hp_listfile_read(struct hp_names *names, unsigned int **lines, const char *path,
		     const char *what)
{
	const struct file file = {names, lines, path, what};
	_cleanup_free_ char *text = NULL;
	size_t len;
	int r = hp_textfile_read(path, FILE_BYTES_MAX, &text, &len);

	return r < 0 ? r : read_lines(&file, text, len);
}
