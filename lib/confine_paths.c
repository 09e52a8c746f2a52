/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what a process gives up for good: files, by Landlock. See confine.h. */
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "confine.h"

/* What linux/landlock.h of 6.1 does not have yet: from version 3, 5 and 6 on. */
#define ACCESS_TRUNCATE	 (1ULL << 14)
#define ACCESS_IOCTL_DEV (1ULL << 15)
#define SCOPE_SIGNAL	 (1ULL << 1)

#define READ_RIGHTS	 (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
/* A directory has rights that a file cannot have. */
#define FILE_RIGHTS                                                                      \
	(LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | ACCESS_TRUNCATE)

struct ruleset {
	uint64_t handled_fs;
	uint64_t handled_net;
	uint64_t scoped;
};

/* By version: which rights there are, and how long the ruleset is. */
static const struct offer {
	uint64_t rights;
	size_t size;
	uint64_t scoped;
} offers[] = {
	{},
	{(LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1, sizeof(uint64_t)},
	{ACCESS_TRUNCATE - 1, sizeof(uint64_t)},
	{ACCESS_IOCTL_DEV - 1, sizeof(uint64_t)},
	{ACCESS_IOCTL_DEV - 1, sizeof(uint64_t)},
	{(ACCESS_IOCTL_DEV << 1) - 1, sizeof(uint64_t)},
	{(ACCESS_IOCTL_DEV << 1) - 1, sizeof(struct ruleset), SCOPE_SIGNAL},
};

static const struct offer *find_offer(void)
{
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0,
			       LANDLOCK_CREATE_RULESET_VERSION);

	if (version <= 0)
		return NULL;
	return &offers[version < (long)ARRAY_SIZE(offers) ? version
							  : (long)ARRAY_SIZE(offers) - 1];
}

static int add_path(int ruleset, const struct hp_path_right *path, uint64_t rights)
{
	struct landlock_path_beneath_attr rule = {.allowed_access = rights};
	_cleanup_close_ int fd = open(path->path, O_PATH | O_CLOEXEC);
	struct stat st;

	if (fd < 0 || fstat(fd, &st) < 0)
		return errno == ENOENT || errno == ENOTDIR ? 0 : -errno;
	rule.allowed_access &= ~LANDLOCK_ACCESS_FS_EXECUTE;
	if (!path->is_writable)
		rule.allowed_access &= READ_RIGHTS;
	if (!S_ISDIR(st.st_mode))
		rule.allowed_access &= FILE_RIGHTS;
	rule.parent_fd = fd;
	return syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule,
		       0) < 0
		       ? -errno
		       : 0;
}

int hp_confine_paths(const struct hp_path_right *paths, unsigned int n)
{
	const struct offer *offer = find_offer();
	_cleanup_close_ int fd = -1;
	struct ruleset ruleset;
	int r = 0;

	if (!offer)
		return -errno;
	ruleset = (struct ruleset){.handled_fs = offer->rights, .scoped = offer->scoped};
	fd = syscall(SYS_landlock_create_ruleset, &ruleset, offer->size, 0);
	if (fd < 0)
		return -errno;
	for (unsigned int i = 0; i < n && r == 0; i++)
		r = add_path(fd, &paths[i], offer->rights);
	if (r == 0 && syscall(SYS_landlock_restrict_self, fd, 0) < 0)
		r = -errno;
	return r;
}
