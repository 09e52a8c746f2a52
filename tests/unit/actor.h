/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: what the children of a test do: the test's own program, started again with a
 * word and an argument.
 */
#ifndef HP_TEST_ACTOR_H
#define HP_TEST_ACTOR_H

#include <signal.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "sandbox.h"

static void note_pid(const char *file)
{
	int fd = open(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);

	dprintf(fd, "%d\n", (int)getpid());
	close(fd);
}

static int wait_for_ever(void)
{
	do {
		pause();
	} while (true);
	return 0;
}

static int do_status(const char *arg)
{
	return atoi(arg);
}

static int do_signal(const char *arg)
{
	raise(atoi(arg));
	return 0;
}

static int do_look(const char *arg)
{
	FILE *f = fopen(arg, "we");
	sigset_t blocked;
	char path[PATH_MAX];
	struct stat null, st;
	int fds = 0;

	if (!f || !getcwd(path, sizeof(path)) || stat("/dev/null", &null) < 0)
		return 1;
	for (char **var = environ; *var; var++)
		fprintf(f, "%s\n", *var);
	sigprocmask(SIG_BLOCK, NULL, &blocked);
	for (int fd = 3; fd < 256; fd++)
		fds += fd != fileno(f) && fcntl(fd, F_GETFD) >= 0;
	fprintf(f, "cwd %s, group %d, blocked %d, ignored %d, fds %d,", path,
		getpgrp() == getpid(), sigismember(&blocked, SIGCHLD),
		signal(SIGCHLD, SIG_DFL) == SIG_IGN, fds);
	for (int fd = 0; fd < 3; fd++)
		fprintf(f, " %d", fstat(fd, &st) == 0 && st.st_rdev == null.st_rdev);
	fprintf(f, "\n");
	return fclose(f) ? 1 : 0;
}

static int do_stubborn(const char *arg)
{
	signal(SIGTERM, SIG_IGN);
	note_pid(arg);
	return wait_for_ever();
}

/* Ends at once when asked to, and leaves others behind, who do not, from their beginning
 * on. */
static int do_family(const char *arg)
{
	signal(SIGTERM, SIG_IGN);
	if (fork() == 0)
		return do_stubborn(arg);
	if (fork() == 0) {
		setsid();
		return do_stubborn(arg);
	}
	if (fork() == 0) {
		setsid();
		if (fork() == 0)
			return do_stubborn(arg);
		return 0;
	}
	note_pid(arg);
	signal(SIGTERM, SIG_DFL);
	return wait_for_ever();
}

static int do_daemon(const char *arg)
{
	if (fork() == 0) {
		setsid();
		return do_stubborn(arg);
	}
	return 0;
}

static int do_stopped(const char *arg)
{
	note_pid(arg);
	raise(SIGSTOP);
	return wait_for_ever();
}

/* Puts a child at the entry of a system call, and leaves it there. */
static int do_syscall(const char *arg, long number)
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		ptrace(PTRACE_TRACEME, 0, NULL, NULL);
		raise(SIGSTOP);
		syscall(number, -1, "", 0);
		_exit(0);
	}
	waitpid(pid, &status, 0);
	if (ptrace(PTRACE_SYSCALL, pid, NULL, NULL) < 0)
		return 1;
	waitpid(pid, &status, 0);
	note_pid(arg);
	return wait_for_ever();
}

static int do_load(const char *arg)
{
	return do_syscall(arg, SYS_finit_module);
}

static int do_write(const char *arg)
{
	return do_syscall(arg, SYS_write);
}

static const struct {
	const char *word;
	int (*run)(const char *arg);
} words[] = {
	{"status", do_status},	   {"signal", do_signal}, {"look", do_look},
	{"stubborn", do_stubborn}, {"family", do_family}, {"daemon", do_daemon},
	{"stopped", do_stopped},   {"load", do_load},	  {"write", do_write},
};

/* The exit status of the word argv[1], or -1 where this is the test itself. */
static int actor_main(int argc, char *argv[])
{
	for (size_t i = 0; argc == 3 && i < ARRAY_SIZE(words); i++)
		if (streq(argv[1], words[i].word))
			return words[i].run(argv[2]);
	return -1;
}

#endif
