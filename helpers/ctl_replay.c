/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: hotplugctl replay: run events that were recorded through the plan again, by
 * the road of hotplug(8): handed over to hotplugd, or worked here.
 *
 * Without SEQNUM, which would tell of the past: an event that is older than what was
 * handled since is a duplicate, or obsolete. So each is a person's event, which is waited
 * for, and the next one follows when it is done.
 */
#include <errno.h>
#include <getopt.h>

#include "agents.h"
#include "dispatch.h"
#include "handle.h"
#include "hotplugctl.h"
#include "log.h"
#include "record.h"

static const struct option long_options[] = {
	{"dry-run", no_argument, NULL, 'n'},
	{"help", no_argument, NULL, 'h'},
	{0},
};

struct replay {
	const char *path;
	unsigned int failed;
};

static int drop_seqnum(struct hp_uevent *ret, const struct hp_uevent *event)
{
	char *vars[HP_UEVENT_VARS_MAX], why[HP_UEVENT_WHY_MAX];
	size_t n = 0;

	for (size_t i = 0; i < event->n_vars; i++)
		if (!skip_prefix(event->vars[i], "SEQNUM="))
			vars[n++] = (char *)event->vars[i];
	return hp_uevent_from_vars(ret, vars, n, NULL, why);
}

static void print_event(const struct replay *replay, unsigned int line,
			const struct hp_uevent *event)
{
	char text[HP_UEVENT_BYTES_MAX], plain[4 * HP_UEVENT_BYTES_MAX];

	hp_uevent_describe(event, text, sizeof(text));
	printf("%s:%u: %s", replay->path, line,
	       hp_log_escape(plain, sizeof(plain), text));
}

static const char *outcome_of(int r)
{
	return r == 0 ? "done" : r == -EBADMSG ? "unusable" : "failed";
}

static int on_record(const struct hp_record *record, unsigned int line, void *data)
{
	struct replay *replay = data;
	struct hp_uevent event;
	int r;

	if (hp_record_tell_missed(record, replay->path, line))
		return 0;
	r = drop_seqnum(&event, &record->event);
	if (r < 0)
		return hp_error(r, "%s:%u:1: the event is none without SEQNUM",
				replay->path, line);
	print_event(replay, line, &event);
	if (hp_dry_run)
		putchar('\n');
	/* What runs prints to the same file. */
	fflush(stdout);
	r = hp_handle(&event);
	if (!hp_dry_run) {
		printf(": %s\n", outcome_of(r));
		fflush(stdout);
	}
	replay->failed += r < 0;
	return 0;
}

static int check_only(const struct hp_record *record, unsigned int line, void *data)
{
	return 0;
}

/* A file is read whole before anything is run for it; what comes through a pipe is run as
 * it comes. */
static int replay_stream(FILE *stream, struct replay *replay)
{
	off_t start = ftello(stream);
	int r = 0;

	if (start >= 0) {
		r = hp_record_read(stream, replay->path, check_only, NULL);
		if (r == 0 && fseeko(stream, start, SEEK_SET) < 0)
			r = hp_error(-errno, "%s", replay->path);
	}
	return r < 0 ? r : hp_record_read(stream, replay->path, on_record, replay);
}

static int replay_file(const char *path)
{
	struct replay replay = {.path = path};
	FILE *stream = streq(path, "-") ? stdin : fopen(path, "re");
	int r;

	if (!stream)
		return hp_error(-errno, "%s", path), CTL_FAILED;
	if (stream == stdin)
		replay.path = "stdin";
	r = replay_stream(stream, &replay);
	if (stream != stdin)
		fclose(stream);
	return r < 0 || replay.failed ? CTL_FAILED : CTL_DONE;
}

static int run(const struct ctl_verb *verb, int argc, char *argv[])
{
	int c;

	while ((c = getopt_long(argc, argv, "n", long_options, NULL)) != -1) {
		if (c != 'n')
			return ctl_usage(verb, c == 'h' ? stdout : stderr);
		hp_dry_run = true;
	}
	if (optind != argc - 1)
		return ctl_usage(verb, stderr);
	hp_dispatch_set_built_in(hp_agents_find);
	return replay_file(argv[optind]);
}

const struct ctl_verb ctl_replay = {
	.name = "replay",
	.arguments = "[--dry-run] FILE",
	.does = "Runs the events of a record once more, one after the other.",
	.run = run,
};
