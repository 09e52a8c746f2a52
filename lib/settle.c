/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hear events, and wait until the suite is done with them. See settle.h. */
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <sys/inotify.h>
#include <sys/wait.h>

#include "awaited.h"
#include "clock.h"
#include "dir.h"
#include "handle.h"
#include "handover.h"
#include "log.h"
#include "monitor.h"
#include "queue.h"
#include "settle.h"

#define DRAIN_AFTER_MS 1000
#define ASK_MS	       20
#define NAMES_BYTES    16384

struct hp_settle {
	enum hp_road road;
	struct hp_interest *interest;
	struct hp_monitor *monitor;
	int watch; /* inotify(7), or -1 */
	struct hp_queue queue;
	struct hp_awaited awaited; /* of the helper's road */
	size_t unfinished;	   /* of the daemon's road, when it was asked last */
	bool lost;		   /* it is not known whether all that is awaited is */
	int64_t moved_ms, drained_ms;
	pid_t drainer; /* 0: none */
	hp_settle_fn fn;
	void *data;
};

static int open_queue(struct hp_settle *settle)
{
	char path[64];
	int r = hp_queue_open(&settle->queue);

	if (r < 0)
		return hp_error(r, "cannot open " HP_RUNDIR "/queue");
	settle->watch = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", settle->queue.fd);
	if (settle->watch < 0 ||
	    inotify_add_watch(settle->watch, path, IN_DELETE | IN_MOVE | IN_ONLYDIR) < 0)
		return hp_error(-errno, "cannot watch " HP_RUNDIR "/queue");
	return 0;
}

int hp_settle_begin(struct hp_settle **ret, struct hp_interest *interest,
		    enum hp_road road, hp_settle_fn fn, void *data)
{
	_cleanup_(hp_settle_endp) struct hp_settle *settle = calloc(1, sizeof(*settle));
	int r;

	if (!settle)
		return -ENOMEM;
	settle->road = road;
	settle->interest = interest;
	settle->fn = fn;
	settle->data = data;
	settle->watch = -1;
	settle->queue = (struct hp_queue){-1, -1};
	r = hp_monitor_open(&settle->monitor, 0);
	if (r < 0)
		return hp_error(r, "cannot hear the kernel's events");
	r = road == HP_ROAD_HELPER ? open_queue(settle) : 0;
	if (r < 0)
		return r;
	*ret = TAKE_PTR(settle);
	return 0;
}

void hp_settle_end(struct hp_settle *settle)
{
	if (!settle)
		return;
	if (settle->monitor)
		hp_monitor_close(settle->monitor);
	hp_closep(&settle->watch);
	hp_queue_close(&settle->queue);
	hp_awaited_free(&settle->awaited);
	free(settle);
}

int hp_settle_fd(const struct hp_settle *settle)
{
	return hp_monitor_fd(settle->monitor);
}

size_t hp_settle_pending(const struct hp_settle *settle)
{
	return settle->awaited.left + settle->unfinished + settle->lost;
}

static void expect(struct hp_settle *settle, const struct hp_uevent *event)
{
	if (settle->road == HP_ROAD_NONE || streq(event->subsystem, "firmware") ||
	    hp_interest_in(settle->interest, event) <= 0)
		return;
	settle->moved_ms = hp_clock_ms();
	if (settle->road == HP_ROAD_DAEMON)
		settle->unfinished++;
	else if (hp_awaited_add(&settle->awaited, event->seqnum) < 0)
		settle->lost = true;
}

static void take_message(struct hp_settle *settle, const char *msg, size_t n)
{
	struct hp_uevent event;
	char why[HP_UEVENT_WHY_MAX];

	/* hotplugd and the helper leave it alone as well. */
	if (hp_uevent_from_netlink(&event, msg, n, why) < 0)
		return;
	expect(settle, &event);
	settle->fn(&event, settle->data);
}

/* What is lost can be a device, or an event to wait for. */
static void lose(struct hp_settle *settle, const char *what)
{
	hp_warning(0, "the kernel had to drop %s: not all are heard", what);
	settle->lost |= settle->road == HP_ROAD_HELPER;
	settle->unfinished += settle->road == HP_ROAD_DAEMON;
	settle->moved_ms = hp_clock_ms();
}

static void hear(struct hp_settle *settle)
{
	int n;

	while ((n = hp_monitor_receive(settle->monitor)) >= 0 || n == -ENOBUFS) {
		if (n == -ENOBUFS) {
			lose(settle, "events");
			settle->fn(NULL, settle->data);
		}
		for (int i = 0; i < n; i++) {
			const char *msg;
			ssize_t length = hp_monitor_message(settle->monitor, i, &msg);

			if (length >= 0)
				take_message(settle, msg, length);
		}
	}
}

/* Of an event's name in the queue, "SEQNUM-..."; 0 of any other. */
static uint64_t seqnum_of(const char *name)
{
	return strtoull(name, NULL, 10);
}

static void take_change(struct hp_settle *settle, const struct inotify_event *change)
{
	uint64_t seqnum = change->len ? seqnum_of(change->name) : 0;

	if (change->mask & IN_Q_OVERFLOW)
		lose(settle, "changes of the queue");
	if (!settle->lost && !hp_awaited_has(&settle->awaited, seqnum))
		return;
	settle->moved_ms = hp_clock_ms();
	if (change->mask & (IN_DELETE | IN_MOVED_FROM))
		hp_awaited_finish(&settle->awaited, seqnum);
}

/* The changes are read first: then every event that they are about has been sent. */
static bool look(struct hp_settle *settle)
{
	_Alignas(struct inotify_event) char buf[NAMES_BYTES];
	ssize_t n = settle->watch < 0 ? 0 : read(settle->watch, buf, sizeof(buf));
	ssize_t at = 0;

	hear(settle);
	while (at < n) {
		const struct inotify_event *change = (const void *)(buf + at);

		take_change(settle, change);
		at += sizeof(*change) + change->len;
	}
	return n > 0;
}

void hp_settle_hear(struct hp_settle *settle)
{
	while (look(settle))
		;
}

static int find_queued(const char *name, unsigned char type, void *data)
{
	const struct hp_settle *settle = data;

	return settle->lost || hp_awaited_has(&settle->awaited, seqnum_of(name)) ? -EBUSY
										 : 0;
}

static bool is_queued(struct hp_settle *settle)
{
	return look(settle) ||
	       hp_dir_read(settle->queue.fd, find_queued, settle) == -EBUSY;
}

/* Who waits has other children, which child.c would take the ends of, and a time of his
 * own. */
static void start_drainer(struct hp_settle *settle)
{
	fflush(NULL);
	settle->drainer = fork();
	if (settle->drainer == 0) {
		hp_queue_drain(&settle->queue, hp_handle_drainers(), hp_handle_now);
		_exit(0);
	}
	if (settle->drainer > 0)
		return;
	hp_warning(-errno, "cannot fork");
	settle->drainer = 0;
	settle->drained_ms = hp_clock_ms();
}

/* Returns whether a drainer has just ended. */
static bool drain(struct hp_settle *settle, int64_t now)
{
	if (!settle->drainer) {
		if (now - settle->moved_ms >= DRAIN_AFTER_MS &&
		    now - settle->drained_ms >= DRAIN_AFTER_MS)
			start_drainer(settle);
		return false;
	}
	if (waitpid(settle->drainer, NULL, WNOHANG) == 0)
		return false;
	settle->drainer = 0;
	settle->drained_ms = now;
	return true;
}

/* Where nothing moves: whoever took the events up has worked them, if we may have missed
 * that; else nobody has. */
static int be_patient(struct hp_settle *settle)
{
	int64_t now = hp_clock_ms();
	bool lost = settle->lost;

	if (!drain(settle, now) ||
	    now - settle->moved_ms <
		    (lost ? DRAIN_AFTER_MS : HP_SETTLE_PATIENCE_S * 1000) ||
	    is_queued(settle))
		return 0;
	hp_awaited_free(&settle->awaited);
	settle->lost = false;
	return lost ? 0 : -ETIMEDOUT;
}

static int wait_for_daemon(struct hp_settle *settle, unsigned int ms)
{
	unsigned int unfinished = 0;
	int r = hp_handover_count(&unfinished);

	settle->unfinished = unfinished;
	if (unfinished)
		poll(NULL, 0, ms < ASK_MS ? ms : ASK_MS);
	return r;
}

int hp_settle_wait(struct hp_settle *settle, unsigned int ms)
{
	struct pollfd fds[] = {
		{.fd = settle->watch, .events = POLLIN},
		{.fd = hp_monitor_fd(settle->monitor), .events = POLLIN},
	};

	if (settle->road == HP_ROAD_DAEMON) {
		hp_settle_hear(settle);
		return wait_for_daemon(settle, ms);
	}
	poll(fds, ARRAY_SIZE(fds), ms);
	hp_settle_hear(settle);
	return hp_settle_pending(settle) ? be_patient(settle) : 0;
}
