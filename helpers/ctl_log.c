/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugctl log: the log level of the running hotplugd. */
#include "ctl_daemon.h"
#include "hotplugctl.h"

static int print_level(int fd)
{
	struct hp_control_message message = {.type = HP_CONTROL_GET_STATUS}, answer;

	if (ctl_daemon_ask(fd, &message, HP_CONTROL_STATUS, &answer) < 0)
		return CTL_FAILED;
	puts(hp_log_level_name(answer.status.level));
	return CTL_DONE;
}

static int run(const struct ctl_verb *verb, int argc, char *argv[])
{
	struct hp_control_message message = {.type = HP_CONTROL_SET_LEVEL}, answer;
	_cleanup_close_ int fd = -1;
	enum hp_log_level level;

	if (argc == 2 && streq(argv[1], "--help"))
		return ctl_usage(verb, stdout);
	if (argc > 2 || (argc == 2 && hp_log_level_parse(argv[1], &level) < 0))
		return ctl_usage(verb, stderr);
	fd = ctl_daemon_connect();
	if (fd < 0)
		return CTL_FAILED;
	if (argc == 1)
		return print_level(fd);
	message.level.level = level;
	return ctl_daemon_ask(fd, &message, HP_CONTROL_RESULT, &answer) < 0 ? CTL_FAILED
									    : CTL_DONE;
}

const struct ctl_verb ctl_log = {
	.name = "log",
	.arguments = "[err|warning|notice|info|debug]",
	.does = "Sets the log level of the running hotplugd, or prints it.",
	.run = run,
};
