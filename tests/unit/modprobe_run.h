/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: run modprobe as a program in a sandbox; install commands stand for the load.
 */
#ifndef HP_TEST_MODPROBE_RUN_H
#define HP_TEST_MODPROBE_RUN_H

#include <sys/wait.h>

#include "sandbox.h"

static const char *modprobe;

/* Runs it with nothing but argv. How fds 0 to 2 are left is the caller's: `closed` as the
 * kernel does. */
static inline int run_bare(char *const environment[], bool closed,
			   const char *const argv[])
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		dup2(open(sandbox_path("/out"), O_WRONLY | O_CREAT | O_TRUNC, 0600), 1);
		if (closed)
			for (int fd = 0; fd < 3; fd++)
				close(fd);
		execve(modprobe, (char *const *)argv, environment);
		_exit(127);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

/* With the words (NULL ends them) and the sandbox's modprobe.d. */
static inline int run_with(char *const environment[], bool closed,
			   const char *const words[])
{
	const char *argv[64] = {"modprobe", "-d", sandbox_dir, "-S", "1", "-C"};
	size_t n = 6;

	argv[n++] = sandbox_path("/etc/modprobe.d");
	while ((argv[n++] = *words))
		words++;
	return run_bare(environment, closed, argv);
}

static char *const kernel_environment[] = {(char *)"HOME=/", (char *)"TERM=linux",
					   (char *)"PATH=/sbin:/usr/sbin:/bin:/usr/bin",
					   NULL};

#define run(...)                                                                         \
	run_with(kernel_environment, false, (const char *const[]){__VA_ARGS__, NULL})

static inline int setup(void **state)
{
	char text[4 * PATH_MAX];
	int r = logged_setup(state);

	snprintf(text, sizeof(text),
		 "alias net-pf-99 foo\nalias x:* foo\nalias x:b* fails\n"
		 "install foo echo foo $CMDLINE_OPTS >>%s\n"
		 "install bar echo bar >>%s\ninstall fails exit 5\n"
		 "install listed echo listed >>%s\nblacklist listed\nalias y:* listed\n",
		 sandbox_path("/ran"), sandbox_path("/ran"), sandbox_path("/ran"));
	sandbox_write("/etc/modprobe.d/test.conf", text);
	return r;
}

static inline const char *ran(void)
{
	return sandbox_read("/ran");
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, logged_teardown)

#endif
