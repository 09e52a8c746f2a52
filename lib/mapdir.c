/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the directory at the head of a map of hotplug-depmap. See mapdir.h. */
#include <errno.h>

#include "mapdir.h"

#define HEAD_MAX 256

/* Takes a number, and the literal text behind it, off the front of *s. */
static bool take_number(const char **s, int base, const char *behind, uint64_t *ret)
{
	char *end;

	if (**s < '0' || **s > (base == 16 ? 'f' : '9'))
		return false;
	errno = 0;
	*ret = strtoull(*s, &end, base);
	if (errno || end == *s)
		return false;
	*s = skip_prefix(end, behind);
	return *s;
}

static bool take_kind(const char **s, enum hp_map_kind *ret)
{
	const char *rest = skip_prefix(*s, "pci size ");

	*ret = rest ? HP_MAP_PCI : HP_MAP_USB;
	*s = rest ? rest : skip_prefix(*s, "usb size ");
	return *s;
}

static bool take_stamp(const char **s, struct hp_stamp *ret)
{
	uint64_t sec, nsec;

	if (!take_number(s, 10, " ", &ret->size) || !take_number(s, 10, ".", &sec) ||
	    !take_number(s, 10, " ", &nsec) || !take_number(s, 16, "\n", &ret->sum))
		return false;
	ret->sec = sec;
	ret->nsec = nsec;
	return nsec < 1000000000;
}

/* Whether all of the directory is there. */
static bool lines_valid(const char *lines, size_t n, const char *end)
{
	if (n > (size_t)(end - lines) / HP_MAPDIR_LINE_BYTES)
		return false;
	for (size_t i = 0; i < n; i++)
		if (memcmp(lines + i * HP_MAPDIR_LINE_BYTES, "#@ ", 3) != 0)
			return false;
	return true;
}

/* Whether nobody has touched the map since it was written. */
static bool same_file(const struct stat *st, uint64_t size, uint64_t mtime)
{
	return size == (uint64_t)st->st_size && mtime == (uint64_t)st->st_mtim.tv_sec &&
	       st->st_mtim.tv_nsec == 0;
}

int hp_mapdir_parse(struct hp_mapdir *ret, const char *text, size_t len,
		    const struct stat *st, struct hp_stamp *ret_from)
{
	struct hp_mapdir dir = {0};
	uint64_t size, mtime, n;
	struct hp_stamp from;
	char line[HEAD_MAX];
	const char *head, *s;

	/* It stands in the second line; the first names the columns. */
	head = memchr(text, '\n', len);
	if (!head)
		return -ENOENT;
	head++;
	n = len - (head - text);
	n = n < sizeof(line) - 1 ? n : sizeof(line) - 1;
	memcpy(line, head, n);
	line[n] = '\0';
	s = skip_prefix(line, HP_MAPDIR_HEAD);
	if (!s || !take_kind(&s, &dir.kind) || !take_number(&s, 10, " mtime ", &size) ||
	    !take_number(&s, 10, " directory ", &mtime) ||
	    !take_number(&s, 10, " from ", &n) || !take_stamp(&s, &from))
		return -ENOENT;
	dir.lines = head + (s - line);
	if (same_file(st, size, mtime) && lines_valid(dir.lines, n, text + len))
		dir.n = n;
	*ret = dir;
	*ret_from = from;
	return 0;
}

/* The n-th number of a line, eight hexadecimal digits. */
static uint32_t line_number(const struct hp_mapdir *dir, size_t line, int n)
{
	const char *s = dir->lines + line * HP_MAPDIR_LINE_BYTES + 3 + 9 * n;
	uint32_t value = 0;

	for (int i = 0; i < 8; i++) {
		unsigned int c = (unsigned char)s[i];

		value = value << 4 | ((c & 15) + (c >> 6) * 9);
	}
	return value;
}

static uint64_t line_key(const struct hp_mapdir *dir, size_t line)
{
	return (uint64_t)line_number(dir, line, 0) << 32 | line_number(dir, line, 1);
}

off_t hp_mapdir_find(const struct hp_mapdir *dir, uint64_t key, uint64_t *ret_first)
{
	size_t low = 0, high = dir->n, middle;

	/* The last block that begins below key; rows of one key may span blocks. */
	while (high - low > 1) {
		middle = low + (high - low) / 2;
		if (line_key(dir, middle) < key)
			low = middle;
		else
			high = middle;
	}
	*ret_first = line_key(dir, low);
	return line_number(dir, low, 2);
}
