/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugctl coldplug: for the devices that were there before anybody listened.
 */
#include <errno.h>
#include <getopt.h>
#include <signal.h>

#include "agents.h"
#include "clock.h"
#include "ctl_coldplug.h"
#include "dispatch.h"
#include "hotplugctl.h"
#include "json.h"
#include "log.h"
#include "number.h"
#include "root.h"

#define DAEMON_MS     30000
#define PROGRESS_MS   100
#define TIMEOUT_S     120
#define TIMEOUT_MAX_S 86400

static const struct {
	const char *name; /* in JSON with '_' for the blank */
	const char *key;
} counts[COLDPLUG_COUNTS] = {
	[COLDPLUG_DEVICES] = {"devices", "devices"},
	[COLDPLUG_ALIASES] = {"aliases", "aliases"},
	[COLDPLUG_NO_DRIVER] = {"no driver", "no_driver"},
	[COLDPLUG_BUILT_IN] = {"built in", "built_in"},
	[COLDPLUG_ALREADY] = {"already", "already"},
	[COLDPLUG_LOADED] = {"loaded", "loaded"},
	[COLDPLUG_NO_DEVICE] = {"no device", "no_device"},
	[COLDPLUG_BLACKLISTED] = {"blacklisted", "blacklisted"},
	[COLDPLUG_FAILED] = {"failed", "failed"},
	[COLDPLUG_EVENTS] = {"events", "events"},
};

static size_t modules_left(const struct coldplug *coldplug)
{
	return coldplug->pool ? hp_modulepool_left(coldplug->pool) : 0;
}

static size_t events_left(const struct coldplug *coldplug)
{
	return coldplug->to_show.n - coldplug->shown +
	       (coldplug->settle ? hp_settle_pending(coldplug->settle) : 0);
}

/* The cursor goes back to the beginning, so that a line of the log takes its place. */
void coldplug_progress(const struct coldplug *coldplug)
{
	static int64_t shown_ms;
	int64_t now = hp_clock_ms();

	if (!coldplug->show_progress || now - shown_ms < PROGRESS_MS)
		return;
	shown_ms = now;
	fprintf(stderr, "\033[K%zu modules, %zu events to go\r", modules_left(coldplug),
		events_left(coldplug));
}

bool coldplug_is_late(struct coldplug *coldplug)
{
	if (coldplug->late || coldplug->dry_run || hp_clock_ms() < coldplug->until_ms)
		return coldplug->late;
	hp_error(0, "not done after %u s: %zu modules and %zu events are left alone",
		 coldplug->timeout_s, modules_left(coldplug), events_left(coldplug));
	coldplug->late = true;
	return true;
}

static int begin_hearing(struct coldplug *coldplug)
{
	int r;

	if (coldplug->dry_run)
		return 0;
	r = hp_settle_begin(&coldplug->settle, &coldplug->interest, coldplug->road,
			    coldplug_on_event, coldplug);
	if (r == 0 || coldplug->road == HP_ROAD_NONE)
		return r;
	hp_warning(0, "the end of the events is not waited for");
	coldplug->failed = true;
	return hp_settle_begin(&coldplug->settle, &coldplug->interest, HP_ROAD_NONE,
			       coldplug_on_event, coldplug);
}

/* Drivers first, so that hooks and agents find what these make of the devices. */
static int go_round(struct coldplug *coldplug)
{
	int r = 0;

	coldplug_load(coldplug);
	while (!coldplug->dry_run && r == 0 && coldplug_wait_for_more(coldplug)) {
		if (coldplug->look_again)
			r = coldplug_find_devices(coldplug);
		coldplug_load(coldplug);
		if (r == 0)
			r = coldplug_show_devices(coldplug);
	}
	return r;
}

static int run_all(struct coldplug *coldplug)
{
	int r = begin_hearing(coldplug);

	if (r == 0)
		r = coldplug_open_modules(coldplug);
	if (r == 0)
		r = coldplug_find_devices(coldplug);
	if (r < 0)
		return r;
	coldplug->failed |= go_round(coldplug) < 0;
	coldplug->failed |= coldplug->late;
	coldplug_check_subsystems(coldplug);
	if (coldplug->show_progress)
		fputs("\033[K", stderr);
	return 0;
}

static void print_line(struct hp_json *json, const char *word, const char *text)
{
	char line[PATH_MAX];

	if (json)
		hp_json_string(json, NULL, text);
	else
		printf("%s %s\n", word, hp_log_escape(line, sizeof(line), text));
}

static void print_modules(const struct hp_names *modules, struct hp_json *json)
{
	if (json)
		hp_json_open(json, "load", '[');
	for (size_t i = 0; i < modules->n; i++)
		print_line(json, "load", modules->name[i]);
	if (json)
		hp_json_close(json, ']');
}

static void print_devices(const struct coldplug_devices *devices, struct hp_json *json)
{
	if (json)
		hp_json_open(json, "add", '[');
	for (size_t i = 0; i < devices->n; i++)
		print_line(json, "add", skip_prefix(devices->at[i].path, "/sys"));
	if (json)
		hp_json_close(json, ']');
}

static void print_counts(const struct coldplug *coldplug, struct hp_json *json)
{
	for (size_t i = 0; i < COLDPLUG_COUNTS; i++)
		if (json)
			hp_json_number(json, counts[i].key, coldplug->counts[i]);
		else
			printf("%-11s %u\n", counts[i].name, coldplug->counts[i]);
}

static void print(const struct coldplug *coldplug)
{
	struct hp_json out = {.out = stdout}, *json = coldplug->json ? &out : NULL;

	if (json)
		hp_json_open(json, NULL, '{');
	if (coldplug->dry_run) {
		print_modules(&coldplug->would_load, json);
		print_devices(&coldplug->to_show, json);
	} else {
		print_counts(coldplug, json);
	}
	if (json) {
		hp_json_close(json, '}');
		putchar('\n');
	}
}

static int coldplug_run(struct coldplug *coldplug)
{
	int r;

	/* Whoever ignores it (a shell's trap) would take our children's ends away. */
	signal(SIGCHLD, SIG_DFL);
	hp_dispatch_set_built_in(hp_agents_find);
	coldplug->aliases.exact = true;
	coldplug->until_ms = hp_clock_ms() + coldplug->timeout_s * INT64_C(1000);
	coldplug->show_progress = isatty(STDERR_FILENO) && !coldplug->dry_run;
	r = run_all(coldplug);
	if (r == 0)
		print(coldplug);
	hp_settle_end(coldplug->settle);
	coldplug_close_modules(coldplug);
	hp_interest_free(&coldplug->interest);
	coldplug_forget_devices(coldplug);
	hp_names_free(&coldplug->aliases);
	hp_names_free(&coldplug->matched);
	hp_names_free(&coldplug->would_load);
	return r < 0 || coldplug->failed || coldplug->counts[COLDPLUG_FAILED] ? CTL_FAILED
									      : CTL_DONE;
}

static int choose_road(struct coldplug *coldplug)
{
	if (*hp_root_get())
		return hp_error(0, "coldplug is about this kernel's devices: no --root"),
		       CTL_USAGE;
	if (coldplug->wait_daemon && !coldplug->dry_run &&
	    !hp_road_wait_daemon(DAEMON_MS))
		return hp_error(0, "hotplugd does not listen on " HP_RUNDIR "/event"),
		       CTL_FAILED;
	coldplug->road = hp_road_find();
	return CTL_DONE;
}

static int refuse(const char *option, const char *value)
{
	char text[256];

	hp_error(0, "%s is not for '%s'", option,
		 hp_log_escape(text, sizeof(text), value));
	return '?';
}

/* Returns 0 or '?'. */
static int take_option(struct coldplug *coldplug, int c)
{
	uint64_t seconds;

	if (c == 't') {
		if (hp_number_parse(optarg, 10, TIMEOUT_MAX_S, &seconds) < 0 || !seconds)
			return refuse("--timeout", optarg);
		coldplug->timeout_s = seconds;
	}
	if (c == 's') {
		if (!*optarg || *optarg == '.' || strchr(optarg, '/'))
			return refuse("--subsystem", optarg);
		coldplug->subsystems[coldplug->n_subsystems++] = optarg;
	}
	coldplug->dry_run |= c == 'n';
	coldplug->json |= c == 'j';
	coldplug->wait_daemon |= c == 'w';
	return 0;
}

/* Returns 0, or the option that ends it: 'h', or '?'. */
static int read_options(struct coldplug *coldplug, int argc, char *argv[])
{
	static const struct option options[] = {
		{"subsystem", required_argument, NULL, 's'},
		{"dry-run", no_argument, NULL, 'n'},
		{"json", no_argument, NULL, 'j'},
		{"wait-hotplugd", no_argument, NULL, 'w'},
		{"timeout", required_argument, NULL, 't'},
		{"help", no_argument, NULL, 'h'},
		{0},
	};
	int c, r = 0;

	while (r == 0 && (c = getopt_long(argc, argv, "s:nj", options, NULL)) != -1)
		r = c == 'h' || c == '?' ? c : take_option(coldplug, c);
	return r == 0 && optind < argc ? '?' : r;
}

static int run(const struct ctl_verb *verb, int argc, char *argv[])
{
	_cleanup_free_ const char **subsystems = calloc(argc + 1, sizeof(*subsystems));
	struct coldplug coldplug = {
		.subsystems = subsystems,
		.timeout_s = TIMEOUT_S,
	};
	int status;

	if (!subsystems)
		return hp_error(-ENOMEM, "coldplug"), CTL_FAILED;
	status = read_options(&coldplug, argc, argv);
	if (status)
		return ctl_usage(verb, status == 'h' ? stdout : stderr);
	status = choose_road(&coldplug);
	return status ? status : coldplug_run(&coldplug);
}

const struct ctl_verb ctl_coldplug = {
	.name = "coldplug",
	.arguments =
		"[--subsystem S]... [--wait-hotplugd] [--timeout SECONDS] [--dry-run] "
		"[--json]",
	.does = "Loads the drivers of all devices that are there, and shows them to hooks.",
	.run = run,
};
