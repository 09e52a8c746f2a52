/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the names of devices: pci.ids and usb.ids. See hwids.h. */
#include <errno.h>

#include "hwids.h"

/* The name in a line without its tabs, where the key's word stands first, or NULL. */
static const char *name_in(const char *line, const char *word)
{
	size_t n = strlen(word);

	if (strncasecmp(line, word, n) != 0 || (line[n] != ' ' && line[n] != '\t'))
		return NULL;
	return line + n + strspn(line + n, " \t");
}

/* Takes one line of the file; depth: how many of its levels have been found so far.
 * Returns whether nothing more can come. */
static bool take_line(struct hp_hwids_names *names, const struct hp_hwids_key *key,
		      const char *line)
{
	size_t depth = strspn(line, "\t");
	const char *name;

	line += depth;
	if (!*line || *line == '#' || depth > names->n)
		return false;
	/* Behind the last line below what was found. */
	if (depth < names->n)
		return true;
	name = name_in(line, key->at[names->n]);
	if (!name)
		return false;
	snprintf(names->name[names->n++], HP_HWIDS_NAME_MAX, "%s", name);
	return names->n == HP_HWIDS_DEPTH_MAX || !key->at[names->n];
}

int hp_hwids_find(struct hp_hwids_names *ret, const char *path,
		  const struct hp_hwids_key *key)
{
	_cleanup_fclose_ FILE *file = fopen(path, "re");
	_cleanup_free_ char *line = NULL;
	struct hp_hwids_names names = {0};
	bool done = !key->at[0];
	size_t size = 0;

	if (!file)
		return -errno;
	errno = 0;
	while (!done && getline(&line, &size, file) >= 0) {
		line[strcspn(line, "\r\n")] = '\0';
		done = take_line(&names, key, line);
	}
	if (ferror(file))
		return errno ? -errno : -EIO;
	*ret = names;
	return 0;
}
