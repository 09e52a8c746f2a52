/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: REMOVER, by which a setup script has itself undone. See remover.h. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "agent.h"
#include "hash.h"
#include "log.h"
#include "remover.h"
#include "root.h"
#include "setup.h"

/* Room for '%' and 16 digits behind what is left of a path that is no file name. */
#define HEAD_MAX (NAME_MAX - 17)

/* The device's path in /sys with the links resolved, from "/sys" on. A device that is
 * gone has none: then DEVPATH, which the kernel gives without links. */
static void resolve_device(const struct hp_uevent *event, char ret[static PATH_MAX])
{
	char sys[PATH_MAX], path[PATH_MAX], real_sys[PATH_MAX], real[PATH_MAX];
	const char *rest;

	snprintf(ret, PATH_MAX, "/sys%s", event->devpath);
	if (hp_path(sys, "/sys") < 0 || hp_path(path, "/sys%s", event->devpath) < 0)
		return;
	if (!realpath(sys, real_sys) || !realpath(path, real))
		return;
	rest = skip_prefix(real, real_sys);
	if (rest && *rest == '/')
		snprintf(ret, PATH_MAX, "/sys%s", rest);
}

static void name_entry(const struct hp_uevent *event, char ret[static NAME_MAX + 1])
{
	char path[PATH_MAX], *c;

	resolve_device(event, path);
	for (c = path; *c; c++)
		if (*c == '/')
			*c = '%';
	if (strlen(path) <= NAME_MAX)
		strcpy(ret, path);
	else
		/* The hash tells apart the paths whose heads are the same. */
		snprintf(ret, NAME_MAX + 1, "%.*s%%%016llx", HEAD_MAX, path,
			 (unsigned long long)hp_hash_text(path));
}

/* Opens the directory, if it is one that nobody else writes to. */
static int open_directory(char path[static PATH_MAX])
{
	_cleanup_close_ int fd = -1;
	struct stat st;
	int r = hp_path(path, "%s/usb", HP_RUNDIR);

	if (r < 0)
		return r;
	fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st) < 0)
		return -errno;
	if (st.st_uid != geteuid() || st.st_mode & 0077)
		return -EPERM;
	return TAKE_FD(fd);
}

static int make_directory(void)
{
	char path[PATH_MAX];
	int r = hp_path(path, "%s", HP_RUNDIR);

	if (r < 0)
		return r;
	if (mkdir(path, 0755) < 0 && errno != EEXIST)
		return -errno;
	r = hp_path(path, "%s/usb", HP_RUNDIR);
	if (r < 0)
		return r;
	return mkdir(path, 0700) < 0 && errno != EEXIST ? -errno : 0;
}

int hp_remover_offer(const struct hp_uevent *event, char ret[static HP_REMOVER_VAR_MAX])
{
	char path[PATH_MAX], name[NAME_MAX + 1];
	_cleanup_close_ int dir = -1;
	int r = make_directory();

	if (r < 0)
		return hp_error(r, "%s/usb", HP_RUNDIR);
	dir = open_directory(path);
	if (dir < 0)
		return hp_error(dir, "%s: no REMOVER is offered", path);
	name_entry(event, name);
	r = snprintf(ret, HP_REMOVER_VAR_MAX, "REMOVER=%s/%s", path, name);
	return (size_t)r >= HP_REMOVER_VAR_MAX ? -ENAMETOOLONG : 0;
}

/* The one line of an entry that is a file. Returns 0 or a negative errno. */
static int read_file(int dir, const char *name, char ret[static PATH_MAX])
{
	_cleanup_close_ int fd =
		openat(dir, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	struct stat st;
	ssize_t n;

	if (fd < 0 || fstat(fd, &st) < 0)
		return -errno;
	if (!S_ISREG(st.st_mode))
		return -EINVAL;
	if (st.st_uid != geteuid() || st.st_mode & 0022)
		return -EPERM;
	n = read(fd, ret, PATH_MAX - 1);
	if (n < 0)
		return -errno;
	ret[n] = '\0';
	if (strlen(ret) != (size_t)n || n == PATH_MAX - 1)
		return -EINVAL;
	if (n && ret[n - 1] == '\n')
		ret[n - 1] = '\0';
	return 0;
}

/* Under --root a script knows its own path with the prefix, a person may leave it away.
 */
static int resolve_root(const char *path, char ret[static PATH_MAX])
{
	const char *rest = skip_prefix(path, hp_root_get());

	return hp_path(ret, "%s", rest && *rest == '/' ? rest : path);
}

/* The path of the program that the entry stands for. -ENOENT: there is no entry. */
static int read_entry(int dir, const char *name, char ret[static PATH_MAX])
{
	char path[PATH_MAX];
	ssize_t n = readlinkat(dir, name, path, sizeof(path));
	int r;

	if (n >= (ssize_t)sizeof(path))
		return -ENAMETOOLONG;
	if (n < 0 && errno != EINVAL)
		return -errno;
	if (n >= 0) {
		path[n] = '\0';
	} else {
		r = read_file(dir, name, path);
		if (r < 0)
			return r;
	}
	if (path[0] != '/' || strchr(path, '\n'))
		return -EINVAL;
	return resolve_root(path, ret);
}

static int run_entry(int dir, const char *name, const struct hp_environment *env)
{
	char program[PATH_MAX];
	int r = read_entry(dir, name, program);

	if (r == -ENOENT)
		return 0;
	/* Gone before it runs: what a later add leaves is not ours to remove. */
	if (!hp_dry_run && unlinkat(dir, name, 0) < 0)
		hp_warning(-errno, "%s/usb/%s", HP_RUNDIR, name);
	if (r == -EINVAL)
		return hp_error(0, "%s/usb/%s names no program by its absolute path",
				HP_RUNDIR, name),
		       r;
	if (r < 0)
		return hp_error(r, "%s/usb/%s", HP_RUNDIR, name);
	return hp_setup_run_program(program, env);
}

int hp_remover_run(const struct hp_uevent *event, const struct hp_environment *env)
{
	char path[PATH_MAX], name[NAME_MAX + 1];
	_cleanup_close_ int dir = open_directory(path);

	if (dir == -ENOENT)
		return 0;
	if (dir < 0)
		return hp_error(dir, "%s: no REMOVER is run", path);
	name_entry(event, name);
	return run_entry(dir, name, env);
}
