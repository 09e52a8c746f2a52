/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: hotplugd: what the kernel tells, from its socket or from the process that
 * hears it. See hotplugd.h.
 *
 * Of what that process says only the form is believed. Who has taken it over can do what
 * lib/heard.h says: there is nothing else here, or behind this, that follows its words
 * without looking at them as it looks at any other event.
 */
#include <errno.h>
#include <sys/socket.h>

#include "clock.h"
#include "heard.h"
#include "hotplugd.h"
#include "hotplugd_control.h"
#include "hotplugd_reader.h"
#include "log.h"

/* At once, for who asks what is unfinished. */
#define BATCHES_MAX 4096
/* What the reader gets to say that it has told all: where something is done twice or not
 * at all without its word; and where whoever asks can wait for it himself. */
#define PATIENCE_MS 10000
#define SOON_MS	    500

static struct {
	uint64_t asked, told;
	uint64_t newest; /* SEQNUM that the kernel is known to have given */
	bool is_slow;	 /* it has not answered in time */
	bool is_gone;
} reader;

static void take_event(const struct hp_heard *heard, const char *bytes,
		       const struct hp_uevent *event)
{
	hp_seqnums_mark(&hotplugd.seqnums, event->seqnum);
	hotplugd_take_kernels(event, bytes, heard->n);
}

/* Where somebody wants more of an event than that it came, it is worth a second look. */
static bool wants_all(void)
{
	return hotplugd_is_after_udev() || hotplugd_rebroadcasts() ||
	       hotplugd_control_is_heard() || hotplugd_watches_links();
}

static void take_nothing(const struct hp_heard *heard, const char *bytes,
			 const struct hp_uevent *event)
{
	hp_seqnums_mark(&hotplugd.seqnums, heard->number);
	hotplugd_count_nothing(bytes + heard->subsystem, heard->number, bytes, heard->n);
}

static void take_unusable(const struct hp_heard *heard, const char *bytes,
			  const struct hp_uevent *event)
{
	hotplugd.counts.unusable++;
	hp_warning(0, "not a usable event: %s", bytes);
}

static void take_refused(const struct hp_heard *heard, const char *bytes,
			 const struct hp_uevent *event)
{
	hotplugd.counts.refused++;
	hp_warning(0, "message number %lu that the kernel did not send: dropped",
		   (unsigned long)hotplugd.counts.refused);
}

/* The reader does not know whether udev is heard. */
static void take_udevs(const struct hp_heard *heard, const char *bytes,
		       const struct hp_uevent *event)
{
	if (hotplugd_is_after_udev())
		hotplugd_take_udevs(event, bytes, heard->n);
	else
		take_refused(heard, bytes, event);
}

static void take_failed(const struct hp_heard *heard, const char *bytes,
			const struct hp_uevent *event)
{
	hp_warning(heard->r, "cannot receive an event");
}

static void take_loss(const struct hp_heard *heard, const char *bytes,
		      const struct hp_uevent *event)
{
	hotplugd_lose(heard->r ? "hotplugd-reader could not tell of events"
			       : "the kernel had to drop events");
}

static void ask_reader(void)
{
	const struct hp_heard_question question = {HP_HEARD_ALL_OF_IT, reader.asked};

	/* Where there is no room, it has not answered, and is asked again then. */
	send(hotplugd.reader, &question, sizeof(question), MSG_DONTWAIT | MSG_NOSIGNAL);
}

/* What the other one was asked, nobody may answer. */
static void take_another(const struct hp_heard *heard, const char *bytes,
			 const struct hp_uevent *event)
{
	hotplugd_lose("hotplugd-reader was killed");
	if (!hotplugd_has_heard_all())
		ask_reader();
}

static void take_line(const struct hp_heard *heard, const char *bytes,
		      const struct hp_uevent *event)
{
	hp_warning(0, "hotplugd-reader: %s", bytes);
}

static void take_answer(const struct hp_heard *heard, const char *bytes,
			const struct hp_uevent *event)
{
	if (heard->number > reader.told && heard->number <= reader.asked)
		reader.told = heard->number;
	reader.is_slow = false;
	if (!hotplugd_has_heard_all())
		ask_reader();
}

static const struct {
	void (*take)(const struct hp_heard *heard, const char *bytes,
		     const struct hp_uevent *event);
	bool is_event; /* which take() is given */
} takers[HP_HEARD_TYPES] = {
	[HP_HEARD_EVENT] = {take_event, true}, [HP_HEARD_NOTHING] = {take_nothing},
	[HP_HEARD_UDEVS] = {take_udevs, true}, [HP_HEARD_UNUSABLE] = {take_unusable},
	[HP_HEARD_REFUSED] = {take_refused},   [HP_HEARD_FAILED] = {take_failed},
	[HP_HEARD_LOST] = {take_loss},	       [HP_HEARD_AGAIN] = {take_another},
	[HP_HEARD_LINE] = {take_line},	       [HP_HEARD_ALL] = {take_answer},
};

/* event is what this process has read from the bytes itself; or NULL. */
static void take(const struct hp_heard *heard, const char *bytes,
		 const struct hp_uevent *event)
{
	takers[heard->type].take(heard, bytes, event);
}

static void begin_batch(void)
{
	hotplugd.received_us = hp_clock_us();
	hotplugd_look_around();
	hp_outlooks_refresh(hotplugd.outlooks);
}

/* Takes a batch of what the kernel sent. Returns whether there may be more. */
static bool read_monitor(void)
{
	static struct hp_hearing hearing;
	int n = hp_monitor_receive(hotplugd.monitor);

	if (n >= 0)
		begin_batch();
	for (int i = 0; i < n; i++) {
		hp_hearing_of(&hearing, hotplugd.monitor, i);
		take(&hearing.heard, hearing.bytes, &hearing.event);
	}
	if (n == -ENOBUFS)
		hotplugd_lose("the kernel had to drop events");
	else if (n < 0 && n != -EAGAIN && n != -EINTR)
		hp_warning(n, "cannot receive events");
	return n >= 0 || n == -ENOBUFS;
}

/* What it was, nobody knows. */
static void disbelieve(void)
{
	hotplugd.counts.unusable++;
	hotplugd_lose("hotplugd-reader told what is no message");
}

/* One number out of the blue, or a few that lead to it, would have those that the kernel
 * gives forgotten: a window above what is known, it is asked. Returns whether it may have
 * given seqnum. */
static bool is_likely(uint64_t seqnum)
{
	if (seqnum <= reader.newest || seqnum - reader.newest < HP_SEQNUMS_WINDOW)
		return true;
	if (hp_seqnums_read_newest(&reader.newest) < 0)
		reader.newest = seqnum;
	return seqnum <= reader.newest;
}

/* Reads the event again, by the bytes: that is all the form there is. */
static void take_by_bytes(const struct hp_heard *heard, const char *bytes)
{
	struct hp_uevent event;
	char why[HP_UEVENT_WHY_MAX];

	if (hp_uevent_from_netlink(&event, bytes, heard->n, why) < 0 ||
	    !is_likely(event.seqnum))
		disbelieve();
	else
		take(heard, bytes, &event);
}

static void take_readers(struct hp_heard *heard, const char *bytes, int64_t now)
{
	hotplugd.received_us = heard->us < now ? heard->us : now;
	if (heard->type == HP_HEARD_NOTHING &&
	    (wants_all() || !hp_outlooks_holds(hotplugd.outlooks, heard->generation)))
		heard->type = HP_HEARD_EVENT;
	if (takers[heard->type].is_event)
		take_by_bytes(heard, bytes);
	else if (heard->type == HP_HEARD_NOTHING && !is_likely(heard->number))
		disbelieve();
	else
		take(heard, bytes, NULL);
}

static void take_packet(const char *packet, size_t n)
{
	const char *at = packet, *bytes;
	struct hp_heard heard;
	int64_t now;
	int r;

	begin_batch();
	now = hotplugd.received_us;
	while ((r = hp_heard_read(&heard, &bytes, &at, packet + n)) > 0)
		take_readers(&heard, bytes, now);
	if (r < 0)
		disbelieve();
}

/* Takes a packet of the reader's. Returns whether there may be more. */
static bool read_packet(void)
{
	static char packet[HP_HEARD_PACKET_MAX];
	ssize_t n;

	if (reader.is_gone)
		return false;
	n = recv(hotplugd.reader, packet, sizeof(packet), MSG_DONTWAIT | MSG_TRUNC);
	if (n > (ssize_t)sizeof(packet))
		disbelieve();
	else if (n > 0)
		take_packet(packet, n);
	return n > 0;
}

static bool hear(void)
{
	return hotplugd.reader < 0 ? read_monitor() : read_packet();
}

bool hotplugd_has_heard_all(void)
{
	return reader.told == reader.asked || reader.is_gone;
}

/* Who had all the time there is, and has not answered, is not waited for again. */
static void wait_for_reader(unsigned int ms)
{
	struct pollfd polled = {.fd = hotplugd.reader, .events = POLLIN};
	int64_t left, until = hp_clock_ms() + (reader.is_slow ? 0 : ms);

	while (!hotplugd_has_heard_all()) {
		bool has_told = read_packet();

		left = until - hp_clock_ms();
		if (!has_told && polled.revents & POLLHUP)
			return;
		if (left <= 0) {
			reader.is_slow |= ms == PATIENCE_MS;
			return;
		}
		if (!has_told)
			poll(&polled, 1, left);
	}
}

static void hear_all(unsigned int ms)
{
	unsigned int batches = BATCHES_MAX;

	if (hotplugd.reader < 0) {
		while (read_monitor() && --batches)
			;
		return;
	}
	reader.asked++;
	ask_reader();
	wait_for_reader(ms);
}

void hotplugd_hear_all(void)
{
	hear_all(PATIENCE_MS);
}

void hotplugd_hear_soon(void)
{
	hear_all(SOON_MS);
}

void hotplugd_hear_until(uint64_t seqnum)
{
	while (!hp_seqnums_has(&hotplugd.seqnums, seqnum) && hear())
		;
	if (hotplugd.reader >= 0 && !hp_seqnums_has(&hotplugd.seqnums, seqnum))
		hotplugd_hear_all();
}

void hotplugd_tell_reader(void)
{
	if (hotplugd.reader >= 0)
		hotplugd_reader_want_all(wants_all());
}

static void on_kernel(int fd, short revents, void *data)
{
	hotplugd.heard = true;
	if (hear() || !(revents & POLLHUP))
		return;
	reader.is_gone = true;
	hotplugd_end_bereft(fd, "hotplugd-reader");
}

int hotplugd_watch_kernel(void)
{
	int fd = hotplugd.reader < 0 ? hp_monitor_fd(hotplugd.monitor) : hotplugd.reader;

	return hp_poller_add(&hotplugd.poller, fd, POLLIN, on_kernel, NULL);
}
