/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the parameters of a module. See procparam.h. */
#include <errno.h>
#include <sys/stat.h>

#include "procparam.h"
#include "root.h"

/* "/sys/module/MODULE/parameters", with '_' as /sys has it. */
static int dir_of(char ret[static PATH_MAX], const char *module)
{
	char name[NAME_MAX + 1];

	if (strlen(module) > NAME_MAX || strchr(module, '/'))
		return -ENOENT;
	for (char *c = strcpy(name, module); *c; c++)
		if (*c == '-')
			*c = '_';
	return snprintf(ret, PATH_MAX, "/sys/module/%s/parameters", name), 0;
}

static char *read_value(const char *dir, const char *parameter)
{
	char path[PATH_MAX + NAME_MAX + 2], *value, *trimmed;

	snprintf(path, sizeof(path), "%s/%s", dir, parameter);
	if (hp_procfile_read(path, &value) < 0)
		return NULL;
	trimmed = hp_procfile_trim(value);
	memmove(value, trimmed, strlen(trimmed) + 1);
	return value;
}

char *hp_procparam_value(const char *module, const char *parameter)
{
	char dir[PATH_MAX];

	if (strlen(parameter) > NAME_MAX || strchr(parameter, '/') ||
	    dir_of(dir, module) < 0)
		return NULL;
	return read_value(dir, parameter);
}

static int add_parameter(struct hp_proctable *table, const char *dir,
			 const char *parameter, const void *module)
{
	_cleanup_free_ char *value = read_value(dir, parameter);
	char full[PATH_MAX], permission[8];
	struct stat st;

	if (hp_path(full, "%s/%s", dir, parameter) < 0 || stat(full, &st) < 0)
		return 0;
	snprintf(permission, sizeof(permission), "%04o", st.st_mode & 07777);
	hp_proctable_row(table);
	hp_proctable_text(table, HP_PROC_NAME, "module", module);
	hp_proctable_text(table, HP_PROC_NAME, "parameter", parameter);
	hp_proctable_text(table, HP_PROC_TEXT, "value", value);
	hp_proctable_text(table, HP_PROC_TEXT, "permission", permission);
	return table->error;
}

int hp_procparam_read(struct hp_proctable *table, const char *module)
{
	char dir[PATH_MAX];
	int r = dir_of(dir, module);

	return r < 0 ? r : hp_procfile_each_name(table, dir, add_parameter, module);
}
