/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugctl try: a driver of one's own in the place of the one that is there,
 * and back again. */
#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <signal.h>

#include "conf.h"
#include "ctl_try.h"
#include "log.h"
#include "root.h"

static const struct option long_options[] = {
	{"for", required_argument, NULL, 'f'},
	{"override", no_argument, NULL, 'o'},
	{"undo", no_argument, NULL, 'u'},
	{"dry-run", no_argument, NULL, 'n'},
	{"json", no_argument, NULL, 'j'},
	{"help", no_argument, NULL, 'h'},
	{0},
};

/* The command line, and what is made of it. */
struct call {
	struct try t;
	bool undo, json;
	char file[PATH_MAX];
	char *parameters;
	char **wanted;
};

static void free_call(struct call *call)
{
	struct try *t = &call->t;

	for (size_t i = 0; i < t->n_chain; i++) {
		free(t->chain[i].name);
		free(t->chain[i].path);
	}
	free(t->chain);
	free(t->devices);
	hp_module_info_free(&t->info);
	hp_trial_free(&t->earlier);
	hp_modules_free(t->modules);
	free(call->parameters);
	free(call->wanted);
}

/* Returns -1, or the exit status. */
static int read_options(struct call *call, const struct ctl_verb *verb, int argc,
			char *argv[])
{
	int c;

	while ((c = getopt_long(argc, argv, "n", long_options, NULL)) != -1) {
		switch (c) {
		case 'f':
			call->wanted[call->t.n_wanted++] = optarg;
			break;
		case 'o':
			call->t.override = true;
			break;
		case 'u':
			call->undo = true;
			break;
		case 'n':
			call->t.dry_run = true;
			break;
		case 'j':
			call->json = true;
			break;
		default:
			return ctl_usage(verb, c == 'h' ? stdout : stderr);
		}
	}
	if (!call->undo && optind == argc)
		return ctl_usage(verb, stderr);
	return -1;
}

/* As the kernel splits them: a value with a blank stands in quotes. */
static int join_words(struct call *call)
{
	_cleanup_fclose_ FILE *out = NULL;
	size_t size;

	out = open_memstream(&call->parameters, &size);
	if (!out)
		return hp_error(-ENOMEM, "parameters");
	for (size_t i = 0; i < call->t.n_words; i++) {
		const char *word = call->t.words[i];
		int n = strcspn(word, "=");
		const char *quote = strchr(word, ' ') && !strchr(word, '"') ? "\"" : "";

		fprintf(out, "%s%.*s", i ? " " : "", n, word);
		if (word[n])
			fprintf(out, "=%s%s%s", quote, word + n + 1, quote);
	}
	return 0;
}

/* A session over the very card that loses its driver must not end, or stop, in the
 * middle. */
static void ignore_signals(void)
{
	static const int signals[] = {SIGHUP,  SIGINT,	SIGPIPE, SIGQUIT,
				      SIGTERM, SIGTSTP, SIGTTIN, SIGTTOU};

	for (size_t i = 0; i < ARRAY_SIZE(signals); i++)
		signal(signals[i], SIG_IGN);
}

/* Opens what both ways need. lock: taken where something is changed. */
static int prepare(struct call *call, int *lock)
{
	const struct hp_modules_where where = {
		.root = hp_root_get(),
		.legacy =
			!*hp_root_get() && hp_conf_reads_legacy() ? HP_CONF_LEGACY : NULL,
	};
	int r;

	if (*hp_root_get() && !call->t.dry_run)
		return hp_error(-EINVAL,
				"under --root there is no kernel: only --dry-run");
	if (!call->t.dry_run) {
		*lock = hp_trial_lock();
		if (*lock == -EAGAIN)
			return hp_error(-EBUSY, "another try");
		if (*lock < 0)
			return hp_error(*lock, "%s/try", HP_RUNDIR);
		ignore_signals();
	}
	r = hp_modules_new(&call->t.modules, &where);
	return r < 0 ? hp_error(r, "modules") : 0;
}

static int put_back(struct try *t, struct hp_trial *trial)
{
	int r;

	try_report_kernel(&t->report);
	hp_notice("what was before is put back");
	r = try_restore(t, trial);
	if (r < 0)
		hp_error(0, "not all is as it was before: see hotplugctl try --undo");
	return r;
}

static int run_steps(struct call *call)
{
	_cleanup_(hp_trial_free) struct hp_trial trial = {0};
	const char *result = call->t.dry_run ? "planned" : "ok";
	struct try *t = &call->t;
	int r = t->dry_run ? 0 : try_keep_record(t, &trial);

	if (r < 0)
		return r;
	try_report_begin(&t->report, call->json);
	r = try_take_steps(t, &trial);
	if (r < 0)
		result = put_back(t, &trial) < 0 ? "broken" : "restored";
	try_report_end(t, t->info.name, result);
	return r;
}

static int try_file(struct call *call, const char *file)
{
	int r;

	if (!realpath(file, call->file))
		return hp_error(-errno, "%s", file);
	call->t.file = call->file;
	r = join_words(call);
	if (r < 0)
		return r;
	call->t.parameters = call->parameters;
	r = try_plan_modules(&call->t);
	if (r == 0)
		r = try_plan_devices(&call->t);
	return r < 0 ? r : run_steps(call);
}

/* To show them at the end. */
static int take_devices(struct try *t, const struct hp_trial *trial)
{
	free(t->devices);
	t->n_devices = 0;
	t->devices = calloc(trial->n_devices + 1, sizeof(*t->devices));
	if (!t->devices)
		return -ENOMEM;
	for (size_t i = 0; i < trial->n_devices; i++)
		t->devices[t->n_devices++].before = trial->devices[i];
	return 0;
}

/* A record of another boot, or a damaged one, is of no use to anybody. */
static int read_record(struct hp_trial *trial, const char *module, bool dry_run)
{
	int r = hp_trial_read(trial, module);

	if (r == -ENOENT)
		hp_error(0, "%s: there is nothing to undo", module);
	else if (r < 0)
		hp_error(r, "%s/try/%s: what was before is not known", HP_RUNDIR, module);
	if ((r == -ENOENT || r == -EBADMSG) && !dry_run)
		hp_trial_drop(module);
	return r;
}

static int undo_module(struct call *call, const char *module)
{
	_cleanup_(hp_trial_free) struct hp_trial trial = {0};
	struct try *t = &call->t;
	const char *result;
	int r = read_record(&trial, module, t->dry_run);

	if (r == 0)
		r = take_devices(t, &trial);
	if (r < 0)
		return r;
	t->report = (struct try_report){0};
	try_report_begin(&t->report, call->json);
	r = try_restore(t, &trial);
	result = t->dry_run ? "planned" : "restored";
	try_report_end(t, module, r < 0 ? "broken" : result);
	return r;
}

/* Every record, and what came of it. */
struct undoing {
	struct call *call;
	unsigned int n;
	int r;
};

static int undo_next(const char *module, void *data)
{
	struct undoing *undoing = data;
	int r = undo_module(undoing->call, module);

	undoing->n++;
	undoing->r = undoing->r < 0 ? undoing->r : r;
	return 0;
}

/* "FILE.ko" stands for its module. */
static int undo_word(struct call *call, const char *word)
{
	const char *base = strrchr(word, '/');
	char name[NAME_MAX + 1];

	base = base ? base + 1 : word;
	snprintf(name, sizeof(name), "%.*s", (int)strcspn(base, "."), base);
	for (char *c = name; *c; c++)
		if (*c == '-')
			*c = '_';
	return undo_module(call, name);
}

static int undo(struct call *call, int argc, char *argv[])
{
	struct undoing all = {.call = call};
	int r = 0, s;

	for (int i = 0; i < argc; i++) {
		s = undo_word(call, argv[i]);
		r = r < 0 ? r : s;
	}
	if (argc)
		return r;
	r = hp_trial_each(undo_next, &all);
	if (r == 0 && !all.n) {
		hp_error(0, "there is nothing to undo");
		return -ENOENT;
	}
	return r < 0 ? r : all.r;
}

static int run_call(struct call *call, const struct ctl_verb *verb, int argc,
		    char *argv[])
{
	_cleanup_close_ int lock = -1;
	int r = read_options(call, verb, argc, argv);

	if (r >= 0)
		return r;
	r = prepare(call, &lock);
	if (r == 0 && call->undo)
		r = undo(call, argc - optind, argv + optind);
	else if (r == 0) {
		call->t.words = argv + optind + 1;
		call->t.n_words = argc - optind - 1;
		r = try_file(call, argv[optind]);
	}
	return r < 0 ? CTL_FAILED : CTL_DONE;
}

static int run(const struct ctl_verb *verb, int argc, char *argv[])
{
	struct call call = {.wanted = calloc(argc, sizeof(char *))};
	int status = CTL_FAILED;

	call.t.wanted = call.wanted;
	if (call.wanted)
		status = run_call(&call, verb, argc, argv);
	else
		hp_error(-ENOMEM, "%s", argv[0]);
	free_call(&call);
	return status;
}

const struct ctl_verb ctl_try = {
	.name = "try",
	.arguments = "[--for DEVICE]... [--override] [--dry-run] [--json] FILE.ko "
		     "[PARAMETER=VALUE]...\n"
		     "       hotplugctl try --undo [--dry-run] [--json] [MODULE]...",
	.does = "Puts a driver of your own in the place of the one that is there; --undo.",
	.run = run,
};
