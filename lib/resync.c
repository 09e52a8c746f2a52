/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what differs between /sys and what was handled. See resync.h. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>

#include "array.h"
#include "device.h"
#include "dir.h"
#include "resync.h"
#include "root.h"

struct job {
	int records; /* the directory of hp_device_record_get() */
	struct hp_outlooks *outlooks;
	hp_resync_take take;
	void *data;
	char path[PATH_MAX]; /* where the walk through /sys is */
	char **gone;	     /* names of records, */
	size_t n_gone;	     /* whose devices are */
};

static void job_free(struct job *job)
{
	while (job->n_gone)
		free(job->gone[--job->n_gone]);
	free(job->gone);
	hp_closep(&job->records);
}

static int find_gone(const char *name, unsigned char type, void *data)
{
	struct job *job = data;
	struct hp_device_record record;
	struct hp_uevent event;

	if (hp_device_record_get(job->records, name, &record) < 0 ||
	    hp_device_record_event(job->records, name, &event) < 0 ||
	    !hp_device_is_gone(&event, record.inode))
		return 0;
	if (hp_array_grow(&job->gone, job->n_gone, sizeof(*job->gone)) < 0 ||
	    !(job->gone[job->n_gone] = strdup(name)))
		return -ENOMEM;
	job->n_gone++;
	return 0;
}

static size_t depth(const struct job *job, const char *record)
{
	struct hp_uevent event;
	size_t n = 0;

	if (hp_device_record_event(job->records, record, &event) == 0)
		for (const char *c = event.devpath; *c; c++)
			n += *c == '/';
	return n;
}

static int compare_depth(const void *a, const void *b, void *job)
{
	size_t x = depth(job, *(char *const *)a), y = depth(job, *(char *const *)b);

	return (x < y) - (x > y);
}

static int take_gone(struct job *job)
{
	int r = hp_dir_read(job->records, find_gone, job);

	if (r < 0)
		return r;
	if (job->n_gone)
		qsort_r(job->gone, job->n_gone, sizeof(*job->gone), compare_depth, job);
	for (size_t i = 0; i < job->n_gone; i++) {
		struct hp_uevent event;

		if (hp_device_record_event(job->records, job->gone[i], &event) == 0)
			job->take(&event, 0, job->data);
	}
	return 0;
}

static bool is_known(const struct job *job, const struct hp_uevent *event, uint64_t inode)
{
	char name[HP_DEVICE_RECORD_MAX];
	struct hp_device_record record;

	hp_device_record_name(event, name);
	return hp_device_record_get(job->records, name, &record) == 0 &&
	       (record.inode == inode || !record.inode);
}

/* Directories that are no devices, and devices that vanish meanwhile, are left out. */
static void take_new(struct job *job)
{
	char why[HP_UEVENT_WHY_MAX];
	struct hp_uevent event;
	uint64_t inode;

	if (hp_uevent_from_sysfs(&event, job->path, why) < 0 ||
	    !hp_outlooks_has_work(job->outlooks, &event))
		return;
	inode = hp_device_inode(&event);
	if (inode && !is_known(job, &event, inode))
		job->take(&event, inode, job->data);
}

static int walk(struct job *job);

static int walk_entry(const char *name, unsigned char type, void *data)
{
	struct job *job = data;
	size_t n = strlen(job->path);
	int r;

	if (type != DT_DIR || n + 1 + strlen(name) >= sizeof(job->path))
		return 0;
	job->path[n] = '/';
	strcpy(job->path + n + 1, name);
	take_new(job);
	r = walk(job);
	job->path[n] = '\0';
	return r;
}

static int walk(struct job *job)
{
	_cleanup_close_ int fd =
		open(job->path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	int r;

	if (fd < 0)
		return errno == ENOENT ? 0 : -errno;
	r = hp_dir_read(fd, walk_entry, job);
	return r == -ENOENT ? 0 : r;
}

int hp_resync(const struct hp_queue *queue, struct hp_outlooks *outlooks,
	      hp_resync_take take, void *data)
{
	_cleanup_(job_free) struct job job = {
		.records = hp_queue_open_records(queue),
		.outlooks = outlooks,
		.take = take,
		.data = data,
	};
	int r;

	if (job.records < 0)
		return job.records;
	if (!hp_device_sysfs_mounted())
		return -ENOENT;
	r = take_gone(&job);
	if (r == 0)
		r = hp_path(job.path, "/sys/devices");
	return r < 0 ? r : walk(&job);
}
