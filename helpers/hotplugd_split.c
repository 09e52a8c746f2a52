/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugd: its processes. See hotplugd_split.h. */
#include "agents.h"
#include "conf.h"
#include "dispatch.h"
#include "hotplugd.h"
#include "hotplugd_confine.h"
#include "hotplugd_keeper.h"
#include "hotplugd_reader.h"
#include "hotplugd_split.h"
#include "log.h"
#include "runner.h"

/* What the runner gets to answer what takes it no time. */
#define PATIENCE_MS 10000

bool hotplugd_is_split(void)
{
	return !hp_conf_get()->single_process;
}

static int run_runner(const int fds[HOTPLUGD_ROLE_FDS], bool again)
{
	return hp_runner_serve(fds[0]);
}

static int fork_others(void)
{
	_cleanup_close_ int asking = -1, serving = -1, told = -1, telling = -1;
	struct hotplugd_role roles[2];
	int r = hp_runner_open(&asking, &serving);

	if (r < 0)
		return r;
	roles[0] = (struct hotplugd_role){"hotplugd-runner", {serving, -1}, run_runner};
	told = hotplugd_reader_open(&roles[1]);
	if (told < 0)
		return told;
	telling = roles[1].fds[0];
	r = hotplugd_keep(roles, ARRAY_SIZE(roles));
	if (r < 0)
		return r;
	hotplugd.runner = TAKE_FD(asking);
	hotplugd.reader = TAKE_FD(told);
	return 0;
}

static const struct hp_agent *find_agent(const char *path)
{
	const struct hp_agent *agent = hp_agents_find(path);

	return agent && !agent->is_privileged ? agent : NULL;
}

int hotplugd_split(void)
{
	int r = fork_others();

	if (r < 0)
		return hp_error(r, "cannot start hotplugd's other processes");
	hp_runner_use(hotplugd.runner, PATIENCE_MS);
	hp_dispatch_set_built_in(find_agent);
	hotplugd_confine_actor();
	return 0;
}
