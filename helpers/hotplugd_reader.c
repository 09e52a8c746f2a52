/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugd: the process that hears the kernel. See hotplugd_reader.h. */
#include <errno.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/socket.h>

#include "clock.h"
#include "fdpacket.h"
#include "heard.h"
#include "hotplugd.h"
#include "hotplugd_reader.h"
#include "log.h"

#define PATIENCE_MS 10	 /* of events with nothing to do, for others */
#define BATCHES_MAX 4096 /* at once, for who asks what the kernel has sent */

/* Bytes: a few of the largest packets, and what the kernel counts for each (socket(7)).
 */
#define ROOM	    (256 << 10)

/* The daemon writes, the reader reads. */
static bool *all_wanted;

/* Of the reader. */
static struct {
	int fd;		   /* to the daemon */
	unsigned int kept; /* messages of the monitor that are not told yet */
	bool is_alone;	   /* nobody listens any more */
	struct hp_heard_packet packet;
	struct hp_hearing hearing;
} reader;

/* What cannot be told is lost, which is told the next time. */
static void tell(void)
{
	struct hp_heard loss = {.type = HP_HEARD_LOST};

	loss.r = hp_heard_send(reader.fd, &reader.packet);
	reader.kept = 0;
	reader.is_alone |= loss.r == -EPIPE || loss.r == -ECONNRESET;
	if (loss.r < 0)
		(void)!hp_heard_add(&reader.packet, &loss, NULL);
}

/* It is told with those before it, which are told now where there is no room. */
static void add(const struct hp_heard *heard, const char *bytes)
{
	if (hp_heard_add(&reader.packet, heard, bytes) == 0)
		return;
	tell();
	(void)!hp_heard_add(&reader.packet, heard, bytes);
}

static void add_bare(enum hp_heard_type type, uint64_t number)
{
	add(&(struct hp_heard){.type = type, .number = number}, NULL);
}

static void on_line(const char *line, void *data)
{
	char text[HP_HEARD_TEXT_MAX];
	struct hp_heard heard = {.type = HP_HEARD_LINE};

	heard.n = snprintf(text, sizeof(text), "%s", line) + 1;
	if (heard.n > sizeof(text))
		heard.n = sizeof(text);
	add(&heard, text);
	tell();
}

/* Returns whether it can wait to be told. */
static bool take_message(unsigned int i, int64_t now)
{
	struct hp_hearing *hearing = &reader.hearing;
	uint32_t generation;

	hp_hearing_of(hearing, hotplugd.monitor, i);
	hearing->heard.us = now;
	/* Of a move, more is to be looked at than what is remembered. */
	if (hearing->heard.type == HP_HEARD_EVENT && !*all_wanted &&
	    hearing->event.action != HP_ACTION_MOVE &&
	    hp_outlooks_recall_nothing(hotplugd.outlooks, &hearing->event, &generation))
		hp_hearing_has_nothing(hearing, generation);
	add(&hearing->heard, hearing->bytes);
	/* There is one text only. */
	if (hearing->bytes == hearing->text)
		tell();
	return hearing->heard.type == HP_HEARD_NOTHING;
}

static void take_messages(unsigned int n)
{
	unsigned int first = reader.kept;
	int64_t now = hp_clock_us();
	bool can_wait = true;

	for (unsigned int i = 0; i < n; i++)
		can_wait &= take_message(first + i, now);
	reader.kept = first + n;
	if (!can_wait || reader.kept == HP_MONITOR_MESSAGES)
		tell();
}

/* Returns whether there may be more. */
static bool hear(void)
{
	int n = hp_monitor_receive_behind(hotplugd.monitor, reader.kept);

	if (n >= 0) {
		take_messages(n);
	} else if (n == -ENOBUFS) {
		add_bare(HP_HEARD_LOST, 0);
		tell();
	} else if (n != -EAGAIN && n != -EINTR) {
		hp_warning(n, "cannot receive events");
	}
	return (n >= 0 || n == -ENOBUFS) && !reader.is_alone;
}

/* Returns whether somebody is there who may ask. */
static bool take_question(void)
{
	struct hp_heard_question question;
	unsigned int batches = BATCHES_MAX;
	ssize_t n = read(reader.fd, &question, sizeof(question));

	if (n != sizeof(question) || question.what != HP_HEARD_ALL_OF_IT)
		return n > 0 || (n < 0 && errno == EINTR);
	while (hear() && --batches)
		;
	add_bare(HP_HEARD_ALL, question.number);
	tell();
	return true;
}

static void serve(void)
{
	static const struct timespec patience = {.tv_nsec = PATIENCE_MS * 1000000};
	struct pollfd polled[] = {
		{.fd = reader.fd, .events = POLLIN},
		{.fd = hp_monitor_fd(hotplugd.monitor), .events = POLLIN},
	};
	bool is_asked = true;
	int n;

	while (is_asked && !reader.is_alone) {
		n = ppoll(polled, ARRAY_SIZE(polled), reader.packet.n ? &patience : NULL,
			  NULL);
		if (n == 0)
			tell();
		if (n > 0 && polled[1].revents)
			hear();
		if (n > 0 && polled[0].revents)
			is_asked = take_question();
	}
}

/* Whoever reads them has no business to change them. */
static void lock_tables(void)
{
	const struct hp_answers *answers = hp_outlooks_answers(hotplugd.outlooks);

	mprotect((void *)answers, sizeof(*answers), PROT_READ);
	mprotect(all_wanted, sizeof(*all_wanted), PROT_READ);
}

static int run_reader(const int fds[HOTPLUGD_ROLE_FDS], bool again)
{
	reader.fd = fds[0];
	hp_log_divert(on_line, NULL);
	hp_monitor_expect_udev(hotplugd.monitor);
	lock_tables();
	hotplugd_confine_reader(again);
	if (again)
		add_bare(HP_HEARD_AGAIN, 0);
	tell();
	serve();
	return 0;
}

/* Whatever net.core.wmem_default is: a packet that is larger is never sent. */
static void make_room(int fd)
{
	static const int room = ROOM;

	if (setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &room, sizeof(room)) < 0)
		setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &room, sizeof(room));
}

int hotplugd_reader_open(struct hotplugd_role *ret)
{
	void *shared = mmap(NULL, sizeof(*all_wanted), PROT_READ | PROT_WRITE,
			    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int ends[2], r;

	if (shared == MAP_FAILED)
		return -errno;
	all_wanted = shared;
	r = hp_fdpacket_pair(ends);
	if (r < 0)
		return r;
	make_room(ends[1]);
	*ret = (struct hotplugd_role){"hotplugd-reader",
				      {ends[1], hp_monitor_fd(hotplugd.monitor)},
				      run_reader};
	return ends[0];
}

void hotplugd_reader_want_all(bool wants_all)
{
	*all_wanted = wants_all;
}
