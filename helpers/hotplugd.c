/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: hotplugd, the netlink road for kernels without uevent helper. See hotplugd(8).
 *
 * The daemon reads, checks and queues; a child of its own, one for each event that has
 * something to do, becomes a drainer of the same queue that the helpers use, or ends at
 * once where there are enough. So order, bounds and firmware are what lib/queue promises.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "agents.h"
#include "dispatch.h"
#include "handle.h"
#include "handover.h"
#include "log.h"
#include "monitor.h"
#include "options.h"
#include "queue.h"
#include "saved.h"
#include "seqnums.h"

/* Above the drainers: children that are about to find out that they are not needed. */
#define SPARE_CHILDREN 8

static struct {
	int monitor;
	int listener; /* -1: nobody can hand over */
	struct hp_seqnums seqnums;
	unsigned int children;
	unsigned long refused;
	bool drain_next;  /* a drainer was not started: there were enough children */
	bool drain_later; /* one could not be started, or was killed */
} state = {.monitor = -1, .listener = -1};

static volatile sig_atomic_t ending;

static void on_end(int signal)
{
	ending = 1;
}

static void on_child(int signal)
{
	/* Only so that ppoll() returns. */
}

/* What a child that was killed worked on is still in the queue. */
static void reap(int flags)
{
	int status;

	while (state.children && waitpid(-1, &status, flags) > 0) {
		state.children--;
		state.drain_later |= WIFSIGNALED(status);
		flags = WNOHANG;
	}
}

/* Our locks belong to the open file: a child needs one of its own. */
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
		state.children++;
		return 0;
	}
	signal(SIGTERM, SIG_DFL);
	signal(SIGINT, SIG_DFL);
	signal(SIGCHLD, SIG_DFL);
	hp_closep(&state.monitor);
	hp_closep(&state.listener);
	word = hp_agent_status(work(event));
	if (client >= 0)
		send(client, &word, 1, MSG_NOSIGNAL);
	_exit(word);
}

static bool are_enough(void)
{
	unsigned int enough = hp_handle_drainers() + SPARE_CHILDREN;

	if (state.children >= enough)
		reap(WNOHANG);
	return state.children >= enough;
}

/* Never waits: a child may be one that needs the firmware whose event is the next. */
static void start_drainer(void)
{
	state.drain_next = are_enough();
	if (!state.drain_next)
		state.drain_later = start(drain, NULL, -1) < 0;
}

/* Whether there is anything to do for it; what was refused is logged by then. */
static bool has_plan(const struct hp_uevent *event)
{
	_cleanup_(hp_plan_free) struct hp_plan plan = {0};

	return hp_plan_make(&plan, event) < 0 || plan.n > 0;
}

/* Opened for each: /run may be mounted, or mounted over, while we live. */
static int put_into_queue(const struct hp_uevent *event)
{
	_cleanup_(hp_queue_close) struct hp_queue queue = {-1, -1};
	int r = hp_queue_open(&queue);

	return r < 0 ? r : hp_queue_put(&queue, event);
}

/* Returns 0, or a negative errno where nobody will handle the event. */
static int take_event(const struct hp_uevent *event)
{
	char text[512];
	int r;

	if (!has_plan(event))
		return 0;
	if (streq(event->subsystem, "firmware"))
		return start(hp_handle_now, event, -1);
	r = put_into_queue(event);
	if (r == 0) {
		start_drainer();
		return 0;
	}
	hp_warning(r, "%s: handled without queue",
		   hp_uevent_describe(event, text, sizeof(text)));
	if (are_enough())
		reap(0);
	return start(hp_handle_now, event, -1);
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
	take_event(&event);
}

static void read_monitor(void)
{
	char msg[HP_MONITOR_MESSAGE_MAX];
	ssize_t n;

	while ((n = hp_monitor_receive(state.monitor, msg, sizeof(msg))) != -EAGAIN) {
		if (n == -ENOBUFS)
			hp_error(0, "the kernel had to drop events");
		else if (n == -EPERM)
			hp_warning(0,
				   "message number %lu that the kernel did not send: "
				   "dropped",
				   ++state.refused);
		else if (n < 0 && n != -EINTR)
			hp_warning(n, "cannot receive an event");
		else if (n >= 0)
			take_message(msg, n);
		if (ending || (n < 0 && n != -ENOBUFS && n != -EPERM && n != -EMSGSIZE))
			return;
	}
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
	/* The kernel sends its message before it starts a helper: what is not known after
	 * this was lost there, or is a person's. */
	read_monitor();
	if (hp_seqnums_has(&state.seqnums, event.seqnum) || take_event(&event) == 0)
		send(client, &queued, 1, MSG_NOSIGNAL);
}

static void loop(const sigset_t *unblocked)
{
	static const struct timespec a_second = {.tv_sec = 1};

	while (!ending) {
		struct pollfd fds[] = {
			{.fd = state.monitor, .events = POLLIN},
			{.fd = state.listener, .events = POLLIN},
		};

		int n;

		reap(WNOHANG);
		if (state.drain_next)
			start_drainer();
		n = ppoll(fds, ARRAY_SIZE(fds), state.drain_later ? &a_second : NULL,
			  unblocked);
		if (n == 0)
			start_drainer();
		if (n <= 0)
			continue;
		if (fds[0].revents)
			read_monitor();
		if (fds[1].revents)
			read_client();
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

static int open_roads(void)
{
	_cleanup_(hp_queue_close) struct hp_queue queue = {-1, -1};
	int r = hp_queue_open(&queue);

	if (r < 0)
		hp_warning(r, "no place for a queue in " HP_RUNDIR
			      ": events are handled at once, without order");
	else
		state.listener = hp_handover_listen();
	if (state.listener == -EADDRINUSE)
		return hp_error(0, "another hotplugd listens on " HP_RUNDIR "/event"),
		       -EBUSY;
	if (state.listener < 0 && r >= 0)
		hp_warning(state.listener, "cannot listen on " HP_RUNDIR "/event");
	state.monitor = hp_monitor_open();
	if (state.monitor < 0)
		return hp_error(state.monitor, "cannot hear the kernel's events");
	/* What an earlier daemon, or a helper, left behind. */
	if (r >= 0)
		start_drainer();
	return 0;
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
	if (open_roads() < 0)
		return 1;
	loop(&unblocked);
	/* What runs is finished; nobody can hand over any more. */
	hp_closep(&state.listener);
	while (state.children) {
		reap(0);
		if (state.drain_next)
			start_drainer();
	}
	return 0;
}
