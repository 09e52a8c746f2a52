/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what /sys/module says. See sysmodule.h. */
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

enum hp_sysmodule_state hp_sysmodule_state(const char *name)
{
	char path[PATH_MAX], state[16], *c, *initstate;

	if (hp_path(path, "/sys/module/%s/initstate", name) < 0)
		return HP_SYSMODULE_ABSENT;
	initstate = strrchr(path, '/');
	for (c = initstate - strlen(name); c < initstate; c++)
		if (*c == '-')
			*c = '_';
	if (read_line(path, state, sizeof(state)))
		return streq(state, "live") ? HP_SYSMODULE_LIVE : HP_SYSMODULE_MOVING;
	/* What is builtin has no initstate. */
	*initstate = '\0';
	return access(path, F_OK) == 0 ? HP_SYSMODULE_BUILTIN : HP_SYSMODULE_ABSENT;
}

bool hp_sysmodule_unpacks(const char *compression)
{
	char path[PATH_MAX], own[16];

	return hp_path(path, "/sys/module/compression") == 0 &&
	       read_line(path, own, sizeof(own)) && streq(own, compression);
}
