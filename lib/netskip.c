/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the interfaces that net.agent leaves to others. See netskip.h. */
#include <errno.h>
#include <fnmatch.h>

#include "listfile.h"
#include "log.h"
#include "netskip.h"
#include "tier.h"

int hp_net_skip_read(struct hp_names *ret)
{
	_cleanup_(hp_names_free) struct hp_names skip = {.exact = true};
	char path[PATH_MAX];
	int r = hp_tier_path(path, "net.skip");

	if (r == 0)
		r = hp_listfile_read(&skip, NULL, path, "the name of an interface");
	if (r == -ENOMEM)
		return r;
	if (r < 0 && r != -ENOENT)
		hp_error(r, "%s", path);
	*ret = skip;
	skip = (struct hp_names){0};
	return 0;
}

bool hp_net_skip_has(const struct hp_names *skip, const char *ifname)
{
	for (size_t i = 0; i < skip->n; i++)
		if (fnmatch(skip->name[i], ifname, 0) == 0)
			return true;
	return false;
}
