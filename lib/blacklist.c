/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the names of modules that no event may load. See blacklist.h. */
#include <errno.h>

#include "blacklist.h"
#include "listfile.h"
#include "tier.h"

struct hp_blacklist {
	struct hp_names names;
	unsigned int *line; /* of each of names */
};

int hp_blacklist_path(char ret[static PATH_MAX])
{
	return hp_tier_path(ret, "blacklist");
}

int hp_blacklist_read(struct hp_blacklist **ret, const char *path)
{
	_cleanup_(hp_blacklist_freep) struct hp_blacklist *blacklist =
		calloc(1, sizeof(*blacklist));
	int r;

	if (!blacklist)
		return -ENOMEM;
	r = hp_listfile_read(&blacklist->names, &blacklist->line, path,
			     "the name of a module");
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
