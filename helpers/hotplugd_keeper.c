/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugd: the process that others are forked from. See hotplugd_keeper.h. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>

#include "clock.h"
#include "descriptors.h"
#include "hotplugd_keeper.h"
#include "log.h"

#define ROLES_MAX	4

/* One that is killed again and again must not keep a cpu busy; whoever kills it once or
 * twice has others wait for nothing. */
#define SHORT_LIFE_MS	1000
#define SHORT_LIVES_MAX 5

struct kept {
	const struct hotplugd_role *role;
	pid_t pid; /* 0: none */
	int64_t started;
	unsigned int short_lives; /* one after the other */
};

static void close_others(const struct hotplugd_role *roles, unsigned int n)
{
	int kept[ROLES_MAX * HOTPLUGD_ROLE_FDS];

	for (unsigned int i = 0; i < n; i++)
		memcpy(kept + i * HOTPLUGD_ROLE_FDS, roles[i].fds, sizeof(roles[i].fds));
	hp_descriptors_close_but(kept, n * HOTPLUGD_ROLE_FDS);
}

/* What is sent to all of a terminal or a system is for the daemon: they end when it has
 * no more to ask. */
static void set_signals(void)
{
	static const int ignored[] = {SIGHUP, SIGINT, SIGTERM};

	for (size_t i = 0; i < ARRAY_SIZE(ignored); i++)
		signal(ignored[i], SIG_IGN);
	/* Whoever started us may have left it ignored, and then nothing can be waited
	 * for. */
	signal(SIGCHLD, SIG_DFL);
}

static int start(struct kept *kept, bool again)
{
	const struct hotplugd_role *role = kept->role;

	kept->started = hp_clock_ms();
	kept->pid = fork();
	if (kept->pid)
		return kept->pid < 0 ? -errno : 0;
	prctl(PR_SET_NAME, role->name);
	hp_descriptors_close_but(role->fds, HOTPLUGD_ROLE_FDS);
	_exit(role->run(role->fds, again) == 0 ? 0 : 1);
}

static void start_soon(struct kept *kept, bool again)
{
	static const struct timespec pause = {.tv_sec = 1};
	bool has_failed = false;
	int r;

	do {
		if (hp_clock_ms() - kept->started >= SHORT_LIFE_MS)
			kept->short_lives = 0;
		else if (++kept->short_lives > SHORT_LIVES_MAX)
			nanosleep(&pause, NULL);
		r = start(kept, again);
		if (r < 0 && !has_failed)
			hp_error(r, "cannot fork %s yet", kept->role->name);
		has_failed = r < 0;
	} while (r < 0);
}

/* Who was served is gone. */
static bool is_of_no_use(const struct hotplugd_role *role)
{
	struct pollfd served = {.fd = role->fds[0]};

	return poll(&served, 1, 0) > 0 && served.revents & POLLHUP;
}

static void take_end(struct kept *kept, unsigned int n, pid_t pid)
{
	for (unsigned int i = 0; i < n; i++) {
		if (kept[i].pid != pid)
			continue;
		kept[i].pid = 0;
		if (is_of_no_use(kept[i].role))
			continue;
		hp_error(0, "%s was killed: started again", kept[i].role->name);
		start_soon(&kept[i], true);
	}
}

/* Ends with the last of them. */
static void keep(const struct hotplugd_role *roles, unsigned int n)
{
	struct kept kept[ROLES_MAX];
	pid_t pid;

	prctl(PR_SET_NAME, "hotplugd-keeper");
	close_others(roles, n);
	set_signals();
	for (unsigned int i = 0; i < n; i++) {
		kept[i] = (struct kept){.role = &roles[i]};
		start_soon(&kept[i], false);
	}
	while ((pid = waitpid(-1, NULL, 0)) > 0 || errno == EINTR)
		if (pid > 0)
			take_end(kept, n, pid);
}

int hotplugd_keep(const struct hotplugd_role *roles, unsigned int n)
{
	pid_t pid;

	if (n > ROLES_MAX)
		return -E2BIG;
	pid = fork();
	if (pid < 0)
		return -errno;
	if (pid == 0) {
		keep(roles, n);
		_exit(0);
	}
	return 0;
}
