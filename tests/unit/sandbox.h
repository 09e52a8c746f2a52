/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: a directory of a test's own as --root, and what the suite logs meanwhile.
 *
 * Paths are absolute as the suite sees them ("/etc/hotplug.d/net/a.hotplug"); directories
 * that are missing are made with mode 0755.
 */
#ifndef HP_TEST_SANDBOX_H
#define HP_TEST_SANDBOX_H

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "macro.h"
#include "root.h"

#define SANDBOX_PATH_MAX (PATH_MAX + 64)

static char sandbox_dir[64];

static inline int sandbox_setup(void **state)
{
	strcpy(sandbox_dir, "/tmp/hotplug-test.XXXXXX");
	umask(022);
	return mkdtemp(sandbox_dir) ? hp_root_set(sandbox_dir) : -1;
}

static inline int sandbox_remove_entry(const char *path, const struct stat *st, int type,
				       struct FTW *ftw)
{
	return remove(path);
}

static inline int sandbox_teardown(void **state)
{
	hp_root_set(NULL);
	return nftw(sandbox_dir, sandbox_remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

/* The path on the host; overwritten by the fourth call from here. */
static inline const char *sandbox_path(const char *path)
{
	static char ring[4][SANDBOX_PATH_MAX];
	static unsigned int next;
	char *ret = ring[next++ % 4];

	snprintf(ret, SANDBOX_PATH_MAX, "%s%s", sandbox_dir, path);
	return ret;
}

static inline void sandbox_mkdir(const char *path)
{
	char dir[SANDBOX_PATH_MAX];

	snprintf(dir, sizeof(dir), "%s", sandbox_path(path));
	for (char *c = dir + strlen(sandbox_dir) + 1; *c; c++) {
		if (*c != '/')
			continue;
		*c = '\0';
		assert_true(mkdir(dir, 0755) == 0 || errno == EEXIST);
		*c = '/';
	}
	assert_true(mkdir(dir, 0755) == 0 || errno == EEXIST);
}

static inline void sandbox_mkdir_of(const char *path)
{
	char dir[PATH_MAX];

	snprintf(dir, sizeof(dir), "%s", path);
	*strrchr(dir, '/') = '\0';
	if (*dir)
		sandbox_mkdir(dir);
}

static inline void sandbox_write_bytes(const char *path, const void *bytes, size_t n,
				       mode_t mode)
{
	_cleanup_close_ int fd = -1;

	sandbox_mkdir_of(path);
	fd = open(sandbox_path(path), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, n), n);
	assert_int_equal(fchmod(fd, mode), 0);
}

static inline void sandbox_write(const char *path, const char *text)
{
	sandbox_write_bytes(path, text, strlen(text), 0644);
}

static inline void sandbox_executable(const char *path)
{
	sandbox_write_bytes(path, "#!/bin/sh\n", 10, 0755);
}

/* The target is taken as it stands: absolute ones are the host's for everybody but us. */
static inline void sandbox_link(const char *target, const char *path)
{
	sandbox_mkdir_of(path);
	assert_int_equal(symlink(target, sandbox_path(path)), 0);
}

static inline bool sandbox_has(const char *path)
{
	return access(sandbox_path(path), F_OK) == 0;
}

/* What goes to stderr between begin and end; end returns it, until the next one. */
static int capture_stderr = -1, capture_file = -1;

static inline void capture_begin(void)
{
	capture_file = open("/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	capture_stderr = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
	assert_true(capture_file >= 0 && capture_stderr >= 0);
	dup2(capture_file, STDERR_FILENO);
}

static inline const char *capture_end(void)
{
	static char text[1 << 16];
	ssize_t n;

	dup2(capture_stderr, STDERR_FILENO);
	close(capture_stderr);
	n = pread(capture_file, text, sizeof(text) - 1, 0);
	close(capture_file);
	assert_true(n >= 0);
	text[n] = '\0';
	return text;
}

static inline void assert_contains(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("'%s' has no '%s'", text, part);
}

static inline size_t count_lines(const char *text)
{
	size_t n = 0;

	for (; *text; text++)
		n += *text == '\n';
	return n;
}

/* The same with a mode of its own, text in and out. */
static inline void sandbox_file(const char *path, mode_t mode, const char *text)
{
	sandbox_write_bytes(path, text, strlen(text), mode);
}

/* The file's text, "" where there is none; good until the next call. */
static inline const char *sandbox_read(const char *path)
{
	static char text[1 << 16];
	_cleanup_close_ int fd = open(sandbox_path(path), O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? 0 : read(fd, text, sizeof(text) - 1);

	text[n < 0 ? 0 : n] = '\0';
	return text;
}

static inline void sandbox_mkdir_mode(const char *path, mode_t mode)
{
	sandbox_mkdir(path);
	assert_int_equal(chmod(sandbox_path(path), mode), 0);
}

/* Whether there is an entry, be it a link to nowhere. */
static inline bool sandbox_has_entry(const char *path)
{
	return faccessat(AT_FDCWD, sandbox_path(path), F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

/* A sandbox whose stderr is the file /log from setup to teardown. */
static inline int logged_setup(void **state)
{
	int fd, r = sandbox_setup(state);

	if (r < 0)
		return r;
	capture_stderr = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
	fd = open(sandbox_path("/log"), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	dup2(fd, STDERR_FILENO);
	return close(fd);
}

static inline int logged_teardown(void **state)
{
	dup2(capture_stderr, STDERR_FILENO);
	close(capture_stderr);
	return sandbox_teardown(state);
}

static inline void assert_logged(const char *part)
{
	assert_contains(sandbox_read("/log"), part);
}

static inline void assert_not_logged(const char *part)
{
	assert_null(strstr(sandbox_read("/log"), part));
}

/* Forgets what was logged so far. */
static inline void logged_clear(void)
{
	assert_int_equal(truncate(sandbox_path("/log"), 0), 0);
}

#endif
