/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugctl settle: until hotplugd has finished what had come by now. */
#include <errno.h>
#include <getopt.h>
#include <limits.h>

#include "clock.h"
#include "ctl_daemon.h"
#include "hotplugctl.h"
#include "number.h"

#define TIMEOUT_S    120 /* udevadm's */
#define LOOK_MS	     50	 /* for the path */

/* A daemon that is busy reads many events first. */
#define LOOK_ONCE_MS 30000

struct settle {
	const char *path; /* its existence ends the wait; NULL: none */
	uint64_t timeout_s;
};

/* Returns 0, or the option that ends it: 'h', or '?'. */
static int read_options(struct settle *settle, int argc, char *argv[])
{
	static const struct option options[] = {
		{"timeout", required_argument, NULL, 't'},
		{"exit-if-exists", required_argument, NULL, 'E'},
		{"help", no_argument, NULL, 'h'},
		{0},
	};
	int c;

	while ((c = getopt_long(argc, argv, "t:E:h", options, NULL)) != -1) {
		if (c == 'h' || c == '?')
			return c;
		if (c == 'E')
			settle->path = optarg;
		else if (hp_number_parse(optarg, 10, INT_MAX / 1000, &settle->timeout_s) <
			 0)
			return hp_error(0, "--timeout %s: takes seconds", optarg), '?';
	}
	return optind < argc ? '?' : 0;
}

static bool exists(const struct settle *settle)
{
	return settle->path && access(settle->path, F_OK) == 0;
}

/* Returns 0 when all is finished or the path is there, or -ETIMEDOUT; else as
 * hp_control_wait(). */
static int wait_for_answer(int fd, const struct settle *settle)
{
	int64_t until = hp_clock_ms() + settle->timeout_s * 1000;
	struct hp_control_message answer;
	char buffer[HP_CONTROL_BYTES_MAX];
	int r = -ETIMEDOUT;

	while (r == -ETIMEDOUT && !exists(settle)) {
		int64_t left = until - hp_clock_ms();

		if (left <= 0)
			return r;
		if (settle->path && left > LOOK_MS)
			left = LOOK_MS;
		r = hp_control_wait(fd, left, &answer, buffer);
	}
	if (r < 0)
		return r == -ETIMEDOUT ? 0 : r;
	return answer.type == HP_CONTROL_RESULT ? answer.result.r : -EBADMSG;
}

/* Nobody waits: a question right behind is answered first, where anything is left. */
static int look_once(int fd)
{
	struct hp_control_message request = {.type = HP_CONTROL_GET_STATUS}, answer;
	char buffer[HP_CONTROL_BYTES_MAX];
	int r = hp_control_send(fd, &request);

	if (r == 0)
		r = hp_control_wait(fd, LOOK_ONCE_MS, &answer, buffer);
	if (r < 0)
		return r;
	return answer.type == HP_CONTROL_STATUS ? -ETIMEDOUT : answer.result.r;
}

static int settle_down(int fd, const struct settle *settle)
{
	static const struct hp_control_message request = {.type = HP_CONTROL_SETTLE};
	int r = hp_control_send(fd, &request);

	if (r == 0)
		r = settle->timeout_s ? wait_for_answer(fd, settle) : look_once(fd);
	if (r == -ETIMEDOUT && settle->timeout_s)
		return hp_error(0, "not all events are finished after %u s",
				(unsigned int)settle->timeout_s),
		       CTL_FAILED;
	if (r < 0 && r != -ETIMEDOUT)
		hp_error(r, "hotplugd");
	return r < 0 ? CTL_FAILED : CTL_DONE;
}

static int run(const struct ctl_verb *verb, int argc, char *argv[])
{
	struct settle settle = {.timeout_s = TIMEOUT_S};
	int c = read_options(&settle, argc, argv);
	_cleanup_close_ int fd = -1;

	if (c)
		return ctl_usage(verb, c == 'h' ? stdout : stderr);
	if (exists(&settle))
		return CTL_DONE;
	fd = ctl_daemon_connect();
	return fd < 0 ? CTL_FAILED : settle_down(fd, &settle);
}

const struct ctl_verb ctl_settle = {
	.name = "settle",
	.arguments = "[--timeout S] [--exit-if-exists PATH]",
	.does = "Waits until hotplugd has finished all events that had come by now.",
	.run = run,
};
