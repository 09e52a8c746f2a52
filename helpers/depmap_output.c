/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: replace the files of hotplug-depmap, all or none. See depmap_output.h. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <sys/stat.h>

#include "depmap_output.h"
#include "log.h"

/* Files under their other names; "" where there is none. A signal's handler reads this.
 */
static char temporary[DEPMAP_FILES][PATH_MAX];

static void remove_temporary(void)
{
	for (int i = 0; i < DEPMAP_FILES; i++)
		if (temporary[i][0])
			unlink(temporary[i]);
}

static void on_signal(int number)
{
	remove_temporary();
	_exit(128 + number);
}

static void catch_signals(void)
{
	static const int numbers[] = {SIGHUP, SIGINT, SIGPIPE, SIGTERM, SIGXFSZ};
	struct sigaction action = {.sa_handler = on_signal};

	for (size_t i = 0; i < ARRAY_SIZE(numbers); i++)
		sigaction(numbers[i], &action, NULL);
}

static int write_all(int fd, const char *data, size_t len)
{
	ssize_t n;

	for (; len; data += n, len -= n) {
		n = write(fd, data, len);
		if (n < 0)
			return -errno;
	}
	return 0;
}

/* The maps tell their own time, so that it shows when somebody edits them. */
static int set_time(int fd, const struct depmap *depmap)
{
	const struct timespec times[2] = {{.tv_nsec = UTIME_OMIT},
					  {.tv_sec = depmap->mtime}};

	return futimens(fd, times) < 0 ? -errno : 0;
}

static int write_temporary(const struct depmap *depmap, int i, const char *tree)
{
	const struct depmap_file *file = &depmap->file[i];
	_cleanup_close_ int fd = -1;
	char path[PATH_MAX];
	int r;

	r = snprintf(path, sizeof(path), "%s/.%s.XXXXXX", tree, file->name);
	if (r < 0 || (size_t)r >= sizeof(path))
		return -ENAMETOOLONG;
	fd = mkostemp(path, O_CLOEXEC);
	if (fd < 0)
		return -errno;
	memcpy(temporary[i], path, sizeof(path));
	r = write_all(fd, file->data, file->len);
	if (r == 0 && i != DEPMAP_INDEX)
		r = set_time(fd, depmap);
	if (r == 0 && (fchmod(fd, 0644) < 0 || fsync(fd) < 0))
		r = -errno;
	return r;
}

static int rename_all(const struct depmap *depmap, const char *tree)
{
	char path[PATH_MAX];

	for (int i = 0; i < DEPMAP_FILES; i++) {
		/* It fitted with more bytes behind. */
		snprintf(path, sizeof(path), "%s/%s", tree, depmap->file[i].name);
		if (rename(temporary[i], path) < 0)
			return hp_error(-errno, "cannot replace %s", path);
		temporary[i][0] = '\0';
	}
	return 0;
}

static int sync_directory(const char *tree)
{
	_cleanup_close_ int fd = open(tree, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0 || fsync(fd) < 0)
		return hp_error(-errno, "cannot sync %s", tree);
	return 0;
}

int depmap_write(const struct depmap *depmap, const char *tree)
{
	int r = 0;

	catch_signals();
	for (int i = 0; i < DEPMAP_FILES && r == 0; i++) {
		r = write_temporary(depmap, i, tree);
		if (r < 0)
			hp_error(r, "cannot write %s/%s", tree, depmap->file[i].name);
	}
	if (r == 0)
		r = rename_all(depmap, tree);
	if (r == 0)
		r = sync_directory(tree);
	remove_temporary();
	return r;
}
