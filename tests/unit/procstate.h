/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what a process is at, for a test that waits for it. */
#ifndef HP_TEST_PROCSTATE_H
#define HP_TEST_PROCSTATE_H

#include "sandbox.h"

/* The letter of /proc/PID/stat: 'S' sleeps, 'Z' has ended. '\0' where there is none. */
static char process_state(pid_t pid)
{
	char path[64], stat[512] = "", *state;
	_cleanup_close_ int fd = -1;

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || read(fd, stat, sizeof(stat) - 1) <= 0)
		return '\0';
	state = strrchr(stat, ')');
	return state ? state[2] : '\0';
}

#endif
