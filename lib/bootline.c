/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the words of the kernel's command line. See bootline.h. */
#include <limits.h>

#include "bootline.h"
#include "names.h"

#define BLANKS " \t\n\v\f\r"

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
