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
#include <sys/wait.h>

#include "agents.h"
#include "clock.h"
#include "conf.h"
#include "dispatch.h"
#include "handle.h"
#include "hotplugd.h"
#include "hotplugd_control.h"
#include "hotplugd_service.h"
#include "hotplugd_split.h"
#include "log.h"
#include "options.h"

/* What children get at the end to end theirs: SIGTERM, a look into /proc, SIGKILL, each
 * with the patience of child.h. */
#define LAST_S	   15

/* More than any machine has loads at the same time. */
#define URGENT_MAX 256

struct hotplugd hotplugd = {
	.listener = -1,
	.runner = -1,
	.reader = -1,
	.journal = {.fd = -1},
	.resync_at = SIZE_MAX,
};

static volatile sig_atomic_t asked_to_end, asked_to_reload, child_ended;

static bool is_bereft; /* nobody is left to start programs */

/* Blocked, but for when the poller waits. */
static const struct {
	int signal;
	volatile sig_atomic_t *flag;
} caught[] = {
	{SIGTERM, &asked_to_end},
	{SIGINT, &asked_to_end},
	{SIGHUP, &asked_to_reload},
	{SIGCHLD, &child_ended},
};

static void on_signal(int signal)
{
	for (size_t i = 0; i < ARRAY_SIZE(caught); i++)
		if (caught[i].signal == signal)
			*caught[i].flag = 1;
}

static void catch_signals(sigset_t *ret_unblocked)
{
	struct sigaction action = {.sa_handler = on_signal};
	sigset_t blocked;

	sigemptyset(&blocked);
	for (size_t i = 0; i < ARRAY_SIZE(caught); i++) {
		sigaction(caught[i].signal, &action, NULL);
		sigaddset(&blocked, caught[i].signal);
	}
	sigprocmask(SIG_BLOCK, &blocked, ret_unblocked);
	for (size_t i = 0; i < ARRAY_SIZE(caught); i++)
		sigdelset(ret_unblocked, caught[i].signal);
}

/* While there is always something to read, ppoll() never lets a signal in. */
static void look_for_signals(void)
{
	static const struct timespec none;
	sigset_t any;
	int signal;

	sigemptyset(&any);
	for (size_t i = 0; i < ARRAY_SIZE(caught); i++)
		sigaddset(&any, caught[i].signal);
	while ((signal = sigtimedwait(&any, NULL, &none)) > 0)
		on_signal(signal);
}

static void reap(void)
{
	int status;
	pid_t pid;

	child_ended = 0;
	/* Also children of whoever became this program. */
	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		hotplugd_child_ended(pid, status);
}

static const struct timespec *patience(bool all_started)
{
	static const struct timespec none = {0}, a_second = {.tv_sec = 1};

	if (hotplugd_resync_is_due())
		return &none;
	return all_started && !hotplugd.lost ? NULL : &a_second;
}

/* Returns whether something came from the kernel. */
static bool turn(const struct timespec *patience, const sigset_t *unblocked)
{
	hotplugd.heard = false;
	hotplugd.turns++;
	if (hp_poller_wait(&hotplugd.poller, patience, unblocked) >= 0 &&
	    (hotplugd_has_children() || hotplugd.heard))
		look_for_signals();
	if (child_ended)
		reap();
	return hotplugd.heard;
}

static void loop(const sigset_t *unblocked)
{
	bool all_started;

	while (!asked_to_end) {
		if (asked_to_reload) {
			asked_to_reload = 0;
			hotplugd_reload();
		}
		hotplugd_open_places_again();
		hotplugd_watch_links();
		hotplugd_tell_reader();
		all_started = hotplugd_start_workers();
		if (!hotplugd.lost || hotplugd.resynced)
			hotplugd_service_ready();
		/* What the kernel has still to say comes first. */
		if (!turn(patience(all_started), unblocked) && hotplugd_resync_is_due())
			hotplugd_resync();
		hotplugd_control_turn();
	}
}

/* Returns whether all children have ended by then. */
static bool wait_for_children(unsigned int seconds, const sigset_t *unblocked)
{
	static const struct timespec a_second = {.tv_sec = 1};
	int64_t until = hp_clock_ms() + seconds * INT64_C(1000);

	while (hotplugd_has_children() && hp_clock_ms() < until)
		turn(&a_second, unblocked);
	return !hotplugd_has_children();
}

/* What runs is finished, where that takes no longer than one hook may. What waits, and
 * what comes meanwhile, is in the journal, for the next daemon. */
static void finish(const sigset_t *unblocked)
{
	static const struct timespec none;
	unsigned int limit = hp_conf_get()->hook_timeout;
	int64_t until;

	hotplugd.ending = true;
	hotplugd_service_stopping(limit + 3 * LAST_S);
	if (!wait_for_children(limit, unblocked)) {
		hp_warning(0, "what runs %u s after SIGTERM is ended", limit);
		hotplugd_kill_children(SIGTERM);
		if (!wait_for_children(LAST_S, unblocked))
			hotplugd_kill_children(SIGKILL);
	}
	hotplugd_hear_all();
	until = hp_clock_ms() + LAST_S * 1000 / 2;
	while (turn(&none, unblocked) && hp_clock_ms() < until)
		;
	hotplugd_service_end();
}

static int init_workers(struct hp_workers *workers, unsigned int max, size_t bytes_max)
{
	*workers = (struct hp_workers){
		.journal = &hotplugd.journal,
		.max = max,
		.in_child = hotplugd_in_child,
		.work = hotplugd_work,
		.finished = hotplugd_finish,
		.left = hotplugd_drain_left,
	};
	return hp_order_new(&workers->order, bytes_max) ?: hp_workers_init(workers);
}

static int init_state(void)
{
	if (init_workers(&hotplugd.workers, hp_handle_workers(), hp_monitor_buffer()) <
		    0 ||
	    init_workers(&hotplugd.urgent, URGENT_MAX, HP_MONITOR_BUFFER_MIN) < 0)
		return hp_error(-ENOMEM, "cannot start");
	hotplugd.order = hotplugd.workers.order;
	return 0;
}

/* What the process that hears the kernel shares. */
static int open_monitor(void)
{
	int r = hp_monitor_open(&hotplugd.monitor, hp_conf_get()->receive_buffer);

	if (r < 0)
		return hp_error(r, "cannot hear the kernel's events");
	r = hp_outlooks_new(&hotplugd.outlooks);
	return r < 0 ? hp_error(r, "cannot start") : 0;
}

/* The kernel's first: whoever sees that we listen knows that we hear. */
static int open_roads(void)
{
	int r = hotplugd_watch_kernel();

	hotplugd_look_around();
	if (r == 0)
		r = hotplugd_open_places();
	if (r == -EBUSY)
		hp_error(0, "another hotplugd listens on " HP_RUNDIR "/event");
	return r;
}

static int usage(FILE *to)
{
	fputs("usage: hotplugd [--root DIR] [--single-process YES-OR-NO]\n"
	      "                [--verbose] [--ready-fd N] [--pid-file FILE]\n"
	      "                [--rebroadcast MASK] [--with-udev]\n"
	      "Reads the kernel's events from netlink and runs the plan for each, in the\n"
	      "foreground, until SIGTERM.\n",
	      to);
	return to == stdout ? 0 : 2;
}

/* Who waits for programs does so to the end. Init has the next hotplugd to start. */
void hotplugd_end_bereft(int fd, const char *name)
{
	hp_error(0,
		 "hotplugd-keeper and %s were killed: hotplugd ends, "
		 "what is unfinished is left for the next one",
		 name);
	hp_poller_remove(&hotplugd.poller, fd);
	asked_to_end = 1;
	is_bereft = true;
}

static void on_no_runner(int fd, short revents, void *data)
{
	hotplugd_end_bereft(fd, "hotplugd-runner");
}

/* Returns 0 or a negative errno. */
static int split(void)
{
	int r;

	if (!hotplugd_is_split())
		return 0;
	r = hotplugd_split();
	if (r < 0)
		return r;
	return hp_poller_add(&hotplugd.poller, hotplugd.runner, 0, on_no_runner, NULL);
}

static int run(const struct hotplugd_options *options)
{
	sigset_t unblocked;

	/* Who reads our log, or waits for us to be ready, may be gone. */
	signal(SIGPIPE, SIG_IGN);
	if (chdir("/") < 0)
		return 1;
	hp_dispatch_set_built_in(hp_agents_find);
	hotplugd_service_open(options);
	hotplugd_count_begin();
	if (open_monitor() < 0 || split() < 0)
		return 1;
	catch_signals(&unblocked);
	if (init_state() < 0 || open_roads() < 0)
		return 1;
	hotplugd_rebroadcast_open();
	loop(&unblocked);
	finish(&unblocked);
	return is_bereft ? 1 : 0;
}

int main(int argc, char *argv[])
{
	struct hotplugd_options options;

	hp_open_std_fds();
	hp_log_open("hotplugd");
	if (hotplugd_read_options(&options, argc, argv) < 0)
		return usage(stderr);
	if (options.version)
		return hp_options_print_version("hotplugd");
	return options.help ? usage(stdout) : run(&options);
}
