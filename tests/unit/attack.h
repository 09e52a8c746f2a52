/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what a process has given up is tried, in a child of the test. */
#ifndef HP_TEST_ATTACK_H
#define HP_TEST_ATTACK_H

#include <signal.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "sandbox.h"

enum { UNMET = 1, NOT_OFFERED = 77 };

/* In the child; its number comes out as the exit status. */
#define MUST(condition)                                                                  \
	do {                                                                             \
		if (!(condition)) {                                                      \
			dprintf(STDOUT_FILENO, "%s:%d: %s: %m\n", __FILE__, __LINE__,    \
				#condition);                                             \
			_exit(UNMET);                                                    \
		}                                                                        \
	} while (0)

#define MUST_FAIL(call, with) MUST((call) < 0 && errno == (with))

static char *const program[] = {(char *)"/bin/true", NULL};

/* EPERM: by a filter of system calls around us all. */
static inline void must_apply(int r)
{
	if (r == -ENOSYS || r == -EOPNOTSUPP || r == -EINVAL || r == -EPERM)
		_exit(NOT_OFFERED);
	errno = -r;
	MUST(r == 0);
}

static inline void in_child(void (*attack)(void))
{
	pid_t pid = fork();
	int status;

	assert_true(pid >= 0);
	if (pid == 0) {
		attack();
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) == NOT_OFFERED)
		skip();
	assert_int_equal(WEXITSTATUS(status), 0);
}

#endif
