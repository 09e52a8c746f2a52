/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the interfaces that net.agent leaves to others. See netskip.h. */
#include <errno.h>
#include <fnmatch.h>

#include "conf.h"
#include "listfile.h"
#include "log.h"
#include "netskip.h"
#include "tier.h"

/* Returns 0 or -ENOMEM. */
static int add_configured(struct hp_names *skip)
{
	const char *glob = hp_conf_get()->net_skip;
	int r = 0;

	for (size_t n; r >= 0 && *(glob += strspn(glob, HP_CONF_BLANKS)); glob += n) {
		n = strcspn(glob, HP_CONF_BLANKS);
		r = hp_names_add(skip, glob, n);
	}
	return r < 0 ? r : 0;
}

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
	if (add_configured(&skip) < 0)
		return -ENOMEM;
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
