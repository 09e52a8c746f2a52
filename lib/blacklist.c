/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the names of modules that no event may load. See blacklist.h. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "array.h"
#include "blacklist.h"
#include "log.h"
#include "names.h"

#define FILE_BYTES_MAX (1 << 20)

struct hp_blacklist {
	struct hp_names names;
	unsigned int *line; /* of each of names */
};

/* What may stand in a module's name: see hp_names_equal() for '-'. */
static bool is_name(const char *text, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if ((unsigned char)text[i] <= ' ' || text[i] == '/' || text[i] == 0x7f)
			return false;
	return true;
}

static int read_line(struct hp_blacklist *blacklist, const char *path, unsigned int n,
		     const char *line, size_t len)
{
	const char *comment = memchr(line, '#', len), *start = line;
	int r;

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
		hp_warning(0, "%s:%u:%d: not the name of a module: '%.*s'", path, n,
			   (int)(start - line) + 1, len > 80 ? 80 : (int)len, start);
		return 0;
	}
	r = hp_array_grow(&blacklist->line, blacklist->names.n, sizeof(*blacklist->line));
	if (r < 0)
		return r;
	blacklist->line[blacklist->names.n] = n;
	r = hp_names_add(&blacklist->names, start, len);
	return r < 0 ? r : 0;
}

static int read_lines(struct hp_blacklist *blacklist, const char *path, const char *text,
		      size_t len)
{
	const char *end = text + len, *newline;
	unsigned int n;
	int r;

	for (n = 1; text < end; n++) {
		newline = memchr(text, '\n', end - text) ?: end;
		r = read_line(blacklist, path, n, text, newline - text);
		if (r < 0)
			return r;
		text = newline + 1;
	}
	return 0;
}

/* Reads at most size bytes. Returns how many there were, or a negative errno. */
static ssize_t read_whole(int fd, char *text, size_t size)
{
	size_t len = 0;
	ssize_t n;

	while (len < size) {
		n = read(fd, text + len, size - len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		if (n == 0)
			break;
		len += n;
	}
	return len;
}

int hp_blacklist_read(struct hp_blacklist **ret, const char *path)
{
	_cleanup_(hp_blacklist_freep) struct hp_blacklist *blacklist = NULL;
	_cleanup_close_ int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	_cleanup_free_ char *text = NULL;
	struct stat st;
	ssize_t len;
	int r;

	if (fd < 0 || fstat(fd, &st) < 0)
		return -errno;
	if (!S_ISREG(st.st_mode))
		return -EINVAL;
	if (st.st_size > FILE_BYTES_MAX)
		return -EFBIG;
	blacklist = calloc(1, sizeof(*blacklist));
	text = malloc(st.st_size + 1);
	if (!blacklist || !text)
		return -ENOMEM;
	len = read_whole(fd, text, st.st_size);
	if (len < 0)
		return len;
	r = read_lines(blacklist, path, text, len);
	if (r < 0)
		return r;
	*ret = TAKE_PTR(blacklist);
	return 0;
}

bool hp_blacklist_has(const struct hp_blacklist *blacklist, const char *name)
{
	return blacklist && hp_names_has(&blacklist->names, name);
}

unsigned int hp_blacklist_line(const struct hp_blacklist *blacklist, const char *name)
{
	for (size_t i = 0; blacklist && i < blacklist->names.n; i++)
		if (hp_names_equal(blacklist->names.name[i], name))
			return blacklist->line[i];
	return 0;
}

void hp_blacklist_free(struct hp_blacklist *blacklist)
{
	if (!blacklist)
		return;
	hp_names_free(&blacklist->names);
	free(blacklist->line);
	free(blacklist);
}
