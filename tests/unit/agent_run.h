/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: run an agent as a program, in a root of its own and with a script in
 * modprobe's place, which notes in /loaded what it was asked for.
 */
#ifndef HP_TEST_AGENT_RUN_H
#define HP_TEST_AGENT_RUN_H

#include <sys/wait.h>

#include "sandbox.h"

static const char *hotplug; /* whose argv[0] names the agent */

static inline int run_with(const char *agent, const char *subsystem,
			   const char *const vars[])
{
	const char *environment[64] = {NULL};
	char name[32];
	size_t n = 0;
	int status;
	pid_t pid;

	while (*vars)
		environment[n++] = *vars++;
	environment[n++] = "SEQNUM=7";
	environment[n++] = "HOME=/";
	environment[n++] = "PATH=/sbin:/bin:/usr/sbin:/usr/bin";
	snprintf(name, sizeof(name), "%s.agent", agent);
	pid = fork();
	if (pid == 0) {
		dup2(open(sandbox_path("/out"), O_WRONLY | O_CREAT | O_TRUNC, 0600), 1);
		execle(hotplug, name, "--root", sandbox_dir, subsystem, NULL,
		       environment);
		_exit(127);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

#define run(agent, subsystem, ...)                                                       \
	run_with(agent, subsystem, (const char *const[]){__VA_ARGS__, NULL})

static inline void put_script(const char *path, const char *body)
{
	char text[4 * PATH_MAX];

	snprintf(text, sizeof(text), "#!/bin/sh\ncd %s\n%s\n", sandbox_dir, body);
	sandbox_file(path, 0755, text);
}

static inline void put_modprobe(void)
{
	sandbox_mkdir("/run");
	put_script(HP_AGENTDIR "/modprobe",
		   "while [ \"$1\" != -- ]; do shift; done; shift; echo \"$*\" >>loaded");
}

static inline const char *loaded(void)
{
	return sandbox_read("/loaded");
}

#endif
