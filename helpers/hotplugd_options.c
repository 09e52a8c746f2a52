/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugd: its command line. See hotplugd_options.h. */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <limits.h>

#include "conf.h"
#include "hotplugd_options.h"
#include "log.h"
#include "number.h"
#include "root.h"

static int set_root(struct hotplugd_options *options, const char *value)
{
	int r = hp_root_set(value);

	return r < 0 ? hp_error(r, "--root %s: not an absolute path", value) : 0;
}

static int set_verbose(struct hotplugd_options *options, const char *value)
{
	hp_log_set_level(HP_LOG_DEBUG);
	return 0;
}

static int set_ready_fd(struct hotplugd_options *options, const char *value)
{
	uint64_t fd;

	/* 0, 1 and 2 have been opened by now where they were not. */
	if (hp_number_parse(value, 10, INT_MAX, &fd) < 0 || fd <= STDERR_FILENO)
		return hp_error(-EINVAL, "--ready-fd %s: not a number above 2", value);
	if (fcntl(fd, F_SETFD, FD_CLOEXEC) < 0)
		return hp_error(-errno, "--ready-fd %s", value);
	options->ready_fd = fd;
	return 0;
}

static int set_pid_file(struct hotplugd_options *options, const char *value)
{
	if (*value != '/')
		return hp_error(-EINVAL, "--pid-file %s: not an absolute path", value);
	options->pid_file = value;
	return 0;
}

static int set_rebroadcast(struct hotplugd_options *options, const char *value)
{
	return hp_conf_set("--rebroadcast", "Rebroadcast", value);
}

static int set_with_udev(struct hotplugd_options *options, const char *value)
{
	return hp_conf_set("--with-udev", "WithUdev", "yes");
}

static int set_single_process(struct hotplugd_options *options, const char *value)
{
	return hp_conf_set("--single-process", "SingleProcess", value);
}

static int set_help(struct hotplugd_options *options, const char *value)
{
	options->help = true;
	return 0;
}

static int set_version(struct hotplugd_options *options, const char *value)
{
	options->version = true;
	return 0;
}

static const struct {
	const char *name;
	int has_value; /* of getopt_long(3) */
	int (*set)(struct hotplugd_options *options, const char *value);
} known[] = {
	{"root", required_argument, set_root},
	{"verbose", no_argument, set_verbose},
	{"ready-fd", required_argument, set_ready_fd},
	{"pid-file", required_argument, set_pid_file},
	{"rebroadcast", required_argument, set_rebroadcast},
	{"single-process", required_argument, set_single_process},
	{"with-udev", no_argument, set_with_udev},
	{"help", no_argument, set_help},
	{"version", no_argument, set_version},
};

int hotplugd_read_options(struct hotplugd_options *ret, int argc, char *argv[])
{
	struct option names[ARRAY_SIZE(known) + 1] = {0};
	int c, which, r = 0;

	*ret = (struct hotplugd_options){.ready_fd = -1};
	for (size_t i = 0; i < ARRAY_SIZE(known); i++)
		names[i] = (struct option){known[i].name, known[i].has_value, NULL, 0};
	while (r == 0 && (c = getopt_long(argc, argv, "", names, &which)) != -1)
		r = c == '?' ? -EINVAL : known[which].set(ret, optarg);
	if (r == 0 && optind < argc)
		return hp_error(-EINVAL, "'%s': no such argument", argv[optind]);
	return r < 0 ? -EINVAL : 0;
}
