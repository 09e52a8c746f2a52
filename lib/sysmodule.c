/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what /sys/module says. See sysmodule.h. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>

#include "root.h"
#include "sysmodule.h"

/* Reads the first line of a file, without its end. Returns whether there is one. */
static bool read_line(const char *path, char *ret, size_t size)
{
	_cleanup_close_ int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, ret, size - 1);

	ret[n < 0 ? 0 : n] = '\0';
	ret[strcspn(ret, "\n")] = '\0';
	return fd >= 0;
}

/* Changes path, up to name its directory in /sys/module. */
static bool has(char *path, char *name, const char *file)
{
	strcpy(name, file);
	return access(path, F_OK) == 0;
}

/*
 * What is builtin has neither initstate nor holders. Nor has a module whose directory has
 * just been made, but that is empty; from then on, holders is there before anything else
 * and after it.
 */
static bool is_builtin(char *path, char *name)
{
	return (has(path, name, "uevent") || has(path, name, "parameters") ||
		has(path, name, "version")) &&
	       !has(path, name, "holders");
}

enum hp_sysmodule_state hp_sysmodule_state(const char *name)
{
	char path[PATH_MAX], state[16], *c, *file;

	if (hp_path(path, "/sys/module/%s/initstate", name) < 0)
		return HP_SYSMODULE_ABSENT;
	file = strrchr(path, '/') + 1;
	for (c = file - 1 - strlen(name); c < file - 1; c++)
		if (*c == '-')
			*c = '_';
	if (read_line(path, state, sizeof(state)))
		return streq(state, "live") ? HP_SYSMODULE_LIVE : HP_SYSMODULE_MOVING;
	if (!has(path, file, ""))
		return HP_SYSMODULE_ABSENT;
	return is_builtin(path, file) ? HP_SYSMODULE_BUILTIN : HP_SYSMODULE_MOVING;
}

bool hp_sysmodule_never(void)
{
	char modules[PATH_MAX], mounted[PATH_MAX];

	return hp_path(modules, "/proc/modules") == 0 &&
	       hp_path(mounted, "/proc/self") == 0 && access(modules, F_OK) < 0 &&
	       errno == ENOENT && access(mounted, F_OK) == 0;
}

bool hp_sysmodule_unpacks(const char *compression)
{
	char path[PATH_MAX], own[16];

	return hp_path(path, "/sys/module/compression") == 0 &&
	       read_line(path, own, sizeof(own)) && streq(own, compression);
}
