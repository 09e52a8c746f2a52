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
#include "root.h"
#include "sysdevices.h"
#include "uevent.h"

#define DAEMON_MS   30000
#define PROGRESS_MS 100

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

/* The cursor goes back to the beginning, so that a line of the log takes its place. */
void coldplug_progress(const struct coldplug *coldplug)
{
	static int64_t shown_ms;
	int64_t now = hp_clock_ms();

	if (!coldplug->show_progress || now - shown_ms < PROGRESS_MS)
		return;
	shown_ms = now;
	fprintf(stderr, "\033[K%zu modules, %zu events to go\r",
		coldplug->pool ? hp_modulepool_left(coldplug->pool) : 0,
		coldplug->devices.n - coldplug->devices_done +
			(coldplug->settle ? hp_settle_pending(coldplug->settle) : 0));
}

static bool is_wanted(const struct coldplug *coldplug, const char *subsystem)
{
	const char *const *wanted = coldplug->subsystems;

	while (wanted && *wanted && !streq(*wanted, subsystem))
		wanted++;
	return !wanted || *wanted;
}

/* What the generic agent does, coldplug_ask() has begun already. */
static bool is_to_be_seen(struct coldplug *coldplug, const struct hp_uevent *event)
{
	int r = hp_interest_in(&coldplug->interest, event);

	return r != HP_INTEREST_NONE && r != HP_INTEREST_MODULES;
}

/* show: whether hooks and agents have not seen it and are to. */
static void take_device(struct coldplug *coldplug, const char *path,
			const struct hp_uevent *event, bool show)
{
	char file[HP_SYSDEVICES_MODALIAS_MAX];

	coldplug->counts[COLDPLUG_DEVICES]++;
	if (event->modalias)
		coldplug_ask(coldplug, event->modalias);
	else if (hp_sysdevices_modalias(path, file) == 0)
		coldplug_ask(coldplug, file);
	if (show && is_to_be_seen(coldplug, event) &&
	    hp_names_add(&coldplug->devices, path, strlen(path)) < 0)
		coldplug->failed = hp_error(-ENOMEM, "%s", path) < 0;
}

static int on_device(const char *path, void *data)
{
	struct coldplug *coldplug = data;
	struct hp_uevent event;
	char why[HP_UEVENT_WHY_MAX];

	if (hp_uevent_from_sysfs(&event, path, why) == 0)
		take_device(coldplug, path, &event, true);
	else if (access(path, F_OK) == 0)
		hp_warning(0, "not a usable event: %s", why);
	return 0;
}

/* Devices that come meanwhile: hooks and agents see those by themselves where somebody
 * brings them the kernel's events. */
static void on_event(const struct hp_uevent *event, void *data)
{
	struct coldplug *coldplug = data;
	char path[PATH_MAX];

	if (!event || event->action != HP_ACTION_ADD || hp_uevent_get(event, "SYNTH_UUID") ||
	    !skip_prefix(event->devpath, "/devices/") ||
	    !is_wanted(coldplug, event->subsystem) ||
	    hp_path(path, "/sys%s", event->devpath) < 0)
		return;
	take_device(coldplug, path, event, coldplug->road == HP_ROAD_NONE);
}

static int begin_hearing(struct coldplug *coldplug)
{
	int r;

	if (coldplug->dry_run)
		return 0;
	r = hp_settle_begin(&coldplug->settle, &coldplug->interest, coldplug->road,
			    on_event, coldplug);
	if (r == 0 || coldplug->road == HP_ROAD_NONE)
		return r;
	hp_warning(0, "the end of the events is not waited for");
	coldplug->failed = true;
	return hp_settle_begin(&coldplug->settle, &coldplug->interest, HP_ROAD_NONE,
			       on_event, coldplug);
}

/* Devices to be shown; or events of drivers that have come, which somebody else works. */
static bool has_more(struct coldplug *coldplug)
{
	return coldplug->devices_done < coldplug->devices.n ||
	       hp_settle_pending(coldplug->settle);
}

static int run_all(struct coldplug *coldplug)
{
	int r = begin_hearing(coldplug);

	if (r == 0)
		r = coldplug_open_modules(coldplug);
	if (r < 0)
		return r;
	r = hp_sysdevices_each(coldplug->subsystems, on_device, coldplug);
	if (r < 0)
		return hp_error(r, "cannot find the devices in /sys");
	coldplug_load(coldplug);
	while (!coldplug->dry_run && has_more(coldplug) && r == 0) {
		r = coldplug_show_devices(coldplug);
		coldplug_load(coldplug);
	}
	coldplug->failed |= r < 0;
	if (coldplug->show_progress)
		fputs("\033[K", stderr);
	return 0;
}

static void print_list(struct hp_json *json, const char *word,
		       const struct hp_names *names, size_t skip)
{
	char line[PATH_MAX];

	if (json)
		hp_json_open(json, word, '[');
	for (size_t i = 0; i < names->n; i++) {
		const char *text = names->name[i] + skip;

		if (json)
			hp_json_string(json, NULL, text);
		else
			printf("%s %s\n", word, hp_log_escape(line, sizeof(line), text));
	}
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
		print_list(json, "load", &coldplug->would_load, 0);
		print_list(json, "add", &coldplug->devices, strlen("/sys"));
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
	coldplug->devices.exact = true;
	coldplug->show_progress = isatty(STDERR_FILENO) && !coldplug->dry_run;
	r = run_all(coldplug);
	if (r == 0)
		print(coldplug);
	hp_settle_end(coldplug->settle);
	coldplug_close_modules(coldplug);
	hp_interest_free(&coldplug->interest);
	hp_names_free(&coldplug->devices);
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

/* subsystems: room for as many as there are words. Returns 0, or the option that ends it:
 * 'h', or '?'. */
static int read_options(struct coldplug *coldplug, const char **subsystems, int argc,
			char *argv[])
{
	static const struct option options[] = {
		{"subsystem", required_argument, NULL, 's'},
		{"dry-run", no_argument, NULL, 'n'},
		{"json", no_argument, NULL, 'j'},
		{"wait-hotplugd", no_argument, NULL, 'w'},
		{"help", no_argument, NULL, 'h'},
		{0},
	};
	int c, n = 0;

	while ((c = getopt_long(argc, argv, "s:nj", options, NULL)) != -1) {
		if (c == 's') {
			coldplug->subsystems = subsystems;
			subsystems[n++] = optarg;
			continue;
		}
		if (c == 'h' || c == '?')
			return c;
		coldplug->dry_run |= c == 'n';
		coldplug->json |= c == 'j';
		coldplug->wait_daemon |= c == 'w';
	}
	return optind < argc ? '?' : 0;
}

static int run(const struct ctl_verb *verb, int argc, char *argv[])
{
	_cleanup_free_ const char **subsystems = calloc(argc + 1, sizeof(*subsystems));
	struct coldplug coldplug = {0};
	int status;

	if (!subsystems)
		return hp_error(-ENOMEM, "coldplug"), CTL_FAILED;
	status = read_options(&coldplug, subsystems, argc, argv);
	if (status)
		return ctl_usage(verb, status == 'h' ? stdout : stderr);
	status = choose_road(&coldplug);
	return status ? status : coldplug_run(&coldplug);
}

const struct ctl_verb ctl_coldplug = {
	.name = "coldplug",
	.arguments = "[--subsystem S]... [--wait-hotplugd] [--dry-run] [--json]",
	.does = "Loads the drivers of all devices that are there, and shows them to hooks.",
	.run = run,
};
