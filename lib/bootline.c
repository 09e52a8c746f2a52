/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the kernel's command line. See bootline.h. */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>

#include "bootline.h"
#include "names.h"
#include "netvalue.h"
#include "root.h"

#define BLANKS " \t\n\v\f\r"

int hp_bootline_read(struct hp_bootline *ret)
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

const char *hp_bootline_next(const char *line, const char **ret_word, size_t *ret_len)
{
	const char *s = line + strspn(line, BLANKS);
	bool quoted = false;

	*ret_word = s;
	for (; *s && (quoted || !strchr(BLANKS, *s)); s++)
		quoted ^= *s == '"';
	*ret_len = s - *ret_word;
	return s;
}

static bool list_has(const char *list, const char *end, const char *module)
{
	char name[NAME_MAX + 1];
	size_t len;

	for (; list < end; list += len + 1) {
		len = strcspn(list, ",");
		len = len < (size_t)(end - list) ? len : (size_t)(end - list);
		if (len >= sizeof(name))
			continue;
		memcpy(name, list, len);
		name[len] = '\0';
		if (hp_names_equal(name, module))
			return true;
	}
	return false;
}

bool hp_bootline_blacklists(const char *line, const char *module)
{
	const char *word, *list;
	size_t len;

	while ((line = hp_bootline_next(line, &word, &len)), len) {
		list = skip_prefix(word, "modprobe.blacklist=");
		if (list && list_has(list, line, module))
			return true;
	}
	return false;
}

/* The kernel takes the quotes of a word, or of its value, away. */
bool hp_bootline_kernel_blacklists(const char *line, const char *module)
{
	const char *word, *end, *list;
	size_t len;

	while ((line = hp_bootline_next(line, &word, &len)), len) {
		if (len == 2 && memcmp(word, "--", 2) == 0)
			return false;
		end = line - (line[-1] == '"');
		list = skip_prefix(word + (*word == '"'), "module_blacklist=");
		if (list && list_has(list + (*list == '"'), end, module))
			return true;
	}
	return false;
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

bool hp_bootline_mentions(const char *line, const char *module)
{
	const char *c;
	bool inside = false; /* a longer name */

	for (c = line; *c; c++) {
		if (!inside && begins_with(c, module))
			return true;
		inside = isalnum((unsigned char)*c) || *c == '_' || *c == '-';
	}
	return false;
}

/* Whether the word is KEY or KEY=VALUE. */
static bool is_key(const char *word, size_t len, const char *key)
{
	size_t n = strlen(key);

	if (len < n || (len > n && word[n] != '='))
		return false;
	for (size_t i = 0; i < n; i++)
		if ((word[i] == '_' ? '-' : word[i]) != key[i])
			return false;
	return true;
}

bool hp_bootline_switch(const char *line, const char *key, bool usual)
{
	size_t len, n = strlen(key) + 1;
	bool value = usual;
	const char *word;

	while ((line = hp_bootline_next(line, &word, &len)), len) {
		char text[8]; /* longer than any word for yes or no */

		if (!is_key(word, len, key))
			continue;
		value = true;
		if (len < n)
			continue;
		snprintf(text, sizeof(text), "%.*s", (int)(len - n), word + n);
		if (hp_boolean_parse(&value, text) < 0)
			value = usual;
	}
	return value;
}
