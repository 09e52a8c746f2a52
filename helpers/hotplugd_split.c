/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugd: its processes. See hotplugd_split.h. */
#include "agents.h"
#include "conf.h"
#include "dispatch.h"
#include "hotplugd_confine.h"
#include "hotplugd_keeper.h"
#include "hotplugd_split.h"
#include "log.h"
#include "runner.h"

bool hotplugd_is_split(void)
{
	return !hp_conf_get()->single_process;
}

static int run_runner(const int fds[HOTPLUGD_ROLE_FDS], bool again)
{
	return hp_runner_serve(fds[0]);
}

/* Returns the end on which the runner is asked. */
static int fork_others(void)
{
	_cleanup_close_ int asking = -1, serving = -1;
	int r = hp_runner_open(&asking, &serving);

	if (r == 0)
		r = hotplugd_keep(&(struct hotplugd_role){"hotplugd-runner",
							  {serving, -1},
							  run_runner},
				  1);
	return r < 0 ? r : TAKE_FD(asking);
}

static const struct hp_agent *find_agent(const char *path)
{
	const struct hp_agent *agent = hp_agents_find(path);

	return agent && !agent->is_privileged ? agent : NULL;
}

int hotplugd_split(void)
{
	int fd = fork_others();

	if (fd < 0)
		return hp_error(fd, "cannot start the runner");
	hp_runner_use(fd);
	hp_dispatch_set_built_in(find_agent);
	hotplugd_confine_actor();
	return fd;
}
