/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the plan for an event, and its run. See dispatch.h. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "agent.h"
#include "child.h"
#include "conf.h"
#include "dir.h"
#include "dispatch.h"
#include "log.h"
#include "root.h"
#include "trust.h"

#define AGENT_STEP "default.hotplug"

static const char *const agent_dirs[] = {HP_CONFDIR, HP_AGENTDIR};

static const struct hp_agent *(*find_built_in)(const char *path);

void hp_dispatch_set_built_in(const struct hp_agent *(*find)(const char *path))
{
	find_built_in = find;
}

struct hook {
	char *name;
	const char *tier; /* HP_HOOKDIR or HP_VENDORDIR; NULL: the agent's place */
};

struct hooks {
	struct hook *list;
	size_t n;
	const char *tier; /* while this one is read */
	const char *subdir;
	bool is_quiet;
	unsigned int unreadable; /* directories of it */
};

static void hooks_free(struct hooks *hooks)
{
	for (size_t i = 0; i < hooks->n; i++)
		free(hooks->list[i].name);
	free(hooks->list);
}

static int hooks_add(struct hooks *hooks, const char *name, const char *tier)
{
	struct hook *more;

	for (size_t i = 0; i < hooks->n; i++)
		if (streq(hooks->list[i].name, name))
			return 0;
	more = reallocarray(hooks->list, hooks->n + 1, sizeof(*more));
	if (!more)
		return -ENOMEM;
	hooks->list = more;
	more[hooks->n] = (struct hook){strdup(name), tier};
	return more[hooks->n].name ? hooks->n++, 0 : -ENOMEM;
}

static bool is_hook_name(const char *name)
{
	const char *suffix = hp_conf_get()->hook_suffix;
	size_t n = strlen(name), n_suffix = strlen(suffix);

	if (streq(name, AGENT_STEP))
		return true;
	return n > n_suffix && streq(name + n - n_suffix, suffix) && name[n - 1] != '~';
}

static int take_hook(const char *name, unsigned char type, void *data)
{
	struct hooks *hooks = data;

	if (!is_hook_name(name) || type == DT_DIR)
		return 0;
	return hooks_add(hooks, name, hooks->tier);
}

static int compare_hooks(const void *a, const void *b)
{
	return strcmp(((const struct hook *)a)->name, ((const struct hook *)b)->name);
}

static int hooks_read(struct hooks *hooks, const char *tier)
{
	_cleanup_close_ int fd = -1;
	char path[PATH_MAX];

	if (hp_path(path, "%s/%s", tier, hooks->subdir) < 0)
		return 0;
	fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0 && errno != ENOENT) {
		if (!hooks->is_quiet)
			hp_warning(-errno, "cannot read %s", path);
		hooks->unreadable++;
	}
	hooks->tier = tier;
	return fd < 0 ? 0 : hp_dir_read(fd, take_hook, hooks);
}

/* What is in hotplug.d/SUBDIR of /etc and /usr/lib, each name once, sorted. */
static int hooks_find(struct hooks *hooks, const char *subdir, bool is_quiet)
{
	int r;

	*hooks = (struct hooks){.subdir = subdir, .is_quiet = is_quiet};
	r = hooks_read(hooks, HP_HOOKDIR);
	if (r >= 0)
		r = hooks_read(hooks, HP_VENDORDIR);
	if (r >= 0 && streq(subdir, "default"))
		r = hooks_add(hooks, AGENT_STEP, NULL);
	if (r >= 0 && hooks->n)
		qsort(hooks->list, hooks->n, sizeof(*hooks->list), compare_hooks);
	return r;
}

/* /run, which may be mounted noexec, has nothing to run, but masks the vendor's hooks and
 * the agent. Mostly there is neither: whoever finds one asks. */
static bool is_masked(const char *subdir, const char *name)
{
	char path[PATH_MAX], target[sizeof("/dev/null")];
	ssize_t n;

	if (hp_path(path, "%s/%s/%s", HP_RUNHOOKDIR, subdir, name) < 0)
		return false;
	n = readlink(path, target, sizeof(target));
	return n == strlen("/dev/null") && memcmp(target, "/dev/null", n) == 0;
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
		return 0;
	}
	if (r < 0)
		return r == -ECANCELED ? 0 : r;
	more = reallocarray(plan->steps, plan->n + 1, sizeof(*more));
	if (!more)
		return -ENOMEM;
	plan->steps = more;
	return step_init(&more[plan->n++], path, resolved, is_ours);
}

/* Most events of a bus are none of its agent's business. */
static bool is_idle(const char *path, const struct hp_uevent *event)
{
	const struct hp_agent *agent = find_built_in ? find_built_in(path) : NULL;

	return agent && agent->wants && !agent->wants(event) && is_helper(path);
}

static int plan_add_agent_of(struct hp_plan *plan, const char *dir, const char *name,
			     const struct hp_uevent *event)
{
	bool is_ours = streq(dir, HP_AGENTDIR);
	char path[PATH_MAX];

	/* Mostly nothing is there: one look is cheaper than the walk. */
	if (hp_path(path, "%s/%s.agent", dir, name) < 0 ||
	    (faccessat(AT_FDCWD, path, F_OK, AT_SYMLINK_NOFOLLOW) < 0 && errno == ENOENT))
		return -ENOENT;
	if ((is_ours && is_idle(path, event)) || is_masked("default", AGENT_STEP))
		return 0;
	return plan_add(plan, path, is_ours);
}

static int plan_add_agent(struct hp_plan *plan, const char *name,
			  const struct hp_uevent *event)
{
	int r = plan_add_agent_of(plan, HP_CONFDIR, name, event);

	return r == -ENOENT ? plan_add_agent_of(plan, HP_AGENTDIR, name, event) : r;
}

static int plan_add_agent_step(struct hp_plan *plan, const struct hp_uevent *event)
{
	int r = plan_add_agent(plan, event->subsystem, event);

	if (r == -ENOENT && event->modalias)
		r = plan_add_agent(plan, "modalias", event);
	return r == -ENOENT ? 0 : r;
}

static int plan_add_hook(struct hp_plan *plan, const struct hooks *hooks,
			 const struct hook *hook)
{
	char path[PATH_MAX];
	int r;

	if (streq(hook->tier, HP_VENDORDIR) && is_masked(hooks->subdir, hook->name))
		return 0;
	if (hp_path(path, "%s/%s/%s", hook->tier, hooks->subdir, hook->name) < 0)
		return 0;
	r = plan_add(plan, path, false);
	return r == -ENOENT ? 0 : r;
}

static int plan_add_dir(struct hp_plan *plan, const struct hp_uevent *event,
			const char *subdir)
{
	_cleanup_(hooks_free) struct hooks hooks;
	int r = hooks_find(&hooks, subdir, plan->is_quiet);

	plan->refused += hooks.unreadable;
	for (size_t i = 0; i < hooks.n && r >= 0; i++) {
		if (hooks.list[i].tier)
			r = plan_add_hook(plan, &hooks, &hooks.list[i]);
		else
			r = plan_add_agent_step(plan, event);
	}
	return r;
}

static int make_plan(struct hp_plan *ret, const struct hp_uevent *event, bool is_quiet)
{
	_cleanup_(hp_plan_free) struct hp_plan plan = {.is_quiet = is_quiet};
	int r = 0;

	if (!streq(event->subsystem, "default"))
		r = plan_add_dir(&plan, event, event->subsystem);
	if (r >= 0)
		r = plan_add_dir(&plan, event, "default");
	if (r < 0)
		return hp_error(r, "cannot plan %s %s", hp_action_name(event->action),
				event->subsystem);
	*ret = plan;
	plan = (struct hp_plan){0};
	return 0;
}

int hp_plan_make(struct hp_plan *ret, const struct hp_uevent *event)
{
	return make_plan(ret, event, false);
}

int hp_plan_look(struct hp_plan *ret, const struct hp_uevent *event)
{
	return make_plan(ret, event, true);
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
	int r;

	if (hp_dry_run) {
		printf("%s %s\n", step->name, event->subsystem);
		fflush(stdout);
		if (!step->is_ours)
			return 0;
	}
	r = step->built_in
		    ? call_built_in(step->built_in, event)
		    : hp_child_run(step->path, argv, env, hp_conf_get()->hook_timeout);
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

static int take_agent(const char *name, unsigned char type, void *data)
{
	size_t n = strlen(name), n_suffix = strlen(".agent");

	return n > n_suffix && streq(name + n - n_suffix, ".agent")
		       ? hooks_add(data, name, NULL)
		       : 0;
}

void hp_agents_list(void (*each)(const char *subsystem))
{
	_cleanup_(hooks_free) struct hooks names = {0};
	char path[PATH_MAX];

	for (size_t i = 0; i < ARRAY_SIZE(agent_dirs); i++) {
		_cleanup_close_ int fd = -1;

		if (hp_path(path, "%s", agent_dirs[i]) == 0)
			fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (fd >= 0 && hp_dir_read(fd, take_agent, &names) < 0)
			return;
	}
	if (names.n)
		qsort(names.list, names.n, sizeof(*names.list), compare_hooks);
	for (size_t i = 0; i < names.n; i++) {
		names.list[i].name[strlen(names.list[i].name) - strlen(".agent")] = '\0';
		each(names.list[i].name);
	}
}
