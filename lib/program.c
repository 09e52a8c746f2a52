/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: where a program of the system is. See program.h. */
#include <errno.h>

#include "program.h"
#include "root.h"

int hp_program_find(const char *name, char ret[static PATH_MAX],
		    char why[static HP_TRUST_WHY_MAX])
{
	char dirs[] = HP_PROGRAM_DIRS, *rest = dirs, *dir, path[PATH_MAX];
	int r = -ENOENT;

	/* One that is masked (-ECANCELED) is as good as not there. */
	while ((r == -ENOENT || r == -ECANCELED) && (dir = strsep(&rest, ":")))
		r = hp_path(path, "%s/%s", dir, name) < 0
			    ? -ENOENT
			    : hp_trust_executable(path, ret, why);
	return r == -ECANCELED ? -ENOENT : r;
}
