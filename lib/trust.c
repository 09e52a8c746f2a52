/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: whether a file may be run, or obeyed, as root because of an event. See
 * trust.h. */
#include <errno.h>
#include <stdarg.h>
#include <sys/stat.h>

#include "root.h"
#include "scarce.h"
#include "trust.h"

#define LINKS_MAX 40 /* MAXSYMLINKS of include/linux/namei.h */

struct walk {
	char done[PATH_MAX]; /* resolved and checked, without the root prefix; "" is "/"
			      */
	char rest[PATH_MAX]; /* still to be walked */
	size_t own;	     /* bytes at the end of rest that no link has brought */
	unsigned int links;
	char *why;
};

static int refuse(char *why, const char *fmt, ...) _printf_(2, 3);

static int refuse(char *why, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsnprintf(why, HP_TRUST_WHY_MAX, fmt, args);
	va_end(args);
	return -EACCES;
}

static int check_owner_and_mode(const char *path, const struct stat *st, char *why)
{
	if (st->st_uid != 0 && !(*hp_root_get() && st->st_uid == geteuid()))
		return refuse(why, "%.160s is owned by uid %u, not by root", path,
			      (unsigned int)st->st_uid);
	if (st->st_mode & (S_IWGRP | S_IWOTH))
		return refuse(why, "%.160s is writable by %s", path,
			      st->st_mode & S_IWOTH ? "others" : "its group");
	return 0;
}

/* Only what is not there may be passed over in silence. */
static int refuse_unknown(const char *path, char *why)
{
	if (errno == ENOENT || errno == ENOTDIR)
		return -ENOENT;
	if (hp_scarce_is(-errno))
		return -errno;
	return refuse(why, "%.160s: %s", path, strerror(errno));
}

/* Replaces a link by its target, in front of what is still to be walked. */
static int walk_follow(struct walk *walk, const char *path)
{
	char target[PATH_MAX], rest[PATH_MAX];
	ssize_t n = readlink(path, target, sizeof(target) - 1);

	if (n < 0)
		return refuse_unknown(path, walk->why);
	target[n] = '\0';
	if (streq(target, "/dev/null"))
		return -ECANCELED;
	if (++walk->links > LINKS_MAX)
		return refuse(walk->why, "%.160s leads through too many links", path);
	if (target[0] == '/')
		walk->done[0] = '\0';
	if (strlen(walk->rest) < walk->own)
		walk->own = strlen(walk->rest);
	if (snprintf(rest, sizeof(rest), "%s/%s", target, walk->rest) >=
	    (int)sizeof(rest))
		return refuse(walk->why, "%.160s leads to a path that is too long", path);
	strcpy(walk->rest, rest);
	return 0;
}

/* Takes the next component off walk->rest. Returns 0, -ENOENT where no file has such a
 * name, or 1 at the end. */
static int walk_next(struct walk *walk, char ret[static NAME_MAX + 1])
{
	const char *start = walk->rest + strspn(walk->rest, "/");
	size_t n = strcspn(start, "/");

	if (n == 0)
		return 1;
	if (n > NAME_MAX)
		return -ENOENT;
	memcpy(ret, start, n);
	ret[n] = '\0';
	memmove(walk->rest, start + n, strlen(start + n) + 1);
	return 0;
}

static int walk_step(struct walk *walk, const char *component, struct stat *ret_st)
{
	size_t before = strlen(walk->done);
	char path[PATH_MAX];

	if (streq(component, "."))
		return 0;
	if (streq(component, "..")) {
		char *slash = strrchr(walk->done, '/');

		*(slash ? slash : walk->done) = '\0';
		return 0;
	}
	if (before + strlen(component) + 2 > sizeof(walk->done))
		return -ENOENT;
	walk->done[before] = '/';
	memcpy(walk->done + before + 1, component, strlen(component) + 1);
	if (hp_path(path, "%s", walk->done) < 0)
		return -ENOENT;
	if (lstat(path, ret_st) < 0)
		return refuse_unknown(path, walk->why);
	if (S_ISLNK(ret_st->st_mode)) {
		walk->done[before] = '\0';
		return walk_follow(walk, path);
	}
	return check_owner_and_mode(path, ret_st, walk->why);
}

typedef int (*kind_check)(const char *path, const struct stat *st, char *why);

static int check_is_file(const char *path, const struct stat *st, char *why)
{
	return S_ISREG(st->st_mode) ? 0 : refuse(why, "%.160s is no regular file", path);
}

static int check_is_executable(const char *path, const struct stat *st, char *why)
{
	int r = check_is_file(path, st, why);

	if (r < 0)
		return r;
	if (!(st->st_mode & (S_IXUSR | S_IXGRP | S_IXOTH)))
		return refuse(why, "%.160s is not executable", path);
	return 0;
}

/* What is behind the texts in their arrays costs more to clear than all the rest. */
static void begin(struct walk *walk, const char *inside, char *why)
{
	walk->done[0] = '\0';
	strcpy(walk->rest, inside);
	walk->own = strlen(inside);
	walk->links = 0;
	walk->why = why;
}

static int trust(const char *path, char ret[static PATH_MAX],
		 char why[static HP_TRUST_WHY_MAX], kind_check check)
{
	const char *inside = skip_prefix(path, hp_root_get());
	struct walk walk;
	char component[NAME_MAX + 1], top[PATH_MAX];
	struct stat st;
	int r;

	if (!inside || inside[0] != '/' || strlen(inside) >= sizeof(walk.rest))
		return refuse(why, "%.160s is outside %s", path, hp_root_get());
	begin(&walk, inside, why);
	if (hp_path(top, "/") < 0)
		return -ENOENT;
	if (stat(top, &st) < 0)
		return refuse_unknown(top, why);
	r = check_owner_and_mode(top, &st, why);
	while (r == 0 && (r = walk_next(&walk, component)) == 0)
		r = walk_step(&walk, component, &st);
	if (r == -ENOENT && strlen(walk.rest) > walk.own)
		return refuse(why, "%.160s is a link that leads nowhere", path);
	if (r < 0)
		return r;
	if (hp_path(top, "%s", walk.done) < 0)
		return -ENOENT;
	r = check(top, &st, why);
	if (r < 0)
		return r;
	strcpy(ret, top);
	return 0;
}

int hp_trust_executable(const char *path, char ret[static PATH_MAX],
			char why[static HP_TRUST_WHY_MAX])
{
	return trust(path, ret, why, check_is_executable);
}

int hp_trust_file(const char *path, char ret[static PATH_MAX],
		  char why[static HP_TRUST_WHY_MAX])
{
	return trust(path, ret, why, check_is_file);
}

static int check_is_directory(const char *path, const struct stat *st, char *why)
{
	return S_ISDIR(st->st_mode) ? 0 : refuse(why, "%.160s is no directory", path);
}

/* Whether the first n bytes of path are a directory that passes. */
static bool knows(struct hp_trust_near *near, const char *path, size_t n,
		  char why[static HP_TRUST_WHY_MAX])
{
	if (near->dir[n] == '\0' && strncmp(near->dir, path, n) == 0)
		return true;
	memcpy(near->dir, path, n);
	near->dir[n] = '\0';
	if (trust(near->dir, near->resolved, why, check_is_directory) == 0)
		return true;
	near->dir[0] = '\0';
	return false;
}

static bool is_plain(const char *path, char why[static HP_TRUST_WHY_MAX])
{
	struct stat st;

	return lstat(path, &st) == 0 && S_ISREG(st.st_mode) &&
	       check_owner_and_mode(path, &st, why) == 0;
}

int hp_trust_file_near(struct hp_trust_near *near, const char *path,
		       char ret[static PATH_MAX], char why[static HP_TRUST_WHY_MAX])
{
	const char *slash = strrchr(path, '/');
	char resolved[PATH_MAX];

	if (!slash || slash == path || slash - path >= PATH_MAX ||
	    !knows(near, path, slash - path, why) ||
	    snprintf(resolved, PATH_MAX, "%s%s", near->resolved, slash) >= PATH_MAX ||
	    !is_plain(resolved, why))
		return hp_trust_file(path, ret, why);
	strcpy(ret, resolved);
	return 0;
}
