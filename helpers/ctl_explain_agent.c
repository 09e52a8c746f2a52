/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugctl explain: what an agent of the suite would do for an event. Those
 * that are part of this program say it themselves, under dry run. See
 * ctl_explain_agent.h. */
#include <errno.h>
#include <sys/mman.h>

#include "agents.h"
#include "ctl_explain.h"
#include "ctl_explain_agent.h"
#include "log.h"

/* The agent that a step would become; NULL: none that is known here. */
static const struct hp_agent *find_agent(const struct hp_step *step)
{
	const char *slash = strrchr(step->path, '/');

	if (step->built_in || !step->is_ours || !slash || !streq(slash, "/hotplug"))
		return step->built_in;
	return hp_agents_find(step->name);
}

static int handle_dry(const struct hp_agent *agent, const struct hp_uevent *event)
{
	const char *caller = hp_log_open(agent->name);
	int r;

	hp_dry_run = true;
	r = agent->handle(event);
	hp_dry_run = false;
	hp_log_open(caller);
	return r;
}

/* What an agent would do it prints to the standard output. Gives a stream of that. */
static FILE *capture(const struct hp_agent *agent, const struct hp_uevent *event,
		     int *ret_r)
{
	_cleanup_close_ int fd = memfd_create("hotplugctl", MFD_CLOEXEC);
	_cleanup_close_ int saved = dup(STDOUT_FILENO);
	FILE *stream;

	fflush(stdout);
	if (fd < 0 || saved < 0 || dup2(fd, STDOUT_FILENO) < 0)
		return NULL;
	*ret_r = handle_dry(agent, event);
	fflush(stdout);
	if (dup2(saved, STDOUT_FILENO) < 0 || lseek(fd, 0, SEEK_SET) < 0)
		return NULL;
	stream = fdopen(fd, "r");
	if (stream)
		fd = -1;
	return stream;
}

static void print_lines(FILE *stream, struct hp_json *json)
{
	_cleanup_free_ char *line = NULL;
	size_t size = 0;

	while (getline(&line, &size, stream) > 0) {
		line[strcspn(line, "\n")] = '\0';
		if (json)
			hp_json_string(json, NULL, line);
		else
			printf("\t%s\n", line); /* by the agent: no bytes but printable */
	}
}

/* By hp_agent_status(). */
static const char *const results[] = {
	[HP_AGENT_DONE] = "ok",
	[HP_AGENT_FAILED] = "failed",
	[HP_AGENT_UNUSABLE] = "unusable",
};

static int print_agent(const struct hp_agent *agent, const struct hp_uevent *event,
		       struct hp_json *json)
{
	int handled = 0;
	_cleanup_fclose_ FILE *stream = capture(agent, event, &handled);

	if (!stream)
		return hp_error(-errno, "%s", agent->name);
	if (json)
		hp_json_open(json, "does", '[');
	else
		printf("%s would:\n", agent->name);
	print_lines(stream, json);
	if (json) {
		hp_json_close(json, ']');
		hp_json_string(json, "result", results[hp_agent_status(handled)]);
	} else if (handled < 0) {
		printf("\tfail: the event is %s\n",
		       handled == -EBADMSG ? "unusable to it" : "not handled");
	}
	return 0;
}

static bool is_net_agent(const struct hp_step *step, const struct hp_uevent *event)
{
	const char *slash = strrchr(step->name, '/');

	return step->is_ours && slash && streq(slash, "/net.agent") &&
	       streq(event->subsystem, "net");
}

int ctl_explain_step(const struct hp_step *step, const struct hp_uevent *event,
		     struct hp_json *json)
{
	const struct hp_agent *agent = find_agent(step);
	int r;

	if (is_net_agent(step, event))
		return ctl_explain_net(event, json);
	if (!agent)
		return 0;
	r = print_agent(agent, event, json);
	if (r < 0 || !agent->only_loads || event->action != HP_ACTION_ADD)
		return r;
	return ctl_explain_modules(event, json);
}
