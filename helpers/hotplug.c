/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: /sbin/hotplug, the kernel's helper for device events. See hotplug(8).
 *
 * The kernel starts it as { "/sbin/hotplug", SUBSYSTEM } with the event in the
 * environment (kobject_uevent_env() of lib/kobject_uevent.c), udev as a RUN program, a
 * person by hand.
 */
#include "agentlist.h"
#include "agents.h"
#include "dispatch.h"
#include "handle.h"
#include "log.h"
#include "options.h"

static void print_agent(const char *subsystem)
{
	printf(" %s", subsystem);
}

static int usage(FILE *to)
{
	fputs("usage: ACTION=... DEVPATH=... hotplug [--root DIR] [--dry-run] [--verbose] "
	      "SUBSYSTEM\n"
	      "       INTERFACE=eth0 ACTION=add hotplug net\n"
	      "       hotplug [...] --device /sys/devices/...\n"
	      "Runs the hooks of hotplug.d and the agent for one event of the kernel.\n",
	      to);
	if (to != stdout)
		return 2;
	printf("agents:");
	hp_agents_list(print_agent);
	printf("\n");
	return 0;
}

static int read_event(struct hp_uevent *ret, const struct hp_options *options,
		      char why[static HP_UEVENT_WHY_MAX])
{
	if (options->device)
		return hp_uevent_from_sysfs(ret, options->device, why);
	return hp_uevent_from_environ(ret, environ, options->subsystem, why);
}

int main(int argc, char *argv[])
{
	struct hp_uevent event;
	struct hp_options options;
	char why[HP_UEVENT_WHY_MAX];
	const struct hp_agent *agent = argc ? hp_agents_find(argv[0]) : NULL;

	if (agent)
		return hp_agent_main(agent, argc, argv);
	hp_open_std_fds();
	hp_log_open("hotplug");
	if (hp_options_read(&options, argc, argv) < 0)
		return usage(stderr);
	if (options.version)
		return hp_options_print_version("hotplug");
	if (options.help || argc < 2)
		return usage(stdout);
	if (!options.subsystem == !options.device)
		return usage(stderr);
	if (read_event(&event, &options, why) < 0) {
		hp_error(0, "not a usable event: %s", why);
		return 2;
	}
	hp_dispatch_set_built_in(hp_agents_find);
	return hp_agent_status(hp_handle(&event));
}
