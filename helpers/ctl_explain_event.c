/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugctl explain: what would happen for one event, and why. See
 * ctl_explain.h. */
#include <errno.h>
#include <fcntl.h>

#include "agents.h"
#include "conf.h"
#include "ctl_explain.h"
#include "ctl_explain_agent.h"
#include "device.h"
#include "dispatch.h"
#include "handover.h"
#include "log.h"
#include "neighbour.h"
#include "record.h"
#include "root.h"

#define TEXT_MAX (4 * HP_UEVENT_BYTES_MAX)

void ctl_explain_put(const char *before, const char *text, const char *after)
{
	char plain[TEXT_MAX];

	printf("%s%s%s", before, hp_log_escape(plain, sizeof(plain), text), after);
}

static void print_event(const struct hp_uevent *event, const char *what,
			struct hp_json *json)
{
	char text[HP_UEVENT_BYTES_MAX];

	if (json) {
		hp_json_string(json, "what", what);
		hp_record_write_event(json, event);
		return;
	}
	ctl_explain_put("", hp_uevent_describe(event, text, sizeof(text)), "\n");
	for (size_t i = 0; i < event->n_vars; i++)
		ctl_explain_put("\t", event->vars[i], "\n");
}

/* The verdicts of a plan, as words, and as what stands before their reason. */
static const struct {
	const char *word, *text;
} verdicts[HP_VERDICTS] = {
	[HP_VERDICT_RUNS] = {"runs", "is run"},
	[HP_VERDICT_REFUSED] = {"refused", "is refused: "},
	[HP_VERDICT_UNREADABLE] = {"unreadable", "cannot be read: "},
	[HP_VERDICT_MASK] = {"mask", "is a link to /dev/null"},
	[HP_VERDICT_MASKED] = {"masked", "is masked by "},
	[HP_VERDICT_REPLACED] = {"replaced", "gives way to "},
	[HP_VERDICT_NAME] = {"name", "is no hook: its name does not end in "},
	[HP_VERDICT_NO_FILE] = {"directory", "is no hook but a directory"},
	[HP_VERDICT_RUN_DIR] = {"run", "is not run: nothing in " HP_RUNHOOKDIR " is"},
	[HP_VERDICT_IDLE] = {"idle", "is not run: "},
};

static bool tells_why(const struct hp_note *note)
{
	const char *text = verdicts[note->verdict].text;

	return note->why && text[strlen(text) - 1] == ' ';
}

static void print_note(const struct hp_note *note, void *data)
{
	struct hp_json *json = data;

	if (json) {
		hp_json_open(json, NULL, '{');
		hp_json_string(json, "place", note->place);
		hp_json_string(json, "file", note->path);
		hp_json_string(json, "verdict", verdicts[note->verdict].word);
		hp_json_string(json, "why", tells_why(note) ? note->why : NULL);
		hp_json_close(json, '}');
		return;
	}
	printf("\t%s", note->place);
	ctl_explain_put(" ", note->path, " ");
	ctl_explain_put(verdicts[note->verdict].text, tells_why(note) ? note->why : "",
			"\n");
}

static int print_plan(struct hp_plan *ret, const struct hp_uevent *event,
		      struct hp_json *json)
{
	int r;

	if (json)
		hp_json_open(json, "plan", '[');
	else
		puts("plan:");
	r = hp_plan_explain(ret, event, print_note, json);
	if (json)
		hp_json_close(json, ']');
	else if (r == 0 && !ret->n)
		puts("\tnothing is run");
	return r;
}

/* Where an event goes, in the order of hp_handle(). */
static const struct {
	const char *word, *text;
} roads[] = {
	{"nowhere", "nowhere, since nothing is run"},
	{"fails", "nowhere, and fails: all that there is is refused or cannot be read"},
	{"at-once", "whoever has it, at once, beside all others"},
	{"hotplugd", "hotplugd, which listens on " HP_RUNDIR "/event"},
	{"no-sys", "whoever has it, since /sys is not mounted"},
	{"no-queue", "whoever has it, since there is no place for a queue in " HP_RUNDIR},
	{"waits", "whoever has it, since it has no SEQNUM, after what goes on for its "
		  "device"},
	{"queue", "the queue in " HP_RUNDIR},
};

enum {
	ROAD_NOWHERE,
	ROAD_FAILS,
	ROAD_AT_ONCE,
	ROAD_DAEMON,
	ROAD_NO_SYS,
	ROAD_NO_QUEUE,
	ROAD_WAITS,
	ROAD_QUEUE,
};

/* The nearest directory that is there is the one that a queue would be made in. */
static bool has_place_for_queue(void)
{
	static const char *const dirs[] = {HP_RUNDIR "/queue", HP_RUNDIR, "/run"};
	char path[PATH_MAX];

	for (size_t i = 0; i < ARRAY_SIZE(dirs); i++)
		if (hp_path(path, "%s", dirs[i]) == 0 && access(path, F_OK) == 0)
			return faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) == 0;
	return false;
}

static unsigned int find_road(const struct hp_uevent *event, const struct hp_plan *plan)
{
	if (!plan->n)
		return plan->refused ? ROAD_FAILS : ROAD_NOWHERE;
	if (streq(event->subsystem, "firmware"))
		return ROAD_AT_ONCE;
	if (event->devpath && hp_handover_listens())
		return ROAD_DAEMON;
	if (!hp_device_sysfs_mounted())
		return ROAD_NO_SYS;
	if (!has_place_for_queue())
		return ROAD_NO_QUEUE;
	return event->seqnum && event->devpath ? ROAD_QUEUE : ROAD_WAITS;
}

/* What is worked there and then is not judged. */
static const char *find_obsolete(const struct hp_uevent *event, unsigned int road)
{
	_cleanup_close_ int records = -1;
	char path[PATH_MAX];

	if (road == ROAD_AT_ONCE || road == ROAD_NO_SYS || road == ROAD_NO_QUEUE)
		return NULL;
	if (hp_path(path, HP_RUNDIR "/device") == 0)
		records = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	return hp_device_obsolete(records, event, 0);
}

/* Who else is at work, so that hotplugd leaves drivers and names to it; NULL: nobody. The
 * event of the plan is as the helper hands it over: a whole one. */
static const char *find_neighbour(unsigned int road)
{
	static struct hp_neighbour neighbour;

	if (road != ROAD_DAEMON || hp_conf_get()->with_udev)
		return NULL;
	hp_neighbour_look(&neighbour);
	return *neighbour.name ? neighbour.name : NULL;
}

static void print_neighbour(const char *name, struct hp_json *json)
{
	if (json)
		hp_json_string(json, "neighbour", name);
	else if (name)
		printf("the kernel's own event would be worked without drivers and "
		       "names, since %s is there\n",
		       name);
}

static void print_road(const struct hp_uevent *event, const struct hp_plan *plan,
		       struct hp_json *json)
{
	unsigned int road = find_road(event, plan);
	const char *obsolete;

	if (json)
		hp_json_string(json, "road", roads[road].word);
	else
		printf("goes to: %s\n", roads[road].text);
	print_neighbour(find_neighbour(road), json);
	obsolete = find_obsolete(event, road);
	if (json)
		hp_json_string(json, "obsolete", obsolete);
	else if (obsolete)
		printf("obsolete: %s\n", obsolete);
}

static int explain(const struct hp_uevent *event, const char *what, struct hp_json *json)
{
	_cleanup_(hp_plan_free) struct hp_plan plan = {0};
	int r;

	print_event(event, what, json);
	r = print_plan(&plan, event, json);
	if (r < 0)
		return r;
	print_road(event, &plan, json);
	for (size_t i = 0; i < plan.n && r == 0; i++)
		r = ctl_explain_step(&plan.steps[i], event, json);
	return r;
}

int ctl_explain_event(const struct hp_uevent *event, const char *what,
		      struct hp_json *json)
{
	int r;

	if (json)
		hp_json_open(json, NULL, '{');
	r = explain(event, what, json);
	if (json) {
		hp_json_close(json, '}');
		json->comma = false; /* the next one has a line of its own */
		putchar('\n');
	}
	return r;
}
