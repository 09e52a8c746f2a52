/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: who works which event of the queue. See claim.h. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>

#include "claim.h"
#include "dir.h"
#include "hash.h"
#include "log.h"
#include "number.h"
#include "root.h"

/* Behind the slots; the file stays empty, locks need no bytes. */
#define DEVICE_LOCKS_AT 4096
#define NAME_HEAD	(20 + 1) /* SEQNUM and '-' */

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

int hp_queue_lock_slot(const struct hp_queue *queue, unsigned int slot)
{
	return lock_byte(queue, F_OFD_SETLK, F_WRLCK, slot);
}

void hp_queue_unlock_slot(const struct hp_queue *queue, unsigned int slot)
{
	lock_byte(queue, F_OFD_SETLK, F_UNLCK, slot);
}

int hp_queue_lock_device(const struct hp_queue *queue, const char *id, bool wait)
{
	return lock_byte(queue, wait ? F_OFD_SETLKW : F_OFD_SETLK, F_WRLCK,
			 device_lock(id));
}

void hp_queue_unlock_device(const struct hp_queue *queue, const char *id)
{
	lock_byte(queue, F_OFD_SETLK, F_UNLCK, device_lock(id));
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
	const char *id = hp_number_take(inode, ret_inode);

	if (!id || *id != '-')
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

/* Takes the device's lock where the event is still there. Returns 1, 0 where it cannot be
 * had, -ESTALE where somebody has done it since the directory was read. */
static int claim_try(const struct hp_queue *queue, const char *name, struct hp_claim *ret)
{
	struct hp_claim claim = {0};
	struct stat st;
	int r = 0;

	if (!name_parse(name, &claim.inode, &claim.id)) {
		hp_warning(0, "%s/queue/%s is no event: removed", HP_RUNDIR, name);
		event_remove(queue, name);
		return 0;
	}
	if (hp_queue_lock_device(queue, claim.id, false) < 0)
		return 0;
	if (fstatat(queue->fd, name, &st, AT_SYMLINK_NOFOLLOW) < 0)
		r = errno == ENOENT ? -ESTALE : 0;
	else if ((claim.name = strdup(name)))
		r = 1;
	if (r <= 0) {
		hp_queue_unlock_device(queue, claim.id);
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

void hp_claim_drop(const struct hp_queue *queue, struct hp_claim *claim)
{
	hp_queue_unlock_device(queue, claim->id);
	free(claim->name);
}

int hp_claim_done(const struct hp_queue *queue, struct hp_claim *claim)
{
	int r = event_remove(queue, claim->name);

	hp_claim_drop(queue, claim);
	return r;
}

static int claim_from(const struct hp_queue *queue, struct names *names,
		      struct hp_claim *ret)
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
bool hp_claim_oldest(const struct hp_queue *queue, struct hp_claim *ret)
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
