/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: a file of /proc or /sys. See procfile.h. */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>

#include "number.h"
#include "procfile.h"
#include "root.h"

#define BLANKS " \t\r"
#define CHUNK  4096

/* Reads what fits into size bytes and a NUL. Returns how much, or a negative errno. */
static ssize_t read_some(int fd, char *text, size_t size)
{
	size_t len = 0;
	ssize_t n = 1;

	while (n > 0 && len < size) {
		n = pread(fd, text + len, size - len, len);
		if (n < 0 && errno == EINTR)
			n = 1;
		else if (n < 0)
			return -errno;
		else
			len += n;
	}
	return len;
}

/* Doubles the room until there is some left. Each time from the beginning: a line that
 * grew meanwhile is whole. */
static int read_all(int fd, char **ret)
{
	for (size_t size = CHUNK; size <= HP_PROCFILE_MAX; size *= 2) {
		_cleanup_free_ char *text = malloc(size + 1);
		ssize_t len;

		if (!text)
			return -ENOMEM;
		len = read_some(fd, text, size);
		if (len < 0)
			return len;
		if ((size_t)len == size)
			continue;
		text[len] = '\0';
		*ret = TAKE_PTR(text);
		return 0;
	}
	return -EFBIG;
}

int hp_procfile_read(const char *path, char **ret)
{
	_cleanup_close_ int fd = -1;
	char full[PATH_MAX];
	int r = hp_path(full, "%s", path);

	if (r < 0)
		return r;
	fd = open(full, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	return fd < 0 ? -errno : read_all(fd, ret);
}

int hp_procfile_parse(const char *path, hp_procfile_parser parse,
		      struct hp_proctable *table)
{
	_cleanup_free_ char *text = NULL;
	int r = hp_procfile_read(path, &text);

	table->line = 0;
	return r < 0 ? r : parse(table, text);
}

static int is_shown(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

int hp_procfile_each_name(struct hp_proctable *table, const char *dir,
			  hp_procfile_name_fn fn, const void *data)
{
	struct dirent **names;
	char path[PATH_MAX];
	int r = hp_path(path, "%s", dir), n;

	if (r < 0)
		return r;
	n = scandir(path, &names, is_shown, versionsort);
	if (n < 0)
		return -errno;
	for (int i = 0; i < n; i++) {
		if (r == 0)
			r = fn(table, dir, names[i]->d_name, data);
		free(names[i]);
	}
	free(names);
	return table->error < 0 ? table->error : r;
}

char *hp_procfile_line(struct hp_proctable *table, char **text)
{
	if (!*text || !**text)
		return NULL;
	table->line++;
	return strsep(text, "\n");
}

int hp_procfile_each(struct hp_proctable *table, char *text, unsigned int headers,
		     hp_procfile_parser fn)
{
	char *line;
	int r = 0;

	while (r == 0 && (line = hp_procfile_line(table, &text))) {
		size_t n = table->n;

		if (table->line <= headers || !line[strspn(line, BLANKS)])
			continue;
		r = fn(table, line);
		while (r < 0 && table->n > n)
			hp_proctable_drop(table);
	}
	return table->error < 0 ? table->error : r;
}

char *hp_procfile_word(char **line)
{
	char *word;

	*line += strspn(*line, BLANKS);
	if (!**line)
		return NULL;
	word = *line;
	*line += strcspn(*line, BLANKS);
	if (**line)
		*(*line)++ = '\0';
	return word;
}

static int take_column(struct hp_proctable *table, char **line,
		       const struct hp_procfile_column *column)
{
	const char *word = hp_procfile_word(line);
	uint64_t number;

	if (!word)
		return -EBADMSG;
	if (!column->base) {
		hp_proctable_text(table, column->kind, column->key, word);
		return 0;
	}
	if (hp_number_parse(word, column->base, UINT64_MAX, &number) < 0)
		return -EBADMSG;
	hp_proctable_number(table, column->kind, column->key, number);
	return 0;
}

int hp_procfile_columns(struct hp_proctable *table, char **line,
			const struct hp_procfile_column *columns, size_t n)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < n; i++)
		r = take_column(table, line, &columns[i]);
	return r;
}

char *hp_procfile_trim(char *text)
{
	size_t n;

	text += strspn(text, BLANKS "\n");
	n = strlen(text);
	while (n && strchr(BLANKS "\n", text[n - 1]))
		text[--n] = '\0';
	return text;
}

void hp_procfile_key(char *ret, size_t size, const char *prefix, const char *name)
{
	size_t n = snprintf(ret, size, "%s", prefix);

	for (n = n < size ? n : size - 1; *name && n + 2 < size; name++) {
		if (isalnum((unsigned char)*name))
			ret[n++] = tolower((unsigned char)*name);
		else if (n && ret[n - 1] != '_')
			ret[n++] = '_';
	}
	while (n && ret[n - 1] == '_')
		n--;
	ret[n] = '\0';
}
