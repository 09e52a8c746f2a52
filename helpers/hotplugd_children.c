/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugd: its children, and those of them that are no workers. See hotplugd.h.
 */
#include <errno.h>
#include <signal.h>
#include <sys/socket.h>

#include "agent.h"
#include "array.h"
#include "descriptors.h"
#include "dispatch.h"
#include "hotplugd.h"
#include "log.h"

/* Who asked for them waits, or nobody does: their number has no bound. */
static struct {
	pid_t *pids;
	size_t n;
} others;

/* What the daemon has open is of no use to its children, but the record and the runner:
 * they need room for their own where descriptors are few. client: -1 for none. */
static void become_child(int client)
{
	const int kept[] = {hotplugd.journal.fd, hotplugd.runner, client};

	signal(SIGTERM, SIG_DFL);
	signal(SIGINT, SIG_DFL);
	signal(SIGHUP, SIG_DFL);
	signal(SIGCHLD, SIG_DFL);
	hp_descriptors_close_but(kept, ARRAY_SIZE(kept));
}

void hotplugd_in_child(void)
{
	become_child(-1);
}

bool hotplugd_start_workers(void)
{
	static bool told;
	int r = hp_workers_start(&hotplugd.urgent);

	if (r == 0)
		r = hp_workers_start(&hotplugd.workers);
	if (r == 0)
		r = hotplugd_drain_start();
	if (r < 0 && !told)
		hp_warning(r, "cannot fork");
	told = r < 0;
	return r == 0;
}

pid_t hotplugd_start(int (*work)(const struct hp_uevent *), const struct hp_uevent *event,
		     int client)
{
	unsigned char word;
	pid_t pid;

	if (hp_array_grow(&others.pids, others.n, sizeof(*others.pids)) < 0)
		return -ENOMEM;
	pid = fork();
	if (pid < 0)
		return -errno;
	if (pid > 0)
		return others.pids[others.n++] = pid;
	become_child(client);
	/* Asked for by name, or left by a helper: whoever else is there, it is ours. */
	hp_plan_part = HP_PLAN_WHOLE;
	word = hp_agent_status(work(event));
	if (client >= 0)
		send(client, &word, 1, MSG_NOSIGNAL);
	_exit(word);
}

void hotplugd_child_ended(pid_t pid, int status)
{
	if (hp_workers_ended(&hotplugd.workers, pid, status) ||
	    hp_workers_ended(&hotplugd.urgent, pid, status))
		return;
	hotplugd_drain_ended(pid, status);
	for (size_t i = 0; i < others.n; i++)
		if (others.pids[i] == pid)
			others.pids[i] = others.pids[--others.n];
}

bool hotplugd_has_children(void)
{
	return hotplugd.workers.n || hotplugd.urgent.n || others.n;
}

void hotplugd_kill_children(int signal)
{
	hp_workers_kill(&hotplugd.workers, signal);
	hp_workers_kill(&hotplugd.urgent, signal);
	for (size_t i = 0; i < others.n; i++)
		kill(others.pids[i], signal);
}
