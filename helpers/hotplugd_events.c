/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugd: events from their roads into the order. See hotplugd.h. */
#include <errno.h>
#include <sys/socket.h>

#include "clock.h"
#include "device.h"
#include "dispatch.h"
#include "handle.h"
#include "handover.h"
#include "hotplugd.h"
#include "hotplugd_control.h"
#include "log.h"
#include "resync.h"
#include "runsocket.h"
#include "saved.h"

/* Of a socket that cannot be accepted from, for want of descriptors. */
#define REST_MS	     1000

/* Seconds between two comparisons with /sys; and until one is made although many events
 * are unfinished. */
#define RESYNC_PAUSE 1
#define RESYNC_LIMIT 10

/* A load that waits for its firmware must never wait for itself. */
static struct hp_order *order_of(const struct hp_uevent *event)
{
	return streq(event->subsystem, "firmware") ? hotplugd.urgent.order
						   : hotplugd.order;
}

static int put(const struct hp_uevent *event, struct hp_pending *pending)
{
	int r = hp_order_put(order_of(event), event, pending);

	if (r < 0)
		hp_journal_finish(&hotplugd.journal, pending->place);
	return r;
}

/* Whether something is, or will be, on record under the device's old name. */
static bool moves_record(const struct hp_uevent *event)
{
	_cleanup_(hp_queue_close) struct hp_queue queue = {-1, -1};
	_cleanup_close_ int records = -1;
	char old_name[HP_DEVICE_RECORD_MAX];
	struct hp_device_record record;

	if (event->action != HP_ACTION_MOVE ||
	    !hp_device_record_old_name(event, old_name))
		return false;
	if (hp_order_has(hotplugd.order, hp_uevent_get(event, "DEVPATH_OLD")))
		return true;
	if (hp_queue_open(&queue) == 0)
		records = hp_queue_open_records(&queue);
	return records >= 0 && hp_device_record_get(records, old_name, &record) == 0;
}

/* Who listens for it sees it in its turn. */
static int take_idle(const struct hp_uevent *event, struct hp_pending *pending)
{
	if (!hotplugd_rebroadcasts())
		return 0;
	pending->is_idle = true;
	if (hp_order_count(order_of(event)) == 0 ||
	    hp_order_put(order_of(event), event, pending) < 0)
		hotplugd_rebroadcast(pending);
	return 0;
}

/* One that is marked says itself what is to be done. */
static bool has_work(const struct hp_uevent *event)
{
	return (hp_plan_part != HP_PLAN_WHOLE && hp_uevent_get(event, HOTPLUGD_PART)) ||
	       hp_outlooks_has_work(hotplugd.outlooks, event);
}

static int take_event(const struct hp_uevent *event, const char *msg, size_t n)
{
	struct hp_pending pending = {
		.seqnum = event->seqnum,
		.received_us = hotplugd.received_us,
		.n = n,
		.msg = msg,
	};
	int r;

	if (!has_work(event) && !moves_record(event)) {
		hotplugd_count_nothing(event->subsystem, event->seqnum, msg, n);
		return take_idle(event, &pending);
	}
	pending.inode = hp_device_inode(event);
	pending.place = hp_journal_add(&hotplugd.journal, pending.inode, msg, n);
	r = put(event, &pending);
	if (r == 0)
		return 0;
	hotplugd_lose(r == -ENOBUFS ? "too many events are unfinished" : strerror(-r));
	return r;
}

int hotplugd_take_event(const struct hp_uevent *event, const char *msg, size_t n)
{
	bool is_interface = event->ifindex && streq(event->subsystem, "net");
	int r;

	if (is_interface && event->action == HP_ACTION_REMOVE)
		hotplugd_link_goes(event->ifindex);
	r = take_event(event, msg, n);
	if (is_interface && event->action == HP_ACTION_ADD)
		hotplugd_link_comes(event->ifindex);
	return r;
}

void hotplugd_take_unfinished(const struct hp_uevent *event, uint64_t inode,
			      const char *msg, size_t n, uint64_t at)
{
	struct hp_pending pending = {
		.seqnum = event->seqnum,
		.inode = inode,
		.place = at,
		.n = n,
		.msg = msg,
	};
	char text[512];
	int r = hp_order_put(order_of(event), event, &pending);

	if (r < 0)
		hp_error(r, "%s: left for the next hotplugd",
			 hp_uevent_describe(event, text, sizeof(text)));
}

static int work_persons(const struct hp_uevent *event)
{
	struct hp_queue queue;
	int r = hp_queue_open(&queue);

	if (r < 0)
		return hp_handle_now(event);
	return hp_queue_work_now(&queue, event, hp_handle_drainers(), hp_handle_now);
}

/* Whoever gets no answer goes on by himself. */
static void work_for(const struct hp_uevent *event, int client)
{
	pid_t pid = hotplugd_start(work_persons, event, client);

	if (pid < 0)
		hp_warning(pid, "cannot fork");
}

static void answer_count(int client)
{
	unsigned int count;

	hotplugd_hear_soon();
	count = hp_order_count(hotplugd.order) + hotplugd.lost +
		!hotplugd_has_heard_all() +
		hotplugd_count_untold(hotplugd.seqnums.newest);
	send(client, &count, sizeof(count), MSG_NOSIGNAL);
}

static bool tell(int client, unsigned char word)
{
	return send(client, &word, 1, MSG_NOSIGNAL) == 1;
}

/* Whoever no longer listens works it himself. */
static void take_kernels(const struct hp_uevent *event, const char *msg, size_t n,
			 int client)
{
	if (!tell(client, HP_HANDOVER_HEARD))
		return;
	/* The kernel sends its message before it starts a helper: what is not known after
	 * this was lost there, or is a person's. */
	hotplugd_hear_until(event->seqnum);
	hotplugd.received_us = hp_clock_us();
	hotplugd_look_around();
	hp_outlooks_refresh(hotplugd.outlooks);
	hotplugd.counts.handed_over++;
	hotplugd.counts.duplicates += hp_seqnums_has(&hotplugd.seqnums, event->seqnum);
	if (hotplugd_take_handed_over(event, msg, n) == 0)
		(void)!tell(client, HP_HANDOVER_QUEUED);
}

/* Whoever stops us and lets us go on interrupts it: signal(7), SO_RCVTIMEO. */
static ssize_t receive(int client, void *msg, size_t size)
{
	ssize_t n;

	do
		n = recv(client, msg, size, 0);
	while (n < 0 && errno == EINTR);
	return n;
}

/* Takes what one client hands over. */
static void read_client(int listener)
{
	struct hp_uevent event;
	char msg[HP_SAVED_MAX], why[HP_UEVENT_WHY_MAX];
	_cleanup_close_ int client = hp_handover_accept(listener);
	struct timeval patience = {.tv_sec = 1};
	ssize_t n;

	if (hp_runsocket_is_exhausted(client))
		hp_poller_rest(&hotplugd.poller, listener, REST_MS);
	/* Whoever hears nothing goes on by himself. */
	if (client < 0 || hotplugd.ending)
		return;
	setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	n = receive(client, msg, sizeof(msg));
	if (n == sizeof(HP_HANDOVER_COUNT) && memcmp(msg, HP_HANDOVER_COUNT, n) == 0)
		answer_count(client);
	else if (n <= 0 || hp_uevent_from_netlink(&event, msg, n, why) < 0)
		return;
	else if (event.seqnum)
		take_kernels(&event, msg, n, client);
	else
		work_for(&event, client);
}

static void on_listener(int fd, short revents, void *data)
{
	read_client(fd);
}

int hotplugd_watch_listener(void)
{
	int r = hp_poller_add(&hotplugd.poller, hotplugd.listener, POLLIN, on_listener,
			      NULL);

	if (r == 0)
		hotplugd_control_open();
	return r;
}

void hotplugd_lose(const char *why)
{
	if (!hotplugd.lost)
		hp_error(0, "%s: /sys is to be compared with what was handled", why);
	hotplugd.lost = true;
	hp_outlooks_forget(hotplugd.outlooks);
	hotplugd.counts.losses++;
}

/* What a resync found. */
struct found {
	unsigned int made_up;
	bool again; /* something could not be judged, or not be put into the order */
};

/* What is unfinished may be the very event. */
static void take_made_up(const struct hp_uevent *event, uint64_t inode, void *data)
{
	struct hp_pending pending = {
		.seqnum = hotplugd.seqnums.newest,
		.inode = inode,
		.received_us = hp_clock_us(),
	};
	struct found *found = data;
	char msg[HP_SAVED_MAX];

	if (hp_order_has(order_of(event), event->devpath)) {
		found->again = true;
		return;
	}
	pending.n = hp_saved_pack(msg, event);
	pending.msg = msg;
	pending.place = hp_journal_add(&hotplugd.journal, inode, msg, pending.n);
	if (put(event, &pending) < 0)
		found->again = true;
	else
		found->made_up++;
}

/* Why it fails is said once, until it succeeds. */
static int compare_with_sys(struct found *found)
{
	_cleanup_(hp_queue_close) struct hp_queue queue = {-1, -1};
	static bool told;
	int r = hp_queue_open(&queue);

	if (r == 0)
		r = hp_resync(&queue, hotplugd.outlooks, take_made_up, found);
	if (r < 0 && !told)
		hp_error(r, "cannot compare /sys with the records in " HP_RUNDIR);
	told = r < 0;
	return r;
}

static time_t now(void)
{
	return hp_clock_ms() / 1000;
}

bool hotplugd_resync_is_due(void)
{
	time_t since;

	if (!hotplugd.lost)
		return false;
	since = now() - hotplugd.resynced;
	if (hp_order_count(hotplugd.order) <= hotplugd.resync_at)
		return since >= RESYNC_PAUSE;
	return since >= RESYNC_LIMIT;
}

void hotplugd_resync(void)
{
	struct found found = {0};
	int r;

	hotplugd.counts.resyncs++;
	hotplugd_hear_all();
	hp_outlooks_refresh(hotplugd.outlooks);
	r = compare_with_sys(&found);
	if (r < 0)
		found.again = true;
	hotplugd_announce_links();
	hotplugd.counts.made_up += found.made_up;
	if (found.made_up)
		hp_notice("%u events were missing and are made up", found.made_up);
	hotplugd.lost = found.again;
	/* What cannot be done now is hardly better in a second. */
	hotplugd.resynced = now() + (r < 0 ? RESYNC_LIMIT : 0);
	hotplugd.resync_at = found.again ? hp_order_count(hotplugd.order) / 2 : SIZE_MAX;
}
