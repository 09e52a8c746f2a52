/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the programs that the kernel starts by itself. See umh.h. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/utsname.h>

#include "root.h"
#include "umh.h"

static int sysctl_path(const char *name, char ret[static PATH_MAX])
{
	return hp_path(ret, "/proc/sys/kernel/%s", name);
}

static int record_path(const char *name, char ret[static PATH_MAX])
{
	return hp_path(ret, "%s/%s.before", HP_RUNDIR, name);
}

/* The one line of a file. */
static int read_line(int fd, char ret[static HP_UMH_PATH_MAX])
{
	char text[HP_UMH_PATH_MAX + 1];
	ssize_t n = read(fd, text, sizeof(text) - 1);

	if (n < 0)
		return -errno;
	text[n] = '\0';
	text[strcspn(text, "\n")] = '\0';
	if (strlen(text) >= HP_UMH_PATH_MAX)
		return -EOVERFLOW;
	strcpy(ret, text);
	return 0;
}

int hp_umh_read(const char *name, char ret[static HP_UMH_PATH_MAX])
{
	char path[PATH_MAX];
	_cleanup_close_ int fd = -1;
	int r = sysctl_path(name, path);

	if (r < 0)
		return r;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	return fd < 0 ? -errno : read_line(fd, ret);
}

/* With its newline, and by one call: the kernel takes each for a whole value. */
static int write_line(int fd, const char *text)
{
	char line[HP_UMH_PATH_MAX + 1];
	int len = snprintf(line, sizeof(line), "%s\n", text);

	if (len >= (int)sizeof(line))
		return -ENAMETOOLONG;
	return write(fd, line, len) == len ? 0 : errno ? -errno : -EIO;
}

int hp_umh_write(const char *name, const char *program)
{
	char path[PATH_MAX], now[HP_UMH_PATH_MAX];
	_cleanup_close_ int fd = -1;
	int r = sysctl_path(name, path);

	if (r < 0 || strlen(program) >= HP_UMH_PATH_MAX)
		return -ENAMETOOLONG;
	fd = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC);
	errno = fd < 0 ? errno : 0;
	r = fd < 0 ? -errno : write_line(fd, program);
	if (r == 0)
		r = hp_umh_read(name, now);
	return r < 0 ? r : streq(now, program) ? 0 : -EIO;
}

int hp_umh_remember(const char *name, const char *program)
{
	char dir[PATH_MAX], path[PATH_MAX], work[PATH_MAX];
	_cleanup_close_ int fd = -1;
	int r = record_path(name, path);

	if (r == 0)
		r = hp_path(dir, "%s", HP_RUNDIR);
	if (r == 0)
		r = hp_path(work, "%s/.%s.before", HP_RUNDIR, name);
	if (r < 0)
		return r;
	mkdir(dir, 0755);
	unlink(work); /* of one that was killed */
	fd = open(work, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	if (fd < 0)
		return -errno;
	errno = 0;
	r = write_line(fd, program);
	if (r == 0 && rename(work, path) < 0)
		r = -errno;
	if (r < 0)
		unlink(work);
	return r;
}

/* What stands here, the kernel is told to start as root. */
static int check_owner(int fd)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return -errno;
	if (!S_ISREG(st.st_mode) || st.st_mode & (S_IWGRP | S_IWOTH) ||
	    (st.st_uid != 0 && !(*hp_root_get() && st.st_uid == geteuid())))
		return -EPERM;
	return 0;
}

int hp_umh_recall(const char *name, char ret[static HP_UMH_PATH_MAX])
{
	char path[PATH_MAX], line[HP_UMH_PATH_MAX];
	_cleanup_close_ int fd = -1;
	int r = record_path(name, path);

	if (r < 0)
		return r;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0)
		return errno == ELOOP ? -EPERM : -errno;
	r = check_owner(fd);
	if (r == 0)
		r = read_line(fd, line);
	if (r < 0)
		return r;
	if (*line && *line != '/')
		return -EINVAL;
	strcpy(ret, line);
	return 0;
}

void hp_umh_forget(const char *name)
{
	char path[PATH_MAX];

	if (record_path(name, path) == 0)
		unlink(path);
}

static bool has_line(const char *path, const char *wanted)
{
	_cleanup_fclose_ FILE *file = fopen(path, "re");
	_cleanup_free_ char *line = NULL;
	size_t size = 0;

	while (file && getline(&line, &size, file) > 0) {
		line[strcspn(line, "\n")] = '\0';
		if (streq(line, wanted))
			return true;
	}
	return false;
}

bool hp_umh_is_static(void)
{
	static const char wanted[] = "CONFIG_STATIC_USERMODEHELPER=y";
	char boot[PATH_MAX], tree[PATH_MAX];
	struct utsname uts;

	if (uname(&uts) < 0 || hp_path(boot, "/boot/config-%s", uts.release) < 0 ||
	    hp_path(tree, "/lib/modules/%s/config", uts.release) < 0)
		return false;
	return has_line(boot, wanted) || has_line(tree, wanted);
}
