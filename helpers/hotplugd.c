/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: hotplugd, the netlink road for kernels without uevent helper. See hotplugd(8).
 *
 * The daemon reads, checks and orders; each event that has something to do is worked by a
 * process of its own, forked when nothing earlier that it must wait for is unfinished.
 * What is unfinished is in the journal, for the daemon that comes after one that dies.
 */
#include <errno.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "agents.h"
#include "conf.h"
#include "dispatch.h"
#include "handle.h"
#include "handover.h"
#include "hotplugd.h"
#include "log.h"
#include "options.h"

struct hotplugd hotplugd = {
	.listener = -1,
	.journal = {.fd = -1},
	.resync_at = SIZE_MAX,
};

static volatile sig_atomic_t ending, child_ended;

static void on_end(int signal)
{
	ending = 1;
}

static void on_child(int signal)
{
	child_ended = 1;
}

/* Returns whether there was a child. */
static bool reap(int flags)
{
	bool any = false;
	int status;
	pid_t pid;

	child_ended = 0;
	while ((pid = waitpid(-1, &status, flags)) > 0) {
		/* Also one of whoever became this program. */
		if (!hp_workers_ended(&hotplugd.workers, pid, status) && hotplugd.others)
			hotplugd.others--;
		flags = WNOHANG;
		any = true;
	}
	return any;
}

static void in_child(void)
{
	signal(SIGTERM, SIG_DFL);
	signal(SIGINT, SIG_DFL);
	signal(SIGCHLD, SIG_DFL);
	hp_monitor_close(hotplugd.monitor);
	hp_closep(&hotplugd.listener);
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

int hotplugd_start(int (*work)(const struct hp_uevent *), const struct hp_uevent *event,
		   int client)
{
	unsigned char word;
	pid_t pid = fork();

	if (pid < 0)
		return hp_error(-errno, "cannot fork");
	if (pid > 0) {
		hotplugd.others++;
		return 0;
	}
	in_child();
	word = hp_agent_status(work(event));
	if (client >= 0)
		send(client, &word, 1, MSG_NOSIGNAL);
	_exit(word);
}

/* Returns whether all that may be worked now is being worked. */
static bool start_workers(void)
{
	static bool told;
	int r = hp_workers_start(&hotplugd.workers);

	if (r < 0 && !told)
		hp_warning(r, "cannot fork");
	told = r < 0;
	return r == 0;
}

static const struct timespec *patience(bool all_started)
{
	static const struct timespec none = {0}, a_second = {.tv_sec = 1};

	if (hotplugd_resync_is_due())
		return &none;
	return all_started && !hotplugd.lost ? NULL : &a_second;
}

/* While there is always something to read, ppoll() never lets a signal in. */
static void look_for_signals(void)
{
	sigset_t pending;

	sigpending(&pending);
	ending |= sigismember(&pending, SIGTERM) || sigismember(&pending, SIGINT);
	child_ended |= sigismember(&pending, SIGCHLD);
}

static void loop(const sigset_t *unblocked)
{
	while (!ending) {
		if (child_ended)
			reap(WNOHANG);
		hotplugd.heard = false;
		if (hp_poller_wait(&hotplugd.poller, patience(start_workers()),
				   unblocked) < 0)
			continue;
		/* What the kernel has still to say comes first. */
		if (!hotplugd.heard && hotplugd_resync_is_due())
			hotplugd_resync();
		if (hotplugd.workers.n || hotplugd.others || hotplugd.heard)
			look_for_signals();
	}
}

/* What runs is finished; the rest is in the journal, for the next daemon. */
static void finish(void)
{
	while ((hotplugd.workers.n || hotplugd.others) && reap(0))
		;
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
	hotplugd.workers = (struct hp_workers){
		.journal = &hotplugd.journal,
		.max = hp_handle_workers(),
		.in_child = in_child,
		.work = hp_handle_now,
	};
	if (hp_outlooks_new(&hotplugd.outlooks) < 0 ||
	    hp_order_new(&hotplugd.order, hp_monitor_buffer()) < 0 ||
	    hp_workers_init(&hotplugd.workers) < 0)
		return hp_error(-ENOMEM, "cannot start");
	hotplugd.workers.order = hotplugd.order;
	return 0;
}

/* Two daemons never use one journal: the socket is bound first. */
static int open_journal(const struct hp_queue *queue)
{
	int r;

	hotplugd.listener = hp_handover_listen();
	if (hotplugd.listener == -EADDRINUSE)
		return hp_error(0, "another hotplugd listens on " HP_RUNDIR "/event"),
		       -EBUSY;
	if (hotplugd.listener < 0)
		hp_warning(hotplugd.listener, "cannot listen on " HP_RUNDIR "/event");
	r = hp_journal_open(&hotplugd.journal, queue, hotplugd_take_unfinished);
	if (r < 0)
		hp_warning(r, "cannot open the journal in " HP_RUNDIR "/queue");
	/* A daemon was here before: what happened meanwhile is made up. */
	hotplugd.lost = r > 0;
	hotplugd_start(drain, NULL, -1);
	return 0;
}

/* The kernel's socket first: whoever sees that we listen knows that we hear. */
static int open_roads(void)
{
	_cleanup_(hp_queue_close) struct hp_queue queue = {-1, -1};
	int r = hp_monitor_open(&hotplugd.monitor, hp_conf_get()->receive_buffer);

	if (r < 0)
		return hp_error(r, "cannot hear the kernel's events");
	r = hp_queue_open(&queue);
	if (r < 0)
		hp_warning(r, "no place for a journal in " HP_RUNDIR
			      ": what is unfinished when hotplugd is killed is lost");
	else
		r = open_journal(&queue);
	return r == -EBUSY ? r : hotplugd_watch_roads();
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
	hp_closep(&hotplugd.listener);
	finish();
	return 0;
}
