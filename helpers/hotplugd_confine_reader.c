/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugd: what the process that hears the kernel gives up: all but that. See
 * hotplugd_reader.h. */
#include <errno.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#include "confine.h"
#include "hotplugd_reader.h"
#include "log.h"

/* Wait, receive, read a question, tell; and, where the kernel has no vDSO, what time it
 * is. The rest is for the end, which a sanitizer asks for the stack of signals at, and
 * for who is stopped and goes on. */
static const unsigned short allowed[] = {
	SYS_recvmmsg,	     SYS_ppoll,		  SYS_read,
	SYS_writev,	     SYS_clock_gettime,	  SYS_exit_group,
	SYS_sigaltstack,     SYS_restart_syscall, SYS_rt_sigreturn,
#ifdef SYS_recvmmsg_time64
	SYS_recvmmsg_time64, SYS_ppoll_time64,	  SYS_clock_gettime64,
#endif
};

/* Those that it has are enough: ppoll(2) takes no more than that. */
static const struct {
	int resource;
	rlim_t limit;
} limits[] = {
	{RLIMIT_NOFILE, 3},
	{RLIMIT_NPROC, 0},
	{RLIMIT_FSIZE, 0},
	{RLIMIT_CORE, 0},
};

static int cut_limits(void)
{
	int r = 0;

	for (size_t i = 0; i < ARRAY_SIZE(limits); i++) {
		const struct rlimit limit = {limits[i].limit, limits[i].limit};

		if (setrlimit(limits[i].resource, &limit) < 0)
			r = -errno;
	}
	return r;
}

static int cut_caps(void)
{
	return hp_confine_caps(0);
}

static int cut_paths(void)
{
	return hp_confine_paths(NULL, 0);
}

static int cut_calls(void)
{
	static const struct hp_calls calls = {
		.n = ARRAY_SIZE(allowed),
		.list = allowed,
	};

	return hp_confine_calls(&calls);
}

/* Files and system calls need no_new_privs; files a descriptor, limits a call. */
static const struct {
	const char *name;
	int (*give_up)(void);
} given_up[] = {
	{"capabilities", cut_caps},  {"new privileges", hp_confine_privs},
	{"files", cut_paths},	     {"descriptors and processes", cut_limits},
	{"system calls", cut_calls},
};

/* Where that is not there, what it has is no better. */
static void leave_std_fds(void)
{
	_cleanup_close_ int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	for (int fd = STDIN_FILENO; null >= 0 && fd <= STDERR_FILENO; fd++)
		dup2(null, fd);
}

void hotplugd_confine_reader(bool again)
{
	leave_std_fds();
	for (size_t i = 0; i < ARRAY_SIZE(given_up); i++) {
		int r = given_up[i].give_up();

		if (r < 0 && !again)
			hp_warning(r, "this kernel does not let it give up %s",
				   given_up[i].name);
	}
}
