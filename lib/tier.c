/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the suite's own data files. See tier.h. */
#include <errno.h>
#include <fcntl.h>

#include "root.h"
#include "tier.h"

int hp_tier_path(char ret[static PATH_MAX], const char *name)
{
	static const char *const dirs[] = {HP_CONFDIR, HP_RUNDIR, HP_AGENTDIR};

	for (size_t i = 0; i < ARRAY_SIZE(dirs); i++) {
		if (hp_path(ret, "%s/%s", dirs[i], name) < 0)
			return -ENAMETOOLONG;
		/* What cannot be looked at is for its reader to complain of. */
		if (faccessat(AT_FDCWD, ret, F_OK, AT_SYMLINK_NOFOLLOW) == 0 ||
		    (errno != ENOENT && errno != ENOTDIR))
			return 0;
	}
	return hp_path(ret, "%s/%s", dirs[0], name);
}
