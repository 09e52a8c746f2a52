/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: modprobe.kmod: all that modprobe does, by libkmod. Who calls it is modprobe,
 * for what the index does not answer; see modprobe.c.
 *
 * Exit status, as kmod's: 0 loaded, loaded before, builtin or blacklisted; 1 anything
 * else.
 */
#include <errno.h>
#include <fcntl.h>

#include "agent.h"
#include "conf.h"
#include "load.h"
#include "log.h"
#include "modprobe_form.h"
#include "modprobe_verbs.h"

static void show_step(const struct hp_module_shown *step, void *data)
{
	printf("%s %s%s%s\n", step->word, step->what, step->options ? " " : "",
	       step->options ?: "");
}

/* What one NAME of the command line is handled with. */
struct job {
	const struct modprobe_request *request;
	struct hp_module_action action;
	int result; /* of the last module, as kmod's own */
};

static void insert_module(struct hp_module *module, void *data)
{
	struct job *job = data;
	const char *name = hp_module_name(module);
	int r;

	job->result = 0;
	if (job->request->blacklist && hp_blacklist_has(job->request->blacklist, name)) {
		hp_debug("%s is blacklisted", name);
		return;
	}
	r = hp_module_insert(job->request->modules, module, &job->action);
	if (r == 1)
		hp_debug("%s is blacklisted by modprobe.d", name);
	if (r == 2)
		job->result = -EPERM;
	if (r < 0)
		job->result = hp_load_failed(r, name);
	if (hp_load_found_no_device(r) && job->request->wishes & WISH_IGNORE_NO_DEVICE)
		job->result = 0;
}

static void remove_module(struct hp_module *module, void *data)
{
	struct job *job = data;
	const char *name = hp_module_name(module);
	int r;

	if (job->result < 0)
		return; /* of several modules the first that fails ends it */
	r = hp_module_remove(job->request->modules, module, &job->action);
	if (r == -EBUSY || r == -EAGAIN)
		hp_error(0, "Module %s is in use.", name);
	else if (r == -ENOTSUP)
		hp_error(0, "Module %s is builtin.", name);
	else if (r == -ENOENT)
		hp_error(0, "Module %s is not in kernel.", name);
	else if (r < 0)
		hp_error(r, "could not remove '%s'", name);
	job->result = r;
}

static void resolve_module(struct hp_module *module, void *data)
{
	printf("%s\n", hp_module_name(module));
}

static int not_found(const struct modprobe_request *request, const char *name)
{
	if (request->wishes & WISH_IGNORE_MISSING)
		return 0;
	if (!(request->wishes & WISH_QUIET))
		hp_error(0, "Module %s not found in directory %s", name,
			 hp_modules_dir(request->modules));
	return -ENOENT;
}

/* A path that is no name: only loading takes it, and only from who typed it. */
static bool is_path(const struct modprobe_request *request, const char *word)
{
	return !request->names_only && !(request->wishes & WISH_REMOVE) &&
	       (*word == '/' || skip_prefix(word, "./"));
}

static int handle_file(const struct modprobe_request *request, const char *path,
		       hp_module_fn fn, struct job *job)
{
	int r = hp_modules_from_path(request->modules, path, fn, job);

	return r < 0 ? hp_error(r, "Failed to get module from path %s", path)
		     : job->result;
}

/* What the kernel is asked for, anybody may have chosen: a line for the log. */
static int refuse_name(const struct modprobe_request *request, const char *name)
{
	hp_log(request->for_kernel ? HP_LOG_NOTICE : HP_LOG_ERR,
	       "'%s' is not the name of a module", name);
	return -EINVAL;
}

static int handle_name(const struct modprobe_request *request, hp_module_fn fn,
		       const char *name, const char *parameters)
{
	struct job job = {
		.request = request,
		.action =
			{
				.flags = request->flags,
				.options = parameters,
				.show = request->wishes & WISH_SHOW ? show_step : NULL,
				.modprobe_options =
					*request->pass_on ? request->pass_on : NULL,
				.wait_ms = request->wait_ms,
			},
	};
	int r;

	hp_load_log_asked(name);
	if (is_path(request, name))
		return handle_file(request, name, fn, &job);
	r = hp_modules_lookup(request->modules, name, fn, &job);
	if (r == -EINVAL)
		return refuse_name(request, name);
	if (r < 0)
		return hp_error(r, "could not look '%s' up", name);
	return r == 0 ? not_found(request, name) : job.result;
}

/* Appends one PARAMETER=VALUE; a value with a blank is quoted, as the kernel wants it. */
static int append_parameter(char *text, size_t size, const char *parameter)
{
	const char *value = strchr(parameter, '=');
	size_t n = strlen(text);
	bool quote = value && value[1] != '"' && value[1] != '\'' && strchr(value, ' ');
	int len;

	if (quote)
		len = snprintf(text + n, size - n, "%s%.*s\"%s\"", n ? " " : "",
			       (int)(value + 1 - parameter), parameter, value + 1);
	else
		len = snprintf(text + n, size - n, "%s%s", n ? " " : "", parameter);
	return len < 0 || (size_t)len >= size - n ? -E2BIG : 0;
}

/* The first word is the name, all others are its parameters. */
static int handle_one(const struct modprobe_request *request, hp_module_fn fn,
		      char *const words[])
{
	static char parameters[1 << 16];
	char *const *word;

	for (word = words + 1; *word; word++)
		if (append_parameter(parameters, sizeof(parameters), *word) < 0)
			return hp_error(-E2BIG, "the parameters of %s", words[0]);
	return handle_name(request, fn, words[0], parameters[0] ? parameters : NULL);
}

/* Goes on where a name fails, unless -r stands there alone. */
static int handle_every(const struct modprobe_request *request, hp_module_fn fn,
			char *const words[])
{
	bool go_on = request->wishes & (WISH_ALL | WISH_QUIET);
	int r = 0, s;

	for (; *words && (r == 0 || go_on); words++) {
		s = handle_name(request, fn, *words, NULL);
		if (s < 0)
			r = s;
	}
	return r;
}

static int remove_words(const struct modprobe_request *request, char *const words[])
{
	return handle_every(request, remove_module, words);
}

static int insert_words(const struct modprobe_request *request, char *const words[])
{
	hp_module_fn fn = request->wishes & WISH_RESOLVE ? resolve_module : insert_module;

	if (request->wishes & WISH_ALL)
		return handle_every(request, fn, words);
	return handle_one(request, fn, words);
}

/* By the first wish that is there; the last row has none. */
static const struct verb {
	unsigned int wish;
	bool wordless;
	int (*run)(const struct modprobe_request *request, char *const words[]);
} verbs[] = {
	{WISH_CHECK, true, modprobe_check},
	{WISH_CONFIG | WISH_JSON, true, modprobe_json_config},
	{WISH_CONFIG, true, modprobe_show_config},
	{WISH_VERSIONS, false, modprobe_show_versions},
	{WISH_EXPORTS, false, modprobe_show_exports},
	{WISH_REMOVE, false, remove_words},
	{WISH_EXPLAIN, false, modprobe_explain},
	{WISH_RESOLVE | WISH_JSON, false, modprobe_explain},
	{WISH_SHOW | WISH_JSON, false, modprobe_explain},
	{0, false, insert_words},
};

static const struct verb *choose_verb(unsigned int wishes)
{
	const struct verb *verb = verbs;

	while ((wishes & verb->wish) != verb->wish)
		verb++;
	return verb;
}

static void choose_log(const struct modprobe_request *request)
{
	int fd;

	if (request->wishes & WISH_SYSLOG) {
		fd = open("/dev/null", O_RDWR | O_CLOEXEC);
		if (fd >= 0)
			dup2(fd, STDERR_FILENO);
	} else {
		hp_load_open_log();
	}
	if (request->wishes & WISH_VERBOSE)
		hp_log_set_level(HP_LOG_NOTICE);
	if (request->wishes & WISH_CHECK) /* which prints what libkmod would log */
		hp_log_set_level(HP_LOG_ERR);
}

/* Only where all of the configuration is the system's. */
static void choose_legacy(struct modprobe_request *request)
{
	if (!request->where.config && hp_conf_reads_legacy())
		request->where.legacy = HP_CONF_LEGACY;
}

static int run(struct modprobe_request *request, char *const words[])
{
	const struct verb *verb = choose_verb(request->wishes);
	int r;

	if (!*words && !verb->wordless)
		return hp_error(0, "no name of a module is given"), -EINVAL;
	choose_legacy(request);
	r = hp_modules_new(&request->modules, &request->where);
	if (r < 0)
		return hp_error(r, "could not open the modules");
	r = verb->run(request, words);
	hp_modules_free(request->modules);
	return r;
}

int main(int argc, char *argv[])
{
	static struct modprobe_request request;
	int r = 0;

	hp_open_std_fds();
	hp_log_open("modprobe");
	if (modprobe_is_for_kernel(argc, argv))
		request.for_kernel = hp_load_is_unread(); /* else a person's try */
	else
		r = modprobe_read_environment(&request, &argc, &argv);
	if (r == 0)
		r = modprobe_parse_options(&request, argc, argv);
	choose_log(&request);
	if (r >= 0 && request.wishes & WISH_HELP)
		modprobe_print_help();
	else if (r >= 0 && request.wishes & WISH_VERSION)
		printf("modprobe of hotplug %s\n", HP_VERSION);
	else if (r >= 0)
		r = run(&request, argv + optind);
	hp_blacklist_free(request.blacklist);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
