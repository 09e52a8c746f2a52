/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: a device's directory in /sys. See sysdir.h. */
#include <errno.h>
#include <fcntl.h>

#include "sysdir.h"

#define UEVENT_MAX 4096 /* a page, as every attribute */

int hp_sysdir_subsystem(const char *dir, char ret[static NAME_MAX + 1])
{
	char path[PATH_MAX + sizeof("/subsystem")], target[PATH_MAX];
	const char *base;
	ssize_t n;

	snprintf(path, sizeof(path), "%s/subsystem", dir);
	n = readlink(path, target, sizeof(target) - 1);
	if (n < 0)
		return -ENOENT;
	target[n] = '\0';
	base = strrchr(target, '/');
	base = base ? base + 1 : target;
	if (strlen(base) > NAME_MAX)
		return -ENOENT;
	strcpy(ret, base);
	return 0;
}

bool hp_sysdir_go_up(char *path)
{
	char file[PATH_MAX + sizeof("/uevent")];
	char *slash;

	while ((slash = strrchr(path, '/')) && slash != path) {
		*slash = '\0';
		snprintf(file, sizeof(file), "%s/uevent", path);
		if (access(file, F_OK) == 0)
			return true;
	}
	return false;
}

static bool is_of(const char *path, const char *subsystem, const char *devtype)
{
	char name[NAME_MAX + 1], type[NAME_MAX + 1];

	if (hp_sysdir_subsystem(path, name) < 0 || !streq(name, subsystem))
		return false;
	if (!devtype)
		return true;
	hp_sysdir_uevent(path, "DEVTYPE=", type, sizeof(type));
	return streq(type, devtype);
}

bool hp_sysdir_go_up_to(char *path, const char *subsystem, const char *devtype)
{
	while (hp_sysdir_go_up(path))
		if (is_of(path, subsystem, devtype))
			return true;
	return false;
}

int hp_sysdir_attribute(const char *dir, const char *name, char *ret, size_t size)
{
	char path[PATH_MAX + NAME_MAX + 2];
	_cleanup_close_ int fd = -1;
	ssize_t n;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return -errno;
	n = read(fd, ret, size - 1);
	if (n < 0)
		return -errno;
	while (n > 0 && strchr(" \t\r\n", ret[n - 1]))
		n--;
	ret[n] = '\0';
	return 0;
}

int hp_sysdir_number(const char *dir, const char *name, uint32_t *ret)
{
	char text[32], *end;
	unsigned long long value;
	int r = hp_sysdir_attribute(dir, name, text, sizeof(text));

	if (r < 0)
		return r;
	if (!*text || strchr(text, '-'))
		return -EINVAL;
	errno = 0;
	value = strtoull(text, &end, 0);
	if (*end)
		return -EINVAL;
	if (errno || value > UINT32_MAX)
		return -ERANGE;
	*ret = value;
	return 0;
}

void hp_sysdir_uevent(const char *dir, const char *key, char *ret, size_t size)
{
	char text[UEVENT_MAX];

	*ret = '\0';
	if (hp_sysdir_attribute(dir, "uevent", text, sizeof(text)) < 0)
		return;
	for (const char *line = text; line; line = strchr(line, '\n')) {
		const char *value = skip_prefix(line += *line == '\n', key);

		if (!value)
			continue;
		snprintf(ret, size, "%.*s", (int)strcspn(value, "\n"), value);
		return;
	}
}
