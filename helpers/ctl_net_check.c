/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugctl net check: what is wrong in the network's files. Needs no root. */
#include <errno.h>
#include <getopt.h>

#include "conf.h"
#include "hotplugctl.h"
#include "json.h"
#include "log.h"
#include "netconf.h"
#include "netfinish.h"
#include "netstack.h"

static const struct option long_options[] = {
	{"json", no_argument, NULL, 'j'},
	{"help", no_argument, NULL, 'h'},
	{0},
};

struct checking {
	struct hp_json *json;
	size_t n_files, n_errors;
};

/* A message, by its parts: "FILE:LINE:COLUMN: TEXT". */
struct place {
	char file[PATH_MAX];
	unsigned int line, column; /* 0: the message has no place */
	const char *text;
};

static void find_place(struct place *ret, const char *message)
{
	int end = 0;

	*ret = (struct place){.text = message};
	for (const char *colon = strchr(message, ':'); colon;
	     colon = strchr(colon + 1, ':')) {
		if (sscanf(colon, ":%u:%u: %n", &ret->line, &ret->column, &end) != 2 ||
		    !end)
			continue;
		snprintf(ret->file, sizeof(ret->file), "%.*s", (int)(colon - message),
			 message);
		ret->text = colon + end;
		return;
	}
	ret->line = ret->column = 0;
}

static void print_json(struct hp_json *json, const char *message)
{
	struct place place;

	find_place(&place, message);
	hp_json_open(json, NULL, '{');
	hp_json_string(json, "file", place.line ? place.file : NULL);
	hp_json_number(json, "line", place.line);
	hp_json_number(json, "column", place.column);
	hp_json_string(json, "message", place.text);
	hp_json_close(json, '}');
}

static void take_message(const char *message, void *data)
{
	struct checking *checking = data;

	checking->n_errors++;
	if (checking->json)
		print_json(checking->json, message);
	else
		puts(message);
}

static void check_file(struct checking *checking, const char *path)
{
	_cleanup_(hp_net_file_free) struct hp_net_file file = {0};
	int r = hp_net_file_read(&file, path);

	checking->n_files++;
	if (r == -EMEDIUMTYPE)
		hp_warning(0,
			   "%s:1:1: by its name it is neither *.link, *.network nor "
			   "*.netdev, nor NAME.d/*.conf of one",
			   path);
	else if (r == -EINVAL)
		hp_warning(0, "%s:1:1: is no regular file", path);
	else if (r < 0)
		hp_warning(r, "%s:1:1: cannot be read", path);
}

static void check_all(struct checking *checking)
{
	_cleanup_(hp_net_conf_free) struct hp_net_conf conf = {0};
	int r = hp_net_conf_read(&conf);

	checking->n_files = conf.n;
	if (r == 0)
		r = hp_net_uppers_tell_loops(&conf);
	if (r == 0)
		r = hp_net_nexthops_tell_doubles(&conf);
	if (r < 0)
		hp_warning(r, "the files cannot be read");
}

/* Whatever the log level of hotplug.conf is, all is told. */
static void check(struct checking *checking, char *const files[])
{
	hp_log_divert(take_message, checking);
	hp_conf_get();
	hp_log_set_level(HP_LOG_WARNING);
	for (size_t i = 0; files[i]; i++)
		check_file(checking, files[i]);
	if (!files[0])
		check_all(checking);
	hp_log_divert(NULL, NULL);
}

static int check_as_json(struct checking *checking, char *const files[])
{
	struct hp_json json = {.out = stdout};

	checking->json = &json;
	hp_json_open(&json, NULL, '{');
	hp_json_open(&json, "errors", '[');
	check(checking, files);
	hp_json_close(&json, ']');
	hp_json_number(&json, "files", checking->n_files);
	hp_json_close(&json, '}');
	putchar('\n');
	return checking->n_errors ? CTL_FAILED : CTL_DONE;
}

static int check_as_text(struct checking *checking, char *const files[])
{
	check(checking, files);
	printf("%zu file%s, %zu error%s\n", checking->n_files,
	       checking->n_files == 1 ? "" : "s", checking->n_errors,
	       checking->n_errors == 1 ? "" : "s");
	return checking->n_errors ? CTL_FAILED : CTL_DONE;
}

static int run(const struct ctl_verb *verb, int argc, char *argv[])
{
	struct checking checking = {0};
	bool json = false;
	int c;

	while ((c = getopt_long(argc, argv, "", long_options, NULL)) != -1) {
		if (c == 'h')
			return ctl_usage(verb, stdout);
		if (c != 'j')
			return ctl_usage(verb, stderr);
		json = true;
	}
	return (json ? check_as_json : check_as_text)(&checking, argv + optind);
}

const struct ctl_verb ctl_net_check = {
	.name = "net check",
	.arguments = "[--json] [FILE...]",
	.does = "Tells all that is wrong in the network's files, or in those named.",
	.run = run,
};
