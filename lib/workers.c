/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: processes that work the events of an order. See workers.h. */
#include <errno.h>
#include <signal.h>
#include <sys/wait.h>

#include "agent.h"
#include "clock.h"
#include "log.h"
#include "workers.h"

#define ATTEMPTS_MAX 3

/* In a worker's exit status: events are in the queue, and nobody else may come for those
 * that found its device locked. */
#define LEFT	     0x40

/* The same for one that had no place for locks and records. */
#define WITHOUT	     0x20

struct hp_worker {
	pid_t pid;
	struct hp_pending *pending;
};

int hp_workers_init(struct hp_workers *workers)
{
	workers->list = calloc(workers->max, sizeof(*workers->list));
	return workers->list ? 0 : -ENOMEM;
}

void hp_workers_free(struct hp_workers *workers)
{
	free(workers->list);
	workers->list = NULL;
}

int hp_workers_set_max(struct hp_workers *workers, unsigned int max)
{
	unsigned int room = max > workers->n ? max : workers->n;
	void *list = reallocarray(workers->list, room, sizeof(*workers->list));

	if (!list)
		return -ENOMEM;
	workers->list = list;
	workers->max = max;
	return 0;
}

void hp_workers_kill(const struct hp_workers *workers, int signal)
{
	for (unsigned int i = 0; i < workers->n; i++)
		kill(workers->list[i].pid, signal);
}

/* Where /run is not writable there are no locks, and nothing is judged obsolete. Returns
 * the exit status. */
static int work_event(const struct hp_uevent *event, uint64_t inode, hp_queue_worker work)
{
	_cleanup_(hp_queue_close) struct hp_queue queue = {-1, -1};
	int status;

	if (hp_queue_open(&queue) < 0)
		return hp_agent_status(work(event)) | WITHOUT;
	status = hp_agent_status(hp_queue_work(&queue, event, inode, work));
	return hp_queue_is_empty(&queue) ? status : status | LEFT;
}

static int read_and_work(const struct hp_pending *pending, hp_queue_worker work)
{
	char why[HP_UEVENT_WHY_MAX];
	struct hp_uevent event;

	if (hp_uevent_from_netlink(&event, pending->msg, pending->n, why) < 0)
		return hp_error(0, "not a usable event: %s", why), HP_AGENT_UNUSABLE;
	/* One that was made up has none of its own. */
	event.seqnum = pending->seqnum;
	return work_event(&event, pending->inode, work);
}

static int work_pending(const struct hp_workers *workers,
			const struct hp_pending *pending)
{
	int status;

	hp_journal_begin(workers->journal, pending->place);
	status = read_and_work(pending, workers->work);
	hp_journal_end(workers->journal, pending->place);
	return status;
}

/* What the journal has was not kept in memory as well. */
static int load_message(const struct hp_workers *workers, struct hp_pending *pending)
{
	char *msg;
	int r;

	if (pending->msg)
		return 0;
	r = hp_journal_read(workers->journal, pending->place, pending->n, &msg);
	if (r == 0)
		hp_order_set_msg(pending, msg);
	return r;
}

static int start(struct hp_workers *workers, struct hp_pending *pending)
{
	const struct hp_pending job = *pending; /* the child does not get the order */
	pid_t pid = fork();

	if (pid < 0)
		return -errno;
	if (pid == 0) {
		workers->in_child();
		_exit(work_pending(workers, &job));
	}
	pending->attempts++;
	pending->started_us = hp_clock_us();
	workers->list[workers->n++] = (struct hp_worker){pid, pending};
	return 0;
}

static void finish(const struct hp_workers *workers, struct hp_pending *pending,
		   enum hp_outcome outcome)
{
	workers->finished(pending, outcome);
	hp_journal_finish(workers->journal, pending->place);
	hp_order_finish(workers->order, pending);
}

/* Works it, or finishes it where there is nothing to work. */
static int begin(struct hp_workers *workers, struct hp_pending *pending)
{
	int r;

	if (pending->is_idle)
		return finish(workers, pending, HP_OUTCOME_NOTHING), 0;
	r = load_message(workers, pending) ?: start(workers, pending);
	if (r == -EBADMSG)
		return finish(workers, pending, HP_OUTCOME_DROPPED), 0;
	if (r < 0)
		hp_order_give_back(workers->order, pending);
	return r;
}

int hp_workers_start(struct hp_workers *workers)
{
	struct hp_pending *pending;
	int r = 0;

	while (r == 0 && workers->n < workers->max &&
	       (pending = hp_order_take(workers->order)))
		r = begin(workers, pending);
	return r;
}

/* Nobody ends a worker so often by chance: an event that does must not do it for ever. */
static bool is_to_be_repeated(const struct hp_pending *pending, int status)
{
	if (!WIFSIGNALED(status))
		return false;
	if (pending->attempts < ATTEMPTS_MAX)
		return true;
	hp_error(0, "event %llu ended %d workers: dropped",
		 (unsigned long long)pending->seqnum, ATTEMPTS_MAX);
	return false;
}

static enum hp_outcome outcome_of(int status)
{
	if (WIFSIGNALED(status))
		return HP_OUTCOME_DROPPED;
	return WEXITSTATUS(status) & ~(LEFT | WITHOUT) ? HP_OUTCOME_FAILED
						       : HP_OUTCOME_DONE;
}

/* Once, until there is a place again. Where there was none for the journal either, that
 * has been told. */
static void tell_without(const struct hp_workers *workers, int status)
{
	_cleanup_(hp_queue_close) struct hp_queue queue = {-1, -1};
	static bool told;
	int r;

	if (WIFSIGNALED(status) || workers->journal->fd < 0)
		return;
	if (!(WEXITSTATUS(status) & WITHOUT)) {
		told = false;
		return;
	}
	r = hp_queue_open(&queue);
	if (r < 0 && !told)
		hp_warning(r, "no place for locks and records in " HP_RUNDIR
			      ": events are worked without");
	told |= r < 0;
}

bool hp_workers_ended(struct hp_workers *workers, pid_t pid, int status)
{
	struct hp_pending *pending;
	unsigned int i = 0;

	while (i < workers->n && workers->list[i].pid != pid)
		i++;
	if (i == workers->n)
		return false;
	pending = workers->list[i].pending;
	workers->list[i] = workers->list[--workers->n];
	tell_without(workers, status);
	/* One that was killed could not look. */
	if (WIFSIGNALED(status) || WEXITSTATUS(status) & LEFT)
		workers->left();
	if (is_to_be_repeated(pending, status))
		hp_order_give_back(workers->order, pending);
	else
		finish(workers, pending, outcome_of(status));
	return true;
}
