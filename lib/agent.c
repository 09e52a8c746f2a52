/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what all agents share: how they are started. See agent.h. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>

#include "agent.h"
#include "log.h"
#include "options.h"

bool hp_std_fds_are_null;

void hp_open_std_fds(void)
{
	struct pollfd std[] = {{STDIN_FILENO}, {STDOUT_FILENO}, {STDERR_FILENO}};
	int opened = 0;

	/* POLLNVAL: not open. */
	if (poll(std, ARRAY_SIZE(std), 0) < 0)
		return;
	for (size_t i = 0; i < ARRAY_SIZE(std); i++) {
		if (!(std[i].revents & POLLNVAL))
			continue;
		/* The lowest free descriptor is this one. */
		if (open("/dev/null", O_RDWR) < 0 && open("/", O_RDONLY) < 0)
			return;
		opened++;
	}
	hp_std_fds_are_null = opened == 3;
}

static int usage(const struct hp_agent *agent, FILE *to)
{
	fprintf(to,
		"usage: ACTION=... DEVPATH=... %s [--root DIR] [--dry-run] [--verbose] %s\n"
		"%s\n"
		"The event is in the environment, as the kernel gives it to /sbin/hotplug.\n",
		agent->name, agent->subsystem ? agent->subsystem : "SUBSYSTEM",
		agent->does);
	return to == stdout ? HP_AGENT_DONE : HP_AGENT_UNUSABLE;
}

int hp_agent_status(int r)
{
	if (r == -EBADMSG)
		return HP_AGENT_UNUSABLE;
	return r < 0 ? HP_AGENT_FAILED : HP_AGENT_DONE;
}

int hp_agent_main(const struct hp_agent *agent, int argc, char *argv[])
{
	struct hp_uevent event;
	struct hp_options options;
	char why[HP_UEVENT_WHY_MAX];

	hp_open_std_fds();
	hp_log_open(agent->name);
	if (hp_options_inherit() < 0 || hp_options_read(&options, argc, argv) < 0)
		return usage(agent, stderr);
	if (options.help)
		return usage(agent, stdout);
	if (options.version)
		return hp_options_print_version(agent->name);
	if (!options.subsystem || options.device)
		return usage(agent, stderr);
	if (agent->subsystem && !streq(options.subsystem, agent->subsystem)) {
		hp_error(0, "this agent handles %s, not '%s'", agent->subsystem,
			 options.subsystem);
		return HP_AGENT_UNUSABLE;
	}
	if (hp_uevent_from_environ(&event, environ, options.subsystem, why) < 0) {
		hp_error(0, "not a usable event: %s", why);
		return HP_AGENT_UNUSABLE;
	}
	return hp_agent_status(agent->handle(&event));
}
