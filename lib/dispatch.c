/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the plan for an event, and its run. See dispatch.h. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "agent.h"
#include "child.h"
#include "conf.h"
#include "dispatch.h"
#include "hooks.h"
#include "log.h"
#include "root.h"
#include "scarce.h"
#include "trust.h"

static const char *const agent_dirs[] = {HP_CONFDIR, HP_AGENTDIR};

static const struct hp_agent *(*find_built_in)(const char *path);

enum hp_plan_part hp_plan_part;

void hp_dispatch_set_built_in(const struct hp_agent *(*find)(const char *path))
{
	find_built_in = find;
}

/* Whoever asks why is told of each file. */
static void note(const struct hp_plan *plan, const char *path, enum hp_verdict verdict,
		 const char *why)
{
	if (plan->note)
		plan->note(&(struct hp_note){plan->place, path, verdict, why},
			   plan->data);
}

static bool is_helper(const char *path)
{
	struct stat helper, st;
	char helper_path[PATH_MAX];

	return hp_path(helper_path, "%s/hotplug", HP_HELPERDIR) == 0 &&
	       stat(helper_path, &helper) == 0 && stat(path, &st) == 0 &&
	       st.st_dev == helper.st_dev && st.st_ino == helper.st_ino;
}

static int step_init(struct hp_step *step, const char *name, const char *path,
		     bool is_ours)
{
	*step = (struct hp_step){
		.name = strdup(name),
		.path = strdup(path),
		.is_ours = is_ours,
	};
	if (is_ours && find_built_in && is_helper(path))
		step->built_in = find_built_in(name);
	return step->name && step->path ? 0 : -ENOMEM;
}

/* Adds the file to the plan where it may be run. Returns -ENOENT where it is not there
 * (and only then another could stand in for it), else 0 or -ENOMEM. */
static int plan_add(struct hp_plan *plan, const char *path, bool is_ours)
{
	char resolved[PATH_MAX], why[HP_TRUST_WHY_MAX];
	struct hp_step *more;
	int r;

	r = hp_trust_executable(path, resolved, why);
	if (r == -EACCES) {
		if (!plan->is_quiet)
			hp_warning(0, "refusing to run %s: %s", path, why);
		plan->refused++;
		note(plan, path, HP_VERDICT_REFUSED, why);
		return 0;
	}
	if (r == -ECANCELED)
		note(plan, path, HP_VERDICT_MASK, NULL);
	if (r < 0)
		return r == -ECANCELED ? 0 : r;
	note(plan, path, HP_VERDICT_RUNS, resolved);
	more = reallocarray(plan->steps, plan->n + 1, sizeof(*more));
	if (!more)
		return -ENOMEM;
	plan->steps = more;
	return step_init(&more[plan->n++], path, resolved, is_ours);
}

/* agent: NULL where it is none of ours. */
static bool is_of_part(const struct hp_agent *agent)
{
	bool loads = agent && agent->loads;

	return hp_plan_part == HP_PLAN_WHOLE || loads == (hp_plan_part == HP_PLAN_LOADS);
}

/* Most events of a bus are none of its agent's business. */
static bool is_idle(const struct hp_agent *agent, const char *path,
		    const struct hp_uevent *event)
{
	return agent && agent->wants && !agent->wants(event) && is_helper(path);
}

/* In the order in which they are looked for: by the subsystem, then by MODALIAS. */
#define AGENT_PLACES (2 * ARRAY_SIZE(agent_dirs))

/* Writes the path of the agent at a place. Returns whether one is there: mostly none is,
 * and one look is cheaper than the walk. */
static bool has_agent(const struct hp_uevent *event, size_t place,
		      char ret[static PATH_MAX])
{
	const char *dir = agent_dirs[place % ARRAY_SIZE(agent_dirs)];
	const char *name = place < ARRAY_SIZE(agent_dirs) ? event->subsystem : "modalias";

	return hp_path(ret, "%s/%s.agent", dir, name) == 0 &&
	       (faccessat(AT_FDCWD, ret, F_OK, AT_SYMLINK_NOFOLLOW) == 0 ||
		errno != ENOENT);
}

static _own_frame_ int plan_add_agent(struct hp_plan *plan, const struct hp_uevent *event,
				      size_t place, const char *path)
{
	bool is_ours = streq(agent_dirs[place % ARRAY_SIZE(agent_dirs)], HP_AGENTDIR);
	const struct hp_agent *agent =
		is_ours && find_built_in ? find_built_in(path) : NULL;
	char mask[PATH_MAX];

	if (!is_of_part(agent))
		note(plan, path, HP_VERDICT_IDLE, "others load the drivers here");
	else if (is_idle(agent, path, event))
		note(plan, path, HP_VERDICT_IDLE, "it does nothing for such an event");
	else if (hp_hooks_is_masked("default", HP_HOOK_AGENT, mask))
		note(plan, path, HP_VERDICT_MASKED, mask);
	else
		return plan_add(plan, path, is_ours);
	return 0;
}

/* Of the agents behind the one that was found, or in whose place a hook stands. */
static _own_frame_ void note_agents(const struct hp_plan *plan,
				    const struct hp_uevent *event, size_t place,
				    const char *replaced_by)
{
	char path[PATH_MAX];

	for (; plan->note && place < AGENT_PLACES; place++)
		if (has_agent(event, place, path))
			note(plan, path,
			     replaced_by ? HP_VERDICT_REPLACED : HP_VERDICT_IDLE,
			     replaced_by ?: "the event has no MODALIAS");
}

static int plan_add_agent_step(struct hp_plan *plan, const struct hp_uevent *event)
{
	size_t place = 0, n = event->modalias ? AGENT_PLACES : ARRAY_SIZE(agent_dirs);
	char path[PATH_MAX];
	int r = -ENOENT;

	for (; place < n && r == -ENOENT; place++)
		if (has_agent(event, place, path))
			r = plan_add_agent(plan, event, place, path);
	note_agents(plan, event, place, r == -ENOENT ? NULL : path);
	return r == -ENOENT ? 0 : r;
}

/* One that has a namesake before it. */
static void note_replaced(struct hp_plan *plan, const struct hp_uevent *event,
			  const struct hp_hooks *hooks, const struct hp_hook *hook)
{
	char path[PATH_MAX], by[PATH_MAX];

	if (hp_hooks_path(hooks, hook->by, hook->name, by) < 0)
		return;
	if (!hook->tier)
		note_agents(plan, event, 0, by);
	else if (hp_hooks_path(hooks, hook->tier, hook->name, path) == 0)
		note(plan, path,
		     hp_hooks_is_mask(by) ? HP_VERDICT_MASKED : HP_VERDICT_REPLACED, by);
}

static int plan_add_hook(struct hp_plan *plan, const struct hp_hooks *hooks,
			 const struct hp_hook *hook)
{
	const char *suffix = hp_conf_get()->hook_suffix;
	char path[PATH_MAX], mask[PATH_MAX];
	int r;

	if (!is_of_part(NULL))
		return 0;
	if (hp_hooks_path(hooks, hook->tier, hook->name, path) < 0)
		return 0;
	if (hook->verdict != HP_VERDICT_RUNS) {
		note(plan, path, hook->verdict, *suffix ? suffix : "anything but ~");
		return 0;
	}
	if (streq(hook->tier, HP_VENDORDIR) &&
	    hp_hooks_is_masked(hooks->subdir, hook->name, mask)) {
		note(plan, path, HP_VERDICT_MASKED, mask);
		return 0;
	}
	r = plan_add(plan, path, false);
	return r == -ENOENT ? 0 : r;
}

static void on_unreadable(const char *path, int r, void *data)
{
	struct hp_plan *plan = data;

	if (!plan->is_quiet)
		hp_warning(r, "cannot read %s", path);
	plan->refused++;
	note(plan, path, HP_VERDICT_UNREADABLE, strerror(-r));
}

static int plan_add_dir(struct hp_plan *plan, const struct hp_uevent *event,
			const char *subdir)
{
	_cleanup_(hp_hooks_free) struct hp_hooks hooks = {
		.subdir = subdir,
		.all = plan->note,
		.unreadable = on_unreadable,
		.data = plan,
	};
	int r;

	plan->place = subdir;
	r = hp_hooks_find(&hooks);
	for (size_t i = 0; i < hooks.n && r >= 0; i++) {
		const struct hp_hook *hook = &hooks.list[i];

		plan->place = hook->tier ? subdir : "agent";
		if (hook->verdict == HP_VERDICT_REPLACED)
			note_replaced(plan, event, &hooks, hook);
		else if (hook->tier)
			r = plan_add_hook(plan, &hooks, hook);
		else
			r = plan_add_agent_step(plan, event);
	}
	return r;
}

static int cannot_plan(const struct hp_uevent *event, int r)
{
	return hp_error(r, "cannot plan %s %s", hp_action_name(event->action),
			event->subsystem);
}

static int make_plan(struct hp_plan *ret, const struct hp_uevent *event,
		     const struct hp_plan *model)
{
	_cleanup_(hp_plan_free) struct hp_plan plan = *model;
	int r = 0;

	if (!streq(event->subsystem, "default"))
		r = plan_add_dir(&plan, event, event->subsystem);
	if (r >= 0)
		r = plan_add_dir(&plan, event, "default");
	if (r < 0)
		return r;
	*ret = plan;
	plan = (struct hp_plan){0};
	return 0;
}

int hp_plan_make(struct hp_plan *ret, const struct hp_uevent *event)
{
	unsigned int waits = 0;
	int r;

	do
		r = make_plan(ret, event, &(struct hp_plan){0});
	while (hp_scarce_wait(r, &waits));
	return r < 0 ? cannot_plan(event, r) : 0;
}

int hp_plan_look(struct hp_plan *ret, const struct hp_uevent *event)
{
	return make_plan(ret, event, &(struct hp_plan){.is_quiet = true});
}

int hp_plan_explain(struct hp_plan *ret, const struct hp_uevent *event, hp_note_fn fn,
		    void *data)
{
	const struct hp_plan model = {.is_quiet = true, .note = fn, .data = data};
	int r = make_plan(ret, event, &model);

	return r < 0 ? cannot_plan(event, r) : 0;
}

unsigned int hp_plan_key(const struct hp_uevent *event)
{
	return event->action << 2 | !!event->modalias << 1 | !!event->devnum;
}

int hp_plan_places(const char *subsystem, int (*each)(const char *path, void *data),
		   void *data)
{
	static const char *const hook_dirs[] = {HP_HOOKDIR, HP_RUNHOOKDIR, HP_VENDORDIR};
	const char *const subdirs[] = {subsystem, "default"};
	char path[PATH_MAX];
	int r = 0;

	for (size_t i = 0; i < ARRAY_SIZE(hook_dirs) * ARRAY_SIZE(subdirs) && r == 0; i++)
		if (hp_path(path, "%s/%s", hook_dirs[i / 2], subdirs[i % 2]) == 0)
			r = each(path, data);
	for (size_t i = 0; i < ARRAY_SIZE(agent_dirs) && r == 0; i++)
		if (hp_path(path, "%s", agent_dirs[i]) == 0)
			r = each(path, data);
	return r;
}

void hp_plan_free(struct hp_plan *plan)
{
	for (size_t i = 0; i < plan->n; i++) {
		free(plan->steps[i].name);
		free(plan->steps[i].path);
	}
	free(plan->steps);
	plan->steps = NULL;
	plan->n = 0;
}

static int call_built_in(const struct hp_agent *agent, const struct hp_uevent *event)
{
	const char *caller = hp_log_open(agent->name);
	int r = agent->handle(event);

	hp_log_open(caller);
	return hp_agent_status(r);
}

static int step_run(const struct hp_step *step, const struct hp_uevent *event,
		    const struct hp_environment *env)
{
	char *argv[] = {step->name, (char *)event->subsystem, NULL};
	unsigned int waits = 0;
	int r;

	if (hp_dry_run) {
		printf("%s %s\n", step->name, event->subsystem);
		fflush(stdout);
		if (!step->is_ours)
			return 0;
	}
	do
		r = step->built_in ? call_built_in(step->built_in, event)
				   : hp_child_run(step->path, argv, env,
						  hp_conf_get()->hook_timeout);
	while (hp_scarce_wait(r, &waits));
	if (r < 0 && r != -ETIMEDOUT && r != -EINPROGRESS)
		return hp_error(r, "cannot run %s", step->name);
	/* Our own agents have said what was wrong. */
	if (step->is_ours && r == HP_AGENT_UNUSABLE)
		return -EBADMSG;
	if (r > 0 && !(step->is_ours && r == HP_AGENT_FAILED))
		hp_warning(0, "%s %s: exit status %d (%s %s)", step->name,
			   event->subsystem, r, hp_action_name(event->action),
			   event->devpath ? event->devpath : event->interface);
	return r ? -EIO : 0;
}

int hp_plan_run(const struct hp_plan *plan, const struct hp_uevent *event)
{
	struct hp_environment env;
	int r = plan->refused ? -EIO : 0;

	hp_environment_init(&env, event);
	for (size_t i = 0; i < plan->n; i++) {
		int step = step_run(&plan->steps[i], event, &env);

		if (step < 0 && r != -EIO)
			r = step == -EBADMSG ? -EBADMSG : -EIO;
	}
	return r;
}
