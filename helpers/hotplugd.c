/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: hotplugd, the netlink road for kernels without uevent helper. See hotplugd(8).
 *
 * The daemon reads, checks and orders; each event that has something to do is worked by a
 * process of its own, forked when nothing earlier that it must wait for is unfinished.
 * What is unfinished is in the journal, for the daemon that comes after one that dies.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "agents.h"
#include "conf.h"
#include "device.h"
#include "dispatch.h"
#include "handle.h"
#include "handover.h"
#include "log.h"
#include "monitor.h"
#include "options.h"
#include "outlook.h"
#include "saved.h"
#include "seqnums.h"
#include "workers.h"

/* Of memory, for a byte of unfinished events. */
#define MEMORY_SHARE 16

static struct {
	struct hp_monitor *monitor;
	int listener; /* -1: nobody can hand over */
	struct hp_seqnums seqnums;
	struct hp_outlooks *outlooks;
	struct hp_order *order;
	struct hp_journal journal;
	struct hp_workers workers;
	unsigned int others; /* children that are no workers */
	unsigned long refused;
} state = {.listener = -1, .journal = {.fd = -1}};

static volatile sig_atomic_t ending, child_ended;

static void on_end(int signal)
{
	ending = 1;
}

static void on_child(int signal)
{
	child_ended = 1;
}

static void reap(int flags)
{
	int status;
	pid_t pid;

	child_ended = 0;
	while ((pid = waitpid(-1, &status, flags)) > 0) {
		if (!hp_workers_ended(&state.workers, pid, status))
			state.others--;
		flags = WNOHANG;
	}
}

static void in_child(void)
{
	signal(SIGTERM, SIG_DFL);
	signal(SIGINT, SIG_DFL);
	signal(SIGCHLD, SIG_DFL);
	hp_monitor_close(state.monitor);
	hp_closep(&state.listener);
}

/* What helpers left in the queue while no daemon listened. */
static int drain(const struct hp_uevent *event)
{
	struct hp_queue queue;
	int r = hp_queue_open(&queue);

	if (r < 0)
		return hp_error(r, "cannot open the queue");
	hp_queue_drain(&queue, hp_handle_drainers(), hp_handle_now);
	return 0;
}

static int work_persons(const struct hp_uevent *event)
{
	struct hp_queue queue;
	int r = hp_queue_open(&queue);

	if (r < 0)
		return hp_handle_now(event);
	return hp_queue_work_now(&queue, event, hp_handle_drainers(), hp_handle_now);
}

/* Runs work(event) in a child; tells the client, where there is one, how it ended. */
static int start(int (*work)(const struct hp_uevent *), const struct hp_uevent *event,
		 int client)
{
	unsigned char word;
	pid_t pid = fork();

	if (pid < 0)
		return hp_error(-errno, "cannot fork");
	if (pid > 0) {
		state.others++;
		return 0;
	}
	in_child();
	word = hp_agent_status(work(event));
	if (client >= 0)
		send(client, &word, 1, MSG_NOSIGNAL);
	_exit(word);
}

static int put(const struct hp_uevent *event, struct hp_pending *pending)
{
	int r = hp_order_put(state.order, event, pending);

	if (r < 0)
		hp_journal_finish(&state.journal, pending->place);
	return r;
}

/* Returns 0, or a negative errno where nobody will handle the event. */
static int take_event(const struct hp_uevent *event, const char *msg, size_t n)
{
	struct hp_pending pending = {.seqnum = event->seqnum, .n = n, .msg = msg};
	char text[512];
	int r;

	if (!hp_outlooks_has_work(state.outlooks, event))
		return 0;
	/* A load that waits for its firmware must never wait for itself. */
	if (streq(event->subsystem, "firmware"))
		return start(hp_handle_now, event, -1);
	pending.inode = hp_device_inode(event);
	pending.place = hp_journal_add(&state.journal, pending.inode, msg, n);
	r = put(event, &pending);
	if (r == 0)
		return 0;
	hp_warning(r, "%s: handled without order",
		   hp_uevent_describe(event, text, sizeof(text)));
	return start(hp_handle_now, event, -1);
}

/* What an earlier daemon took and did not finish. */
static void take_unfinished(const struct hp_uevent *event, uint64_t inode,
			    const char *msg, size_t n, uint64_t at)
{
	struct hp_pending pending = {event->seqnum, inode, at, .n = n, .msg = msg};
	char text[512];
	int r;

	hp_seqnums_mark(&state.seqnums, event->seqnum);
	r = put(event, &pending);
	if (r < 0)
		hp_error(r, "%s: dropped", hp_uevent_describe(event, text, sizeof(text)));
}

static void take_message(const char *msg, size_t n)
{
	struct hp_uevent event;
	char why[HP_UEVENT_WHY_MAX];

	if (hp_uevent_from_netlink(&event, msg, n, why) < 0) {
		hp_warning(0, "not a usable event: %s", why);
		return;
	}
	hp_seqnums_mark(&state.seqnums, event.seqnum);
	take_event(&event, msg, n);
}

static void take_messages(unsigned int n)
{
	hp_outlooks_refresh(state.outlooks);
	for (unsigned int i = 0; i < n; i++) {
		const char *msg;
		ssize_t length = hp_monitor_message(state.monitor, i, &msg);

		if (length >= 0)
			take_message(msg, length);
		else if (length == -EPERM)
			hp_warning(0,
				   "message number %lu that the kernel did not send: "
				   "dropped",
				   ++state.refused);
		else
			hp_warning(length, "cannot receive an event");
	}
}

/* Returns whether there may be more. */
static bool read_monitor(void)
{
	int n = hp_monitor_receive(state.monitor);

	if (n >= 0)
		take_messages(n);
	else if (n == -ENOBUFS)
		hp_error(0, "the kernel had to drop events");
	else if (n != -EAGAIN && n != -EINTR)
		hp_warning(n, "cannot receive events");
	return n >= 0 || n == -ENOBUFS;
}

static void read_client(void)
{
	static const unsigned char queued = HP_HANDOVER_QUEUED;
	struct hp_uevent event;
	char msg[HP_SAVED_MAX], why[HP_UEVENT_WHY_MAX];
	_cleanup_close_ int client = hp_handover_accept(state.listener);
	struct timeval patience = {.tv_sec = 1};
	ssize_t n;

	if (client < 0)
		return;
	setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	n = recv(client, msg, sizeof(msg), 0);
	if (n <= 0 || hp_uevent_from_netlink(&event, msg, n, why) < 0)
		return;
	if (!event.seqnum) {
		start(work_persons, &event, client);
		return;
	}
	hp_outlooks_refresh(state.outlooks);
	/* The kernel sends its message before it starts a helper: what is not known after
	 * this was lost there, or is a person's. */
	while (read_monitor())
		;
	if (hp_seqnums_has(&state.seqnums, event.seqnum) ||
	    take_event(&event, msg, n) == 0)
		send(client, &queued, 1, MSG_NOSIGNAL);
}

/* Returns whether all that may be worked now is being worked. */
static bool start_workers(void)
{
	int r = hp_workers_start(&state.workers);

	if (r < 0)
		hp_warning(r, "cannot fork");
	return r == 0;
}

static void loop(const sigset_t *unblocked)
{
	static const struct timespec a_second = {.tv_sec = 1};

	while (!ending) {
		struct pollfd fds[] = {
			{.fd = hp_monitor_fd(state.monitor), .events = POLLIN},
			{.fd = state.listener, .events = POLLIN},
		};
		int n;

		if (child_ended)
			reap(WNOHANG);
		n = ppoll(fds, ARRAY_SIZE(fds), start_workers() ? NULL : &a_second,
			  unblocked);
		if (n <= 0)
			continue;
		if (fds[0].revents)
			read_monitor();
		if (fds[1].revents)
			read_client();
	}
}

/* What runs is finished; the rest is left to a helper, or the next daemon. */
static void finish(void)
{
	_cleanup_(hp_queue_close) struct hp_queue queue = {-1, -1};
	struct hp_pending *pending;

	while (state.workers.n || state.others)
		reap(0);
	if (hp_queue_open(&queue) < 0)
		return;
	while ((pending = hp_order_take(state.order))) {
		char why[HP_UEVENT_WHY_MAX];
		struct hp_uevent event;

		if (hp_uevent_from_netlink(&event, pending->msg, pending->n, why) == 0 &&
		    hp_queue_put(&queue, &event, pending->inode) == 0)
			hp_journal_finish(&state.journal, pending->place);
		hp_order_finish(state.order, pending);
	}
}

static void catch_signals(sigset_t *ret_unblocked)
{
	static const struct {
		int signal;
		void (*handler)(int);
	} caught[] = {{SIGTERM, on_end}, {SIGINT, on_end}, {SIGCHLD, on_child}};
	sigset_t blocked;

	sigemptyset(&blocked);
	for (size_t i = 0; i < ARRAY_SIZE(caught); i++) {
		struct sigaction action = {.sa_handler = caught[i].handler};

		sigaction(caught[i].signal, &action, NULL);
		sigaddset(&blocked, caught[i].signal);
	}
	sigprocmask(SIG_BLOCK, &blocked, ret_unblocked);
	for (size_t i = 0; i < ARRAY_SIZE(caught); i++)
		sigdelset(ret_unblocked, caught[i].signal);
}

static int init_state(void)
{
	size_t memory = (size_t)sysconf(_SC_PHYS_PAGES) * sysconf(_SC_PAGESIZE);

	state.workers = (struct hp_workers){
		.journal = &state.journal,
		.max = hp_handle_workers(),
		.in_child = in_child,
		.work = hp_handle_now,
	};
	if (hp_outlooks_new(&state.outlooks) < 0 ||
	    hp_order_new(&state.order, memory / MEMORY_SHARE) < 0 ||
	    hp_workers_init(&state.workers) < 0)
		return hp_error(-ENOMEM, "cannot start");
	state.workers.order = state.order;
	return 0;
}

/* Two daemons never use one journal: the socket is bound first. */
static int open_journal(const struct hp_queue *queue)
{
	int r;

	state.listener = hp_handover_listen();
	if (state.listener == -EADDRINUSE)
		return hp_error(0, "another hotplugd listens on " HP_RUNDIR "/event"),
		       -EBUSY;
	if (state.listener < 0)
		hp_warning(state.listener, "cannot listen on " HP_RUNDIR "/event");
	r = hp_journal_open(&state.journal, queue, take_unfinished);
	if (r < 0)
		hp_warning(r, "cannot open the journal in " HP_RUNDIR "/queue");
	start(drain, NULL, -1);
	return 0;
}

/* The kernel's socket first: whoever sees that we listen knows that we hear. */
static int open_roads(void)
{
	_cleanup_(hp_queue_close) struct hp_queue queue = {-1, -1};
	int r = hp_monitor_open(&state.monitor, hp_conf_get()->receive_buffer);

	if (r < 0)
		return hp_error(r, "cannot hear the kernel's events");
	r = hp_queue_open(&queue);
	if (r < 0)
		hp_warning(r, "no place for a journal in " HP_RUNDIR
			      ": what is unfinished when hotplugd is killed is lost");
	return r < 0 ? 0 : open_journal(&queue);
}

static int usage(FILE *to)
{
	fputs("usage: hotplugd [--root DIR] [--verbose]\n"
	      "Reads the kernel's events from netlink and runs the plan for each, in the\n"
	      "foreground, until SIGTERM.\n",
	      to);
	return to == stdout ? 0 : 2;
}

int main(int argc, char *argv[])
{
	struct hp_options options;
	sigset_t unblocked;

	hp_open_std_fds();
	hp_log_open("hotplugd");
	if (hp_options_read(&options, argc, argv) < 0 || options.subsystem ||
	    options.device || hp_dry_run)
		return usage(stderr);
	if (options.version)
		return hp_options_print_version("hotplugd");
	if (options.help)
		return usage(stdout);
	if (chdir("/") < 0)
		return 1;
	hp_dispatch_set_built_in(hp_agents_find);
	catch_signals(&unblocked);
	if (init_state() < 0 || open_roads() < 0)
		return 1;
	loop(&unblocked);
	/* Nobody can hand over any more. */
	hp_closep(&state.listener);
	finish();
	return 0;
}
