/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: a module that is loaded, as /sys/module shows it. See loaded.h. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "dir.h"
#include "loaded.h"
#include "root.h"

static uint64_t inode_of(const char *module, const char *file)
{
	char path[PATH_MAX];
	struct stat st;

	if (hp_path(path, "/sys/module/%s%s", module, file) < 0 || stat(path, &st) < 0)
		return 0;
	return st.st_ino;
}

/* What is built in has a directory too, where it has parameters, but no state. */
uint64_t hp_loaded_inode(const char *module)
{
	return inode_of(module, "/initstate") ? inode_of(module, "") : 0;
}

static int add_name(const char *name, unsigned char type, void *data)
{
	int r = hp_names_add(data, name, strlen(name));

	return r < 0 ? r : 0;
}

int hp_loaded_holders(const char *module, struct hp_names *holders)
{
	_cleanup_close_ int dir = -1;
	char path[PATH_MAX];
	int r;

	if (hp_path(path, "/sys/module/%s/holders", module) < 0)
		return 0;
	dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	r = dir < 0 ? 0 : hp_dir_read(dir, add_name, holders);
	return r == -ENOMEM ? r : 0;
}

void hp_loaded_attribute(const char *module, const char *attribute,
			 char ret[static HP_LOADED_TEXT_MAX])
{
	_cleanup_fclose_ FILE *file = NULL;
	char path[PATH_MAX];

	ret[0] = '\0';
	if (hp_path(path, "/sys/module/%s/%s", module, attribute) == 0)
		file = fopen(path, "re");
	if (file && !fgets(ret, HP_LOADED_TEXT_MAX, file))
		ret[0] = '\0';
	ret[strcspn(ret, "\n")] = '\0';
}
