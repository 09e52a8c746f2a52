/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugctl monitor: each event that hotplugd is done with, as it ends. */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <time.h>

#include "ctl_daemon.h"
#include "ctl_monitor.h"
#include "hotplugctl.h"
#include "record.h"

struct monitor {
	struct ctl_filter filter;
	bool json;
	const char *record_path;
	FILE *record; /* NULL: none */
	int daemon, signals;
	uint64_t to_realtime; /* added to CLOCK_MONOTONIC, microseconds */
};

static const struct option long_options[] = {
	{"action", required_argument, NULL, 'a'},
	{"json", no_argument, NULL, 'j'},
	{"outcome", required_argument, NULL, 'o'},
	{"property", required_argument, NULL, 'p'},
	{"record", required_argument, NULL, 'w'},
	{"subsystem", required_argument, NULL, 's'},
	{"help", no_argument, NULL, 'h'},
	{0},
};

static uint64_t now_us(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return now.tv_sec * UINT64_C(1000000) + now.tv_nsec / 1000;
}

static void monitor_free(struct monitor *monitor)
{
	ctl_filter_free(&monitor->filter);
	hp_fclosep(&monitor->record);
	hp_closep(&monitor->daemon);
	hp_closep(&monitor->signals);
}

/* "12:34:56.123456 done 2.345 ms: add net eth0"; where it is not known when it was
 * received, the end and no duration. */
static void print_line(const struct hp_record *record)
{
	char text[HP_UEVENT_BYTES_MAX], plain[4 * HP_UEVENT_BYTES_MAX], clock[16];
	uint64_t shown = record->received ?: record->finished;
	uint64_t took = record->finished - record->received;
	time_t second = shown / 1000000;
	struct tm local;

	if (!localtime_r(&second, &local))
		local = (struct tm){0};
	strftime(clock, sizeof(clock), "%T", &local);
	hp_uevent_describe(&record->event, text, sizeof(text));
	printf("%s.%06u %s", clock, (unsigned int)(shown % 1000000), record->outcome);
	if (record->received)
		printf(" %" PRIu64 ".%03u ms", took / 1000, (unsigned int)(took % 1000));
	printf(": %s\n", hp_log_escape(plain, sizeof(plain), text));
}

/* Returns 0 or a negative errno, logged for the record. */
static int show(const struct monitor *monitor, const struct hp_record *record)
{
	if (monitor->json)
		hp_record_write(stdout, record);
	else if (!record->missed)
		print_line(record);
	if (fflush(stdout) != 0)
		return -errno; /* main() says so */
	if (!monitor->record)
		return 0;
	hp_record_write(monitor->record, record);
	return fflush(monitor->record) == 0
		       ? 0
		       : hp_error(-errno, "%s", monitor->record_path);
}

/* 0 stays: not known. */
static uint64_t realtime(const struct monitor *monitor, uint64_t us)
{
	return us ? us + monitor->to_realtime : 0;
}

static int on_event(struct monitor *monitor, const struct hp_control_message *message)
{
	const struct hp_control_event *event = &message->event;
	struct hp_record record;
	char why[HP_UEVENT_WHY_MAX];

	if (hp_uevent_from_netlink(&record.event, message->bytes, event->n, why) < 0)
		return hp_error(-EBADMSG, "hotplugd: %s", why);
	if (!ctl_filter_passes(&monitor->filter, &record.event, event->outcome))
		return 0;
	record.missed = 0;
	record.received = realtime(monitor, event->received_us);
	record.started = realtime(monitor, event->started_us);
	record.finished = realtime(monitor, event->ended_us);
	snprintf(record.outcome, sizeof(record.outcome), "%s",
		 hp_outcome_name(event->outcome));
	return show(monitor, &record);
}

static int on_missed(struct monitor *monitor, const struct hp_control_message *message)
{
	struct hp_record record = {.missed = message->missed.n};

	hp_warning(0,
		   "%" PRIu64 " events were missed: they came faster than they were read",
		   message->missed.n);
	return show(monitor, &record);
}

static int on_result(struct monitor *monitor, const struct hp_control_message *message)
{
	return message->result.r < 0 ? hp_error(message->result.r, "hotplugd") : 0;
}

static int (*const handlers[HP_CONTROL_TYPES])(
	struct monitor *monitor, const struct hp_control_message *message) = {
	[HP_CONTROL_RESULT] = on_result,
	[HP_CONTROL_EVENT] = on_event,
	[HP_CONTROL_MISSED] = on_missed,
};

/* Takes one message. Returns 0 or a negative errno, logged. */
static int take_message(struct monitor *monitor)
{
	struct hp_control_message message;
	char buffer[HP_CONTROL_BYTES_MAX];
	int r = hp_control_receive(monitor->daemon, &message, buffer);

	if (r == -EAGAIN || r == -EINTR)
		return 0;
	if (r == -EPIPE)
		return hp_error(0, "hotplugd has ended"), r;
	if (r == 0 && !handlers[message.type])
		r = -EBADMSG;
	if (r < 0)
		return hp_error(r, "hotplugd");
	/* Whoever sets the clock means what comes from then on. */
	monitor->to_realtime = now_us(CLOCK_REALTIME) - now_us(CLOCK_MONOTONIC);
	return handlers[message.type](monitor, &message);
}

/* Until a signal, which is the end that a person wants: 0. */
static int follow(struct monitor *monitor)
{
	struct pollfd fds[] = {{monitor->daemon, POLLIN}, {monitor->signals, POLLIN}};
	int r = 0;

	while (r == 0) {
		if (poll(fds, ARRAY_SIZE(fds), -1) < 0 && errno != EINTR)
			return hp_error(-errno, "poll");
		if (fds[1].revents)
			return 0;
		if (fds[0].revents)
			r = take_message(monitor);
	}
	return r;
}

static int catch_signals(void)
{
	sigset_t caught;
	int fd;

	sigemptyset(&caught);
	sigaddset(&caught, SIGINT);
	sigaddset(&caught, SIGTERM);
	sigprocmask(SIG_BLOCK, &caught, NULL);
	fd = signalfd(-1, &caught, SFD_CLOEXEC);
	return fd < 0 ? hp_error(-errno, "signalfd") : fd;
}

/* One that is there is added to: its lines need none of the others. */
static int open_record(struct monitor *monitor)
{
	int fd;

	if (!monitor->record_path)
		return 0;
	fd = open(monitor->record_path,
		  O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY, 0600);
	if (fd >= 0)
		monitor->record = fdopen(fd, "a");
	return monitor->record ? 0 : hp_error(-errno, "%s", monitor->record_path);
}

static int subscribe(struct monitor *monitor)
{
	static const struct hp_control_message request = {HP_CONTROL_SUBSCRIBE};
	struct hp_control_message answer;

	monitor->daemon = ctl_daemon_connect();
	if (monitor->daemon < 0)
		return monitor->daemon;
	return ctl_daemon_ask(monitor->daemon, &request, HP_CONTROL_RESULT, &answer);
}

static int watch(struct monitor *monitor)
{
	int r = open_record(monitor);

	if (r == 0)
		r = subscribe(monitor);
	if (r == 0)
		r = monitor->signals = catch_signals();
	return r < 0 ? r : follow(monitor);
}

/* What an option adds; NULL: it is none of these. */
static int read_filter(struct ctl_filter *filter, int option)
{
	static const struct {
		char option;
		int (*add)(struct ctl_filter *filter, const char *word);
	} options[] = {
		{'a', ctl_filter_add_action},
		{'o', ctl_filter_add_outcome},
		{'p', ctl_filter_add_property},
		{'s', ctl_filter_add_subsystem},
	};

	for (size_t i = 0; i < ARRAY_SIZE(options); i++)
		if (option == options[i].option)
			return options[i].add(filter, optarg);
	return -ENOENT;
}

/* Returns -1, or the status that run() ends with. */
static int read_options(struct monitor *monitor, const struct ctl_verb *verb, int argc,
			char *argv[])
{
	int c, r;

	while ((c = getopt_long(argc, argv, "", long_options, NULL)) != -1) {
		r = read_filter(&monitor->filter, c);
		if (r == 0)
			continue;
		if (r != -ENOENT)
			return CTL_USAGE;
		if (c == 'j')
			monitor->json = true;
		else if (c == 'w')
			monitor->record_path = optarg;
		else
			return ctl_usage(verb, c == 'h' ? stdout : stderr);
	}
	return optind == argc ? -1 : ctl_usage(verb, stderr);
}

static int run(const struct ctl_verb *verb, int argc, char *argv[])
{
	_cleanup_(monitor_free) struct monitor monitor = {.daemon = -1, .signals = -1};
	int status = read_options(&monitor, verb, argc, argv);

	if (status >= 0)
		return status;
	return watch(&monitor) < 0 ? CTL_FAILED : CTL_DONE;
}

const struct ctl_verb ctl_monitor = {
	.name = "monitor",
	.arguments =
		"[--subsystem GLOB]... [--action ACTION]... [--property KEY=GLOB]... "
		"[--outcome OUTCOME]... [--json] [--record FILE]",
	.does = "Prints each event when hotplugd is done with it.",
	.run = run,
};
