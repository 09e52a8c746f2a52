/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: many helpers at once, each event handled once. See queue.h. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <sys/stat.h>

#include "device.h"
#include "dir.h"
#include "hash.h"
#include "log.h"
#include "queue.h"
#include "root.h"
#include "saved.h"

/* Behind the slots; the file stays empty, locks need no bytes. */
#define DEVICE_LOCKS_AT 4096
#define DEVICE_DIR	"../device"
#define NAME_HEAD	(20 + 1) /* SEQNUM and '-' */
#define ATTEMPTS_MAX	3

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

static int lock_byte(const struct hp_queue *queue, int command, int type, uint64_t at)
{
	struct flock lock = {
		.l_type = type,
		.l_whence = SEEK_SET,
		.l_start = at,
		.l_len = 1,
	};
	int r;

	do {
		r = fcntl(queue->lock, command, &lock);
	} while (r < 0 && errno == EINTR);
	return r < 0 ? -errno : 0;
}

/* Two devices may share a byte: then they are worked one after the other, no more. */
static uint64_t device_lock(const char *id)
{
	return DEVICE_LOCKS_AT + (hp_hash_text(id) >> 2);
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

struct names {
	char **list;
	size_t n, max;
};

static void names_free(struct names *names)
{
	for (size_t i = 0; i < names->n; i++)
		free(names->list[i]);
	free(names->list);
}

static int names_add(const char *name, unsigned char type, void *data)
{
	struct names *names = data;

	if (names->n == names->max) {
		size_t max = names->max ? names->max * 2 : 16;
		char **more = reallocarray(names->list, max, sizeof(*more));

		if (!more)
			return -ENOMEM;
		names->list = more;
		names->max = max;
	}
	names->list[names->n] = strdup(name);
	return names->list[names->n] ? names->n++, 0 : -ENOMEM;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* "SEQNUM-INODE-ID" */
static bool name_parse(const char *name, uint64_t *ret_inode, const char **ret_id)
{
	const char *inode = strlen(name) > NAME_HEAD ? name + NAME_HEAD : "";
	const char *id = strchr(inode, '-');

	if (!id || sscanf(inode, "%" SCNu64, ret_inode) != 1)
		return false;
	*ret_id = id + 1;
	return true;
}

/* Names with a dot are no events: what cannot be removed (a directory) is put aside. */
static int event_remove(const struct hp_queue *queue, const char *name)
{
	char aside[NAME_MAX + 1];
	int r;

	if (unlinkat(queue->fd, name, 0) == 0 || errno == ENOENT)
		return 0;
	r = -errno;
	snprintf(aside, sizeof(aside), ".%.*s", NAME_MAX - 1, name);
	if (renameat(queue->fd, name, queue->fd, aside) == 0)
		return 0;
	return hp_error(r, "cannot remove %s/queue/%s", HP_RUNDIR, name);
}

struct claim {
	char *name;
	const char *id; /* inside name */
	uint64_t inode;
};

/* Takes the device's lock where the event is still there. Returns 1, 0 where it cannot be
 * had, -ESTALE where somebody has done it since the directory was read. */
static int claim_try(const struct hp_queue *queue, const char *name, struct claim *ret)
{
	struct claim claim = {0};
	struct stat st;
	int r = 0;

	if (!name_parse(name, &claim.inode, &claim.id)) {
		hp_warning(0, "%s/queue/%s is no event: removed", HP_RUNDIR, name);
		event_remove(queue, name);
		return 0;
	}
	if (lock_byte(queue, F_OFD_SETLK, F_WRLCK, device_lock(claim.id)) < 0)
		return 0;
	if (fstatat(queue->fd, name, &st, AT_SYMLINK_NOFOLLOW) < 0)
		r = errno == ENOENT ? -ESTALE : 0;
	else if ((claim.name = strdup(name)))
		r = 1;
	if (r <= 0) {
		lock_byte(queue, F_OFD_SETLK, F_UNLCK, device_lock(claim.id));
		return r;
	}
	claim.id = claim.name + (claim.id - name);
	*ret = claim;
	return 1;
}

/* Whether an earlier name in the list, which could not be had, is the same device's. */
static bool waits_for_earlier(const struct names *names, size_t pos)
{
	const char *id, *earlier;
	uint64_t inode;

	if (!name_parse(names->list[pos], &inode, &id))
		return false;
	for (size_t i = 0; i < pos; i++)
		if (name_parse(names->list[i], &inode, &earlier) && streq(id, earlier))
			return true;
	return false;
}

static void claim_drop(const struct hp_queue *queue, struct claim *claim)
{
	lock_byte(queue, F_OFD_SETLK, F_UNLCK, device_lock(claim->id));
	free(claim->name);
}

static int claim_from(const struct hp_queue *queue, struct names *names,
		      struct claim *ret)
{
	size_t oldest = 0;
	int r;

	for (size_t i = 1; i < names->n; i++)
		if (compare_names(&names->list[i], &names->list[oldest]) < 0)
			oldest = i;
	r = claim_try(queue, names->list[oldest], ret);
	if (r)
		return r;
	qsort(names->list, names->n, sizeof(*names->list), compare_names);
	for (size_t i = 1; i < names->n && r == 0; i++)
		if (!waits_for_earlier(names, i))
			r = claim_try(queue, names->list[i], ret);
	return r;
}

/*
 * Takes the oldest event whose device nobody works on.
 *
 * While a name that is gone was tried, its device's lock was ours: whoever left the
 * device's next event alone because of that relies on us to look again.
 */
static bool claim_oldest(const struct hp_queue *queue, struct claim *ret)
{
	int r;

	do {
		_cleanup_(names_free) struct names names = {0};

		if (hp_dir_read(queue->fd, names_add, &names) < 0 || names.n == 0)
			return false;
		r = claim_from(queue, &names, ret);
	} while (r == -ESTALE);
	return r > 0;
}

static bool is_obsolete(const struct hp_queue *queue, const struct hp_uevent *event,
			uint64_t inode)
{
	struct hp_device_record record;
	char name[HP_DEVICE_RECORD_MAX];
	_cleanup_close_ int dir = -1;

	if (event->action == HP_ACTION_ADD)
		return hp_device_is_gone(event, inode);
	if (event->action != HP_ACTION_REMOVE || !event->seqnum)
		return false;
	dir = openat(queue->fd, DEVICE_DIR, O_PATH | O_DIRECTORY | O_CLOEXEC);
	hp_device_record_name(event, name);
	return dir >= 0 && hp_device_record_get(dir, name, &record) == 0 &&
	       record.seqnum > event->seqnum;
}

static void remember(const struct hp_queue *queue, const struct hp_uevent *event,
		     uint64_t inode)
{
	struct hp_device_record record = {event->seqnum, inode};
	char name[HP_DEVICE_RECORD_MAX];
	_cleanup_close_ int dir = -1;

	if (event->action != HP_ACTION_ADD && event->action != HP_ACTION_REMOVE)
		return;
	dir = openat(queue->fd, DEVICE_DIR, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (dir < 0)
		return;
	hp_device_record_name(event, name);
	if (event->action == HP_ACTION_REMOVE)
		hp_device_record_drop(dir, name);
	else if (event->seqnum)
		hp_device_record_put(dir, name, &record);
}

/* The device's lock is held. An add is on record before it is worked, so that it is torn
 * down even where the worker is killed in the middle. */
static int work(const struct hp_queue *queue, const struct hp_uevent *event,
		uint64_t inode, hp_queue_worker worker)
{
	char text[512];
	int r;

	if (is_obsolete(queue, event, inode)) {
		hp_debug("%s: %s", hp_uevent_describe(event, text, sizeof(text)),
			 event->action == HP_ACTION_ADD ? "the device is gone"
							: "a newer add came first");
		return 0;
	}
	if (event->action == HP_ACTION_ADD)
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

static void claim_read_and_work(const struct hp_queue *queue, const struct claim *claim,
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

/* Returns 0, or a negative errno where the event is done and cannot be removed. */
static int claim_work(const struct hp_queue *queue, struct claim *claim,
		      hp_queue_worker worker)
{
	int r;

	claim_read_and_work(queue, claim, worker);
	r = event_remove(queue, claim->name);
	claim_drop(queue, claim);
	return r;
}

static int slot_take(const struct hp_queue *queue, unsigned int drainers)
{
	for (unsigned int i = 0; i < drainers; i++)
		if (lock_byte(queue, F_OFD_SETLK, F_WRLCK, i) == 0)
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
	struct claim claim;
	bool more = true;
	int r = 0;

	while (more) {
		int slot = slot_take(queue, drainers);

		if (slot < 0)
			return;
		while (r == 0 && claim_oldest(queue, &claim))
			r = claim_work(queue, &claim, worker);
		lock_byte(queue, F_OFD_SETLK, F_UNLCK, slot);
		more = r == 0 && claim_oldest(queue, &claim);
		if (more)
			claim_drop(queue, &claim);
	}
}

int hp_queue_work_now(const struct hp_queue *queue, const struct hp_uevent *event,
		      unsigned int drainers, hp_queue_worker worker)
{
	char id[HP_DEVICE_ID_MAX];
	int r;

	hp_device_id(event, id);
	r = lock_byte(queue, F_OFD_SETLKW, F_WRLCK, device_lock(id));
	if (r < 0)
		return hp_error(r, "cannot lock %s", id);
	r = work(queue, event, hp_device_inode(event), worker);
	lock_byte(queue, F_OFD_SETLK, F_UNLCK, device_lock(id));
	hp_queue_drain(queue, drainers, worker);
	return r;
}
