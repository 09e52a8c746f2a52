/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: many helpers at once, each event handled once. See queue.h. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <sys/stat.h>

#include "claim.h"
#include "device.h"
#include "dir.h"
#include "log.h"
#include "queue.h"
#include "root.h"
#include "saved.h"
#include "scarce.h"

#define DEVICE_DIR   "../device"
#define ATTEMPTS_MAX 3

static int open_private_dir(int at, const char *path)
{
	_cleanup_close_ int fd =
		openat(at, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	struct stat st;

	if (fd < 0)
		return -errno;
	if (fstat(fd, &st) < 0)
		return -errno;
	if (st.st_uid != geteuid() || st.st_mode & (S_IWGRP | S_IWOTH))
		return -EACCES;
	return TAKE_FD(fd);
}

static int make_private_dir(int at, const char *path, mode_t mode)
{
	int fd = open_private_dir(at, path);

	if (fd != -ENOENT)
		return fd;
	if (mkdirat(at, path, mode) < 0 && errno != EEXIST)
		return -errno;
	return open_private_dir(at, path);
}

/* The queue is made last: where it is, the rest is. */
static int make_dirs(int top)
{
	_cleanup_close_ int device = make_private_dir(top, "device", 0700);

	return device < 0 ? device : make_private_dir(top, "queue", 0700);
}

int hp_queue_open(struct hp_queue *ret)
{
	_cleanup_close_ int top = -1, fd = -1;
	char path[PATH_MAX];
	int lock;

	if (hp_path(path, "%s", HP_RUNDIR) < 0)
		return -ENAMETOOLONG;
	top = make_private_dir(AT_FDCWD, path, 0755);
	if (top < 0)
		return top;
	fd = open_private_dir(top, "queue");
	if (fd == -ENOENT)
		fd = make_dirs(top);
	if (fd < 0)
		return fd;
	lock = openat(fd, ".lock", O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (lock < 0)
		return -errno;
	*ret = (struct hp_queue){.fd = TAKE_FD(fd), .lock = lock};
	return 0;
}

void hp_queue_close(struct hp_queue *queue)
{
	hp_closep(&queue->fd);
	hp_closep(&queue->lock);
	*queue = (struct hp_queue){-1, -1};
}

int hp_queue_put(const struct hp_queue *queue, const struct hp_uevent *event)
{
	char temporary[32], id[HP_DEVICE_ID_MAX], name[HP_DEVICE_ID_MAX + 64];
	_cleanup_close_ int fd = -1;
	int r;

	hp_device_id(event, id);
	snprintf(name, sizeof(name), "%020" PRIu64 "-%" PRIu64 "-%s", event->seqnum,
		 hp_device_inode(event), id);
	/* Names with a dot are no events; one that a killed helper left is used again. */
	snprintf(temporary, sizeof(temporary), ".%d", (int)getpid());
	fd = openat(queue->fd, temporary,
		    O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return -errno;
	r = hp_saved_write(fd, event);
	if (r == 0 && renameat(queue->fd, temporary, queue->fd, name) < 0)
		r = -errno;
	if (r < 0)
		unlinkat(queue->fd, temporary, 0);
	return r;
}

int hp_queue_open_records(const struct hp_queue *queue)
{
	int fd = openat(queue->fd, DEVICE_DIR, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	return fd < 0 ? -errno : fd;
}

/* Only a remove asks the records. */
static const char *find_obsolete(const struct hp_queue *queue,
				 const struct hp_uevent *event, uint64_t inode)
{
	_cleanup_close_ int dir = -1;

	if (event->action == HP_ACTION_REMOVE && event->seqnum)
		dir = openat(queue->fd, DEVICE_DIR, O_PATH | O_DIRECTORY | O_CLOEXEC);
	return hp_device_obsolete(dir, event, inode);
}

static void remember(const struct hp_queue *queue, const struct hp_uevent *event,
		     uint64_t inode)
{
	struct hp_device_record record = {event->seqnum, inode}, old;
	char name[HP_DEVICE_RECORD_MAX];
	_cleanup_close_ int dir = -1;

	if (event->action != HP_ACTION_ADD && event->action != HP_ACTION_REMOVE &&
	    event->action != HP_ACTION_MOVE)
		return;
	dir = openat(queue->fd, DEVICE_DIR, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (dir < 0)
		return;
	if (event->action == HP_ACTION_MOVE)
		return hp_device_record_move(dir, event);
	hp_device_record_name(event, name);
	if (event->action == HP_ACTION_REMOVE)
		return hp_device_record_drop(dir, name);
	/* One that was made up, or a person's, is as new as what was known. */
	if (hp_device_record_get(dir, name, &old) == 0 && old.seqnum > record.seqnum)
		record.seqnum = old.seqnum;
	hp_device_record_put(dir, name, &record, event);
}

/* The device's lock is held. An add is on record before it is worked, so that it is torn
 * down even where the worker is killed in the middle. */
static int work(const struct hp_queue *queue, const struct hp_uevent *event,
		uint64_t inode, hp_queue_worker worker)
{
	const char *obsolete = find_obsolete(queue, event, inode);
	char text[512];
	int r;

	if (obsolete) {
		hp_debug("%s: %s", hp_uevent_describe(event, text, sizeof(text)),
			 obsolete);
		return 0;
	}
	if (event->action != HP_ACTION_REMOVE)
		remember(queue, event, inode);
	r = worker(event);
	if (event->action == HP_ACTION_REMOVE)
		remember(queue, event, inode);
	return r;
}

/* Counts, in the file's mode, how often somebody began to work it. Nobody ends a drainer
 * so often by chance: an event that does must not keep all others waiting. */
static bool count_attempt(int fd, const char *name)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return true;
	if ((st.st_mode & S_IRWXO) >= ATTEMPTS_MAX) {
		hp_error(0, "%s/queue/%s ended %d drainers: dropped", HP_RUNDIR, name,
			 ATTEMPTS_MAX);
		return false;
	}
	fchmod(fd, (st.st_mode & 0777) + 1);
	return true;
}

static void read_and_work(const struct hp_queue *queue, const struct hp_claim *claim,
			  hp_queue_worker worker)
{
	_cleanup_close_ int fd = openat(queue->fd, claim->name,
					O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	struct hp_uevent event;
	char msg[HP_SAVED_MAX], why[HP_UEVENT_WHY_MAX];
	ssize_t n = fd < 0 ? -1 : read(fd, msg, sizeof(msg));

	if (n < 0)
		hp_warning(-errno, "cannot read %s/queue/%s", HP_RUNDIR, claim->name);
	else if (hp_uevent_from_netlink(&event, msg, n, why) < 0)
		hp_warning(0, "%s/queue/%s is no event: %s", HP_RUNDIR, claim->name, why);
	else if (count_attempt(fd, claim->name))
		(void)!work(queue, &event, claim->inode, worker);
}

static int slot_take(const struct hp_queue *queue, unsigned int drainers)
{
	for (unsigned int i = 0; i < drainers; i++)
		if (hp_queue_lock_slot(queue, i) == 0)
			return i;
	return -EAGAIN;
}

/*
 * Nothing is forgotten: whoever finds all slots taken has left its event before; a
 * drainer gives up its slot first and looks once more afterwards.
 */
void hp_queue_drain(const struct hp_queue *queue, unsigned int drainers,
		    hp_queue_worker worker)
{
	struct hp_claim claim;
	bool more = true;
	int r = 0;

	while (more) {
		int slot = slot_take(queue, drainers);

		if (slot < 0)
			return;
		while (r == 0 && hp_claim_oldest(queue, &claim)) {
			read_and_work(queue, &claim, worker);
			r = hp_claim_done(queue, &claim);
		}
		hp_queue_unlock_slot(queue, slot);
		more = r == 0 && hp_claim_oldest(queue, &claim);
		if (more)
			hp_claim_drop(queue, &claim);
	}
}

static int on_event(const char *name, unsigned char type, void *data)
{
	return -EEXIST;
}

bool hp_queue_is_empty(const struct hp_queue *queue)
{
	return hp_dir_read(queue->fd, on_event, NULL) == 0;
}

int hp_queue_work(const struct hp_queue *queue, const struct hp_uevent *event,
		  uint64_t inode, hp_queue_worker worker)
{
	char id[HP_DEVICE_ID_MAX];
	unsigned int waits = 0;
	int r;

	hp_device_id(event, id);
	do
		r = hp_queue_lock_device(queue, id, true);
	while (hp_scarce_wait(r, &waits));
	if (r < 0)
		return hp_error(r, "cannot lock %s", id);
	r = work(queue, event, inode, worker);
	hp_queue_unlock_device(queue, id);
	return r;
}

int hp_queue_work_now(const struct hp_queue *queue, const struct hp_uevent *event,
		      unsigned int drainers, hp_queue_worker worker)
{
	int r = hp_queue_work(queue, event, hp_device_inode(event), worker);

	hp_queue_drain(queue, drainers, worker);
	return r;
}
