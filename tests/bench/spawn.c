/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: what it costs to start a program for an event: user and system cpu, and page
 * faults, of the program and everything it waited for.
 *
 *	spawn ROUNDS [VAR=VALUE]... PROGRAM [ARG]... ++ [VAR=VALUE]... PROGRAM ...
 *
 * The commands take turns, so that whatever else the machine does falls on all alike.
 * Prints a line each, of medians: microseconds, their ratio to the first command's, page
 * faults.
 */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "macro.h"

#define COMMANDS_MAX 16

struct command {
	char **env;  /* NULL-terminated copy */
	char **argv; /* inside main()'s, NULL-terminated */
	double *us;
	double *faults;
};

struct cost {
	double us, faults;
};

static struct cost children_cost(void)
{
	struct rusage usage;

	getrusage(RUSAGE_CHILDREN, &usage);
	return (struct cost){
		.us = (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e6 +
		      usage.ru_utime.tv_usec + usage.ru_stime.tv_usec,
		.faults = usage.ru_minflt + usage.ru_majflt,
	};
}

/* As under the kernel: nobody reads what it says. */
static posix_spawn_file_actions_t quiet;

static void run_once(const struct command *command, int round)
{
	struct cost before = children_cost(), after;
	int status;
	pid_t pid;
	int r = posix_spawn(&pid, command->argv[0], &quiet, NULL, command->argv,
			    command->env);

	if (r || waitpid(pid, &status, 0) != pid) {
		fprintf(stderr, "%s: %s\n", command->argv[0], strerror(r ? r : errno));
		exit(1);
	}
	if (status) {
		fprintf(stderr, "%s: ended with status 0x%04x\n", command->argv[0], status);
		exit(1);
	}
	after = children_cost();
	command->us[round] = after.us - before.us;
	command->faults[round] = after.faults - before.faults;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(double *values, int n)
{
	qsort(values, n, sizeof(double), compare);
	return values[n / 2];
}

/* Splits "VAR=VALUE... PROGRAM ARG... [++]"; returns where the next command begins. */
static int command_read(struct command *ret, int argc, char *argv[], int pos, int rounds)
{
	int first = pos;

	while (pos < argc && strchr(argv[pos], '='))
		pos++;
	ret->env = calloc(pos - first + 1, sizeof(char *));
	ret->us = calloc(rounds, sizeof(double));
	ret->faults = calloc(rounds, sizeof(double));
	if (!ret->env || !ret->us || !ret->faults)
		exit(1);
	memcpy(ret->env, argv + first, (pos - first) * sizeof(char *));
	ret->argv = argv + pos;
	while (pos < argc && !streq(argv[pos], "++"))
		pos++;
	argv[pos] = NULL;
	return pos + 1;
}

int main(int argc, char *argv[])
{
	struct command commands[COMMANDS_MAX];
	int rounds = argc > 2 ? atoi(argv[1]) : 0;
	size_t n = 0;

	for (int pos = 2; pos < argc && n < COMMANDS_MAX;)
		pos = command_read(&commands[n++], argc, argv, pos, rounds);
	if (rounds <= 0 || n == 0) {
		fprintf(stderr,
			"usage: %s ROUNDS [VAR=VALUE]... PROGRAM [ARG]... [++ ...]\n",
			argv[0]);
		return 2;
	}
	posix_spawn_file_actions_init(&quiet);
	for (int fd = 0; fd < 3; fd++)
		posix_spawn_file_actions_addopen(&quiet, fd, "/dev/null", O_RDWR, 0);
	for (int round = 0; round < rounds; round++)
		for (size_t i = 0; i < n; i++)
			run_once(&commands[i], round);
	for (size_t i = 0; i < n; i++)
		printf("%8.0f us  x %-5.2f %4.0f faults  %s\n",
		       median(commands[i].us, rounds),
		       median(commands[i].us, rounds) / median(commands[0].us, rounds),
		       median(commands[i].faults, rounds), commands[i].argv[0]);
	return 0;
}
