/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: modprobe: what the kernel, the agents and a person start to load a module.
 *
 * The kernel starts it as "modprobe -q -- NAME" with no file open and waits for it
 * (kernel/kmod.c of Linux 6.1). Exit status, as kmod's: 0 loaded, loaded before, builtin
 * or blacklisted; 1 anything else.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "agent.h"
#include "log.h"
#include "modprobe_options.h"

static void show_line(const char *line, void *data)
{
	printf("%s\n", line);
}

/* What one NAME of the command line is handled with. */
struct job {
	const struct modprobe_request *request;
	struct hp_module_action action;
	int result; /* of the last module, as kmod's own */
};

static int insert_failed(int r, const char *name)
{
	if (r == -EEXIST)
		hp_error(0, "could not insert '%s': Module already in kernel", name);
	else if (r == -ENOENT)
		hp_error(0,
			 "could not insert '%s': Unknown symbol in module, or unknown "
			 "parameter (see dmesg)",
			 name);
	else
		hp_error(r, "could not insert '%s'", name);
	return r;
}

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
	r = hp_module_insert(module, &job->action);
	if (r == 1)
		hp_debug("%s is blacklisted by modprobe.d", name);
	if (r < 0)
		job->result = insert_failed(r, name);
}

static void remove_module(struct hp_module *module, void *data)
{
	struct job *job = data;
	const char *name = hp_module_name(module);
	int r = hp_module_remove(module, &job->action);

	if (r == -EBUSY)
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

/* By the first wish that is there; the last row has none. */
static const struct verb {
	unsigned int wish;
	bool every_name; /* else what follows the first is parameters */
	hp_module_fn fn;
} verbs[] = {
	{WISH_REMOVE, true, remove_module},
	{WISH_RESOLVE | WISH_ALL, true, resolve_module},
	{WISH_RESOLVE, false, resolve_module},
	{WISH_ALL, true, insert_module},
	{0, false, insert_module},
};

static const struct verb *choose_verb(unsigned int wishes)
{
	const struct verb *verb = verbs;

	while ((wishes & verb->wish) != verb->wish)
		verb++;
	return verb;
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

static int handle_name(const struct modprobe_request *request, const struct verb *verb,
		       const char *name, const char *parameters)
{
	struct job job = {
		.request = request,
		.action =
			{
				.flags = request->flags,
				.options = parameters,
				.show = request->wishes & WISH_SHOW ? show_line : NULL,
			},
	};
	int r = hp_modules_lookup(request->modules, name, verb->fn, &job);

	if (r == -EINVAL)
		return hp_error(0, "'%s' is not the name of a module", name), r;
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
static int handle_one(const struct modprobe_request *request, const struct verb *verb,
		      char *const words[])
{
	static char parameters[1 << 16];
	char *const *word;

	for (word = words + 1; *word; word++)
		if (append_parameter(parameters, sizeof(parameters), *word) < 0)
			return hp_error(-E2BIG, "the parameters of %s", words[0]);
	return handle_name(request, verb, words[0], parameters[0] ? parameters : NULL);
}

static int handle_every(const struct modprobe_request *request, const struct verb *verb,
			char *const words[])
{
	int r = 0, s;

	for (; *words; words++) {
		s = handle_name(request, verb, *words, NULL);
		if (s < 0)
			r = s;
	}
	return r;
}

static bool is_null(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 && S_ISCHR(st.st_mode) && st.st_rdev == makedev(1, 3);
}

/* A line for each module loaded is for the log, not for who typed the command: the kernel
 * and the agents leave /dev/null on stderr, a person or a script does not. */
static void choose_log(const struct modprobe_request *request)
{
	int fd;

	if (request->wishes & WISH_SYSLOG) {
		fd = open("/dev/null", O_RDWR | O_CLOEXEC);
		if (fd >= 0)
			dup2(fd, STDERR_FILENO);
	} else if (!is_null(STDERR_FILENO)) {
		hp_log_set_level(HP_LOG_WARNING);
	}
	if (request->wishes & WISH_VERBOSE)
		hp_log_set_level(HP_LOG_NOTICE);
}

static int run(struct modprobe_request *request, char *const words[])
{
	const struct verb *verb = choose_verb(request->wishes);
	int r;

	if (!*words)
		return hp_error(0, "no name of a module is given"), -EINVAL;
	r = hp_modules_new(&request->modules, &request->where);
	if (r < 0)
		return hp_error(r, "could not open the modules");
	if (verb->every_name)
		r = handle_every(request, verb, words);
	else
		r = handle_one(request, verb, words);
	hp_modules_free(request->modules);
	return r;
}

int main(int argc, char *argv[])
{
	struct modprobe_request request = {0};
	int r;

	hp_open_std_fds();
	hp_log_open("modprobe");
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
