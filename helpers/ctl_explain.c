/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: hotplugctl explain: what would happen, and why, without doing it.
 *
 * Of the name of a module or an alias it is modprobe --explain, under the name by which a
 * person looks for it; of an event, or a device in /sys, the plan.
 */
#include <errno.h>
#include <getopt.h>
#include <sys/stat.h>

#include "agents.h"
#include "ctl_explain.h"
#include "dispatch.h"
#include "hotplugctl.h"
#include "log.h"
#include "modconf.h"
#include "modprobe.h"
#include "record.h"
#include "root.h"

/* The program, -d and its directory, -C and each directory, --explain, --json. */
#define WORDS_BEFORE (5 + 2 * HP_MODCONF_DIRS)

static const struct option long_options[] = {
	{"action", required_argument, NULL, 'a'},
	{"json", no_argument, NULL, 'j'},
	{"help", no_argument, NULL, 'h'},
	{0},
};

struct request {
	const char *action; /* NULL: not given */
	struct hp_json *json;
	char *const *words;
	size_t n;
};

/* modprobe's -d is about the module tree alone: modprobe.d is named to it. Returns how
 * many words there are, or -ENAMETOOLONG. */
static int add_root(const char *words[])
{
	static struct hp_modconf_dirs dirs;
	int n = 0;

	if (!*hp_root_get())
		return 0;
	if (hp_modconf_find_dirs(&dirs) < 0)
		return -ENAMETOOLONG;
	words[n++] = "-d";
	words[n++] = hp_root_get();
	for (const char *const *dir = dirs.path; *dir; dir++) {
		words[n++] = "-C";
		words[n++] = *dir;
	}
	return n;
}

static int explain_names(const struct request *request)
{
	_cleanup_free_ const char **words =
		calloc(request->n + 1 + WORDS_BEFORE, sizeof(*words));
	char path[PATH_MAX];
	int r = hp_modprobe_find(path), n = 0;

	if (r < 0)
		return r;
	if (!words)
		return hp_error(-ENOMEM, "%s", path);
	words[n++] = path;
	r = add_root(words + n);
	if (r < 0)
		return hp_error(r, "%s", path);
	n += r;
	words[n++] = "--explain";
	if (request->json)
		words[n++] = "--json";
	for (size_t i = 0; i < request->n; i++)
		words[n++] = request->words[i];
	execv(path, (char *const *)words);
	return hp_error(-errno, "%s", path);
}

static int explain_variables(const struct request *request)
{
	struct hp_uevent event;
	char why[HP_UEVENT_WHY_MAX];

	if (hp_uevent_from_vars(&event, request->words, request->n, NULL, why) < 0)
		return hp_error(0, "not a usable event: %s", why), -EINVAL;
	return ctl_explain_event(&event, "variables", request->json);
}

static int explain_device(const struct request *request, const char *word,
			  const char *path)
{
	char action[64], why[HP_UEVENT_WHY_MAX], *vars[HP_UEVENT_VARS_MAX];
	struct hp_uevent device, event;
	int r = hp_uevent_from_sysfs(&device, path, why);

	snprintf(action, sizeof(action), "ACTION=%s",
		 request->action ? request->action : "add");
	/* ACTION is the first. */
	for (size_t i = 0; r == 0 && i < device.n_vars; i++)
		vars[i] = i ? (char *)device.vars[i] : action;
	if (r == 0)
		r = hp_uevent_from_vars(&event, vars, device.n_vars, NULL, why);
	if (r < 0)
		return hp_error(0, "not a usable event: %s", why), r;
	return ctl_explain_event(&event, word, request->json);
}

struct reading {
	const char *path;
	struct hp_json *json;
};

static int on_record(const struct hp_record *record, unsigned int line, void *data)
{
	const struct reading *reading = data;
	char what[PATH_MAX + 16];

	if (hp_record_tell_missed(record, reading->path, line))
		return 0;
	snprintf(what, sizeof(what), "%s:%u", reading->path, line);
	return ctl_explain_event(&record->event, what, reading->json);
}

static int explain_record(const struct request *request, const char *path)
{
	struct reading reading = {path, request->json};
	_cleanup_fclose_ FILE *file = NULL;

	if (request->action)
		return hp_error(0, "--action is for devices in /sys"), -EINVAL;
	if (streq(path, "-")) {
		reading.path = "stdin";
		return hp_record_read(stdin, reading.path, on_record, &reading);
	}
	file = fopen(path, "re");
	if (!file)
		return hp_error(-errno, "%s", path);
	return hp_record_read(file, path, on_record, &reading);
}

/* A directory is a device, any other file a record. */
static int explain_path(const struct request *request, const char *word)
{
	char path[PATH_MAX];
	struct stat st;
	int r = ctl_path(path, word);

	if (r < 0)
		return hp_error(r, "%s", word);
	if (streq(word, "-"))
		return explain_record(request, word);
	if (stat(path, &st) < 0)
		return hp_error(-errno, "%s", path);
	return S_ISDIR(st.st_mode) ? explain_device(request, word, path)
				   : explain_record(request, path);
}

static int explain_paths(const struct request *request)
{
	int r, first = 0;

	for (size_t i = 0; i < request->n; i++) {
		r = explain_path(request, request->words[i]);
		first = first ?: r;
	}
	return first;
}

/* As the event's variables are written; no name of a module and no alias has this form.
 */
static bool is_variable(const char *word)
{
	const char *c = word;

	while ((*c >= 'A' && *c <= 'Z') || (c > word && *c >= '0' && *c <= '9') ||
	       *c == '_')
		c++;
	return c > word && *c == '=';
}

static bool is_path(const char *word)
{
	return *word == '/' || *word == '.' || streq(word, "-");
}

static bool is_name(const char *word)
{
	return !is_path(word) && !is_variable(word);
}

/* What a word may be; all words are of one form. */
static const struct form {
	const char *what;
	bool (*is)(const char *word);
	int (*explain)(const struct request *request);
	bool takes_action;
} forms[] = {
	{"a path", is_path, explain_paths, true},
	{"a variable of an event", is_variable, explain_variables},
	{"a name", is_name, explain_names},
};

static const struct form *find_form(const char *word)
{
	const struct form *form = forms;

	while (!form->is(word))
		form++;
	return form;
}

/* Rather a record without its "./" than a module of that name. */
static bool is_file_here(const char *word)
{
	struct stat st;

	return stat(word, &st) == 0 && S_ISREG(st.st_mode);
}

/* Returns whether a name seems to be meant as a path, which is said. */
static bool tell_path(const struct request *request)
{
	for (size_t i = 0; i < request->n; i++) {
		if (!is_name(request->words[i]) || !is_file_here(request->words[i]))
			continue;
		hp_error(0, "'%s' is a name, and a file here: did you mean ./%s?",
			 request->words[i], request->words[i]);
		return true;
	}
	return false;
}

static int explain(const struct ctl_verb *verb, const struct request *request)
{
	const struct form *form = find_form(request->words[0]);

	for (size_t i = 1; i < request->n; i++) {
		const struct form *other = find_form(request->words[i]);

		if (other == form)
			continue;
		hp_error(0, "'%s' is %s, '%s' is %s: one form at a time",
			 request->words[0], form->what, request->words[i], other->what);
		return CTL_USAGE;
	}
	if (tell_path(request))
		return CTL_USAGE;
	if (request->action && !form->takes_action) {
		hp_error(0, "--action is for devices in /sys; '%s' is %s",
			 request->words[0], form->what);
		return CTL_USAGE;
	}
	return form->explain(request) < 0 ? CTL_FAILED : CTL_DONE;
}

static int run(const struct ctl_verb *verb, int argc, char *argv[])
{
	struct hp_json json = {.out = stdout};
	struct request request = {0};
	int c;

	while ((c = getopt_long(argc, argv, "", long_options, NULL)) != -1) {
		if (c == 'a')
			request.action = optarg;
		else if (c == 'j')
			request.json = &json;
		else
			return ctl_usage(verb, c == 'h' ? stdout : stderr);
	}
	if (optind == argc)
		return ctl_usage(verb, stderr);
	request.words = argv + optind;
	request.n = argc - optind;
	hp_dispatch_set_built_in(hp_agents_find);
	return explain(verb, &request);
}

const struct ctl_verb ctl_explain = {
	.name = "explain",
	.arguments = "[--json] NAME...|KEY=VALUE...|[--action ACTION] /sys/PATH...|FILE",
	.does = "Says what would happen for a module's name, an event or a device, and why.",
	.run = run,
};
