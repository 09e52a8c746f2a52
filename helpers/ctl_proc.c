/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugctl proc: what /proc and /sys tell of the network and its devices. */
#include <errno.h>
#include <getopt.h>
#include <poll.h>
#include <signal.h>
#include <time.h>

#include "clock.h"
#include "ctl_proc.h"
#include "log.h"
#include "number.h"

struct request {
	struct ctl_proc_asked asked;
	char interface[IFNAMSIZ];		 /* where one is asked for */
	const struct ctl_proc_section *sections; /* n of them */
	size_t n;
	struct hp_json *json; /* NULL: for a person */
	unsigned int seconds; /* between one look and the next; 0: one is all */
};

static void free_state(struct ctl_proc_state *state)
{
	for (size_t i = 0; i < state->n; i++)
		hp_proctable_free(&state->part[i].table);
	state->n = 0;
}

/* A file that is not there is no failure, and is told where the section is printed. */
static int tell(const struct ctl_proc_part *part, const struct ctl_proc_asked *asked)
{
	const char *place = part->section->place;

	if (part->r == -EBADMSG)
		return hp_error(0, "%s:%u:1: this is not as the kernel writes it", place,
				part->table.line),
		       part->r;
	if (part->r == -ENOENT && asked->module)
		return hp_error(0, "there is no module '%s'", asked->module), part->r;
	return part->r < 0 && part->r != -ENOENT ? hp_error(part->r, "%s", place) : 0;
}

/* Returns 0, or the last error, logged. */
static int look(const struct request *request, struct ctl_proc_state *state)
{
	int r, failed = 0;

	*state = (struct ctl_proc_state){.at_us = hp_clock_us()};
	for (; state->n < request->n; state->n++) {
		struct ctl_proc_part *part = &state->part[state->n];

		part->section = &request->sections[state->n];
		part->r = ctl_proc_read(part->section, &request->asked, &part->table);
		r = tell(part, &request->asked);
		failed = r < 0 ? r : failed;
	}
	return failed;
}

static volatile sig_atomic_t ended;

static void end(int signal)
{
	ended = 1;
}

/* What is being printed when they come is printed, unless they come twice. */
static void end_on_signals(void)
{
	const struct sigaction action = {.sa_handler = end,
					 .sa_flags = SA_RESTART | SA_RESETHAND};

	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
}

/* Until the time comes, or a signal, which is not lost just before the wait. */
static void wait_until(int64_t us)
{
	sigset_t signals, before;
	int64_t left;

	sigemptyset(&signals);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGTERM);
	sigprocmask(SIG_BLOCK, &signals, &before);
	while (!ended && (left = us - hp_clock_us()) > 0)
		ppoll(NULL, 0, &(struct timespec){left / 1000000, left % 1000000 * 1000},
		      &before);
	sigprocmask(SIG_SETMASK, &before, NULL);
}

static int print(const struct ctl_proc_state *before, const struct ctl_proc_state *now,
		 struct hp_json *json)
{
	int r = before ? ctl_proc_print_changes(before, now, json)
		       : ctl_proc_print(now, json);

	if (r == 0 && fflush(stdout) < 0)
		r = -errno;
	if (r < 0) {
		hp_error(r, "could not print it");
		clearerr(stdout); /* it is told */
	}
	return r;
}

/* What is told of a section once is not told each time. */
static int watch(const struct request *request, struct ctl_proc_state *before)
{
	struct ctl_proc_state now;
	int r = 0;

	while (r == 0) {
		wait_until(before->at_us + request->seconds * INT64_C(1000000));
		if (ended)
			break;
		look(request, &now);
		r = print(before, &now, request->json);
		free_state(before);
		*before = now;
	}
	return r;
}

static int show(const struct request *request)
{
	_cleanup_(free_state) struct ctl_proc_state state;
	int failed, r;

	if (request->seconds)
		end_on_signals();
	failed = look(request, &state);
	r = print(NULL, &state, request->json);
	if (r == 0 && request->seconds)
		r = watch(request, &state);
	return r < 0 || failed < 0 ? CTL_FAILED : CTL_DONE;
}

static size_t count(const struct ctl_proc_section *sections)
{
	size_t n = 0;

	while (sections[n].name)
		n++;
	return n;
}

static int ask_for_interface(struct request *request, const char *name)
{
	if (ctl_proc_find_interface(name, request->interface) < 0)
		return hp_error(0, "there is no interface '%s'", name), -ENODEV;
	request->asked.interface = request->interface;
	request->sections = ctl_proc_interface_sections;
	request->n = count(request->sections);
	return 0;
}

/* params, which is last, is of one module. */
static void ask_for_all(struct request *request)
{
	request->sections = ctl_proc_sections;
	request->n = count(ctl_proc_sections) - 1;
}

static int ask_for_section(struct request *request,
			   const struct ctl_proc_section *section)
{
	request->sections = section;
	request->n = 1;
	return 0;
}

/* words: up to NULL. Returns 0, -EINVAL for what is no request, or -ENODEV, logged. */
static int read_words(struct request *request, char *const words[])
{
	const struct ctl_proc_section *section = *words ? ctl_proc_find(*words) : NULL;
	bool takes_word = *words && (streq(*words, "if") || streq(*words, "params"));
	size_t n = 0;

	while (words[n])
		n++;
	if (n > 2 || (n && takes_word != (n == 2)))
		return -EINVAL;
	if (!n)
		return ask_for_all(request), 0;
	if (streq(*words, "params"))
		request->asked.module = words[1];
	if (section)
		return ask_for_section(request, section);
	return ask_for_interface(request, words[n - 1]);
}

static int read_seconds(const char *text, unsigned int *ret)
{
	uint64_t seconds = 1;

	if (text && (hp_number_parse(text, 10, 86400, &seconds) < 0 || !seconds))
		return hp_error(0, "'%s' is no number of seconds, 1 to 86400", text),
		       -EINVAL;
	*ret = seconds;
	return 0;
}

static int usage(const struct ctl_verb *verb, FILE *to)
{
	int status = ctl_usage(verb, to);

	fputs("Sections:", to);
	for (const struct ctl_proc_section *section = ctl_proc_sections; section->name;
	     section++)
		fprintf(to, " %s", section->name);
	fputs(".\n", to);
	return status;
}

static int run(const struct ctl_verb *verb, int argc, char *argv[])
{
	static const struct option options[] = {
		{"json", no_argument, NULL, 'j'},
		{"watch", optional_argument, NULL, 'w'},
		{"help", no_argument, NULL, 'h'},
		{0},
	};
	struct hp_json json = {.out = stdout};
	struct request request = {0};
	int c, r;

	while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (c == 'j')
			request.json = &json;
		else if (c == 'h')
			return usage(verb, stdout);
		else if (c != 'w' || read_seconds(optarg, &request.seconds) < 0)
			return usage(verb, stderr);
	}
	r = read_words(&request, argv + optind);
	if (r == -EINVAL)
		return usage(verb, stderr);
	return r < 0 ? CTL_FAILED : show(&request);
}

const struct ctl_verb ctl_proc = {
	.name = "proc",
	.arguments =
		"[--json] [--watch[=SECONDS]] [SECTION|params MODULE|[if] INTERFACE]",
	.does = "Prints what /proc tells of the network, or of one interface.",
	.run = run,
};
