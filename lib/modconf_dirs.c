/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: where the files of modprobe.d are. See modconf.h. */
#include "modconf.h"
#include "root.h"

const char *const hp_modconf_dirs[] = {
	"/etc/modprobe.d",     "/run/modprobe.d", "/usr/local/lib/modprobe.d",
	"/usr/lib/modprobe.d", "/lib/modprobe.d", NULL,
};

int hp_modconf_find_dirs(struct hp_modconf_dirs *ret)
{
	int r = 0;

	for (size_t i = 0; i < HP_MODCONF_DIRS && r == 0; i++) {
		r = hp_path(ret->text[i], "%s", hp_modconf_dirs[i]);
		ret->path[i] = ret->text[i];
	}
	ret->path[HP_MODCONF_DIRS] = NULL;
	return r;
}
