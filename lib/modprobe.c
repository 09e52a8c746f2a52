/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: how agents have modules loaded. See modprobe.h. */
#include <errno.h>

#include "blacklist.h"
#include "child.h"
#include "conf.h"
#include "load.h"
#include "loadplan.h"
#include "log.h"
#include "modconf.h"
#include "modprobe.h"
#include "root.h"
#include "trust.h"

/* What stands in a call beside names: the program and its two options, "-d" with its
 * directory, a "-C" with each of hp_modconf_dirs, the four words and the name of
 * hp_modprobe_ask(), "--", and the NULL that ends it. */
#define WORDS_MAX (3 + 2 + 2 * HP_MODCONF_DIRS + 5 + 2)

struct call {
	char modprobe[PATH_MAX];
	struct hp_modconf_dirs dirs;
	const char **argv;
	size_t argc;
};

static void add_word(struct call *call, const char *word)
{
	call->argv[call->argc++] = word;
}

/* modprobe's -d is about the module tree alone: modprobe.d is named to it. */
static int add_root(struct call *call)
{
	size_t i;
	int r;

	if (!*hp_root_get())
		return 0;
	add_word(call, "-d");
	add_word(call, hp_root_get());
	r = hp_modconf_find_dirs(&call->dirs);
	for (i = 0; i < HP_MODCONF_DIRS && r == 0; i++) {
		add_word(call, "-C");
		add_word(call, call->dirs.path[i]);
	}
	return r;
}

int hp_modprobe_find(char ret[static PATH_MAX])
{
	char path[PATH_MAX], why[HP_TRUST_WHY_MAX];
	int r = hp_path(path, "%s/modprobe", HP_AGENTDIR);

	if (r == 0)
		r = hp_trust_executable(path, ret, why);
	if (r == -EACCES)
		hp_error(0, "%s is refused: %s", path, why);
	else if (r < 0)
		hp_error(r, "%s/modprobe", HP_AGENTDIR);
	return r;
}

/* r: as hp_child_run() gives it. */
static int judge(int r, const char *modprobe)
{
	if (r == -EINPROGRESS || r == -ETIMEDOUT)
		return r;
	if (r < 0)
		return hp_error(r, "%s", modprobe);
	/* 1: it has said itself what failed. */
	if (r > 1)
		hp_error(0, "%s ended with status %d", modprobe, r);
	return r ? -EIO : 0;
}

static int run_call(const struct call *call, const struct hp_uevent *event)
{
	struct hp_environment env;
	int r;

	hp_environment_init(&env, event);
	r = hp_child_run(call->argv[0], (char *const *)call->argv, &env,
			 hp_conf_get()->hook_timeout);
	return judge(r, call->modprobe);
}

/* Exit status of run_plan(), beside modprobe's own. */
enum { PLAN_DONE, PLAN_FAILED, PLAN_NOT_BEGUN };

#define SIGNALLED 128 /* and above: hp_child_run() */

/* What a modprobe -a would do, in its place. */
static int run_plan(void *data)
{
	struct hp_loadplan *plan = data;
	int r, status = PLAN_DONE;

	if (hp_loadplan_open(plan) < 0)
		return PLAN_NOT_BEGUN;
	hp_load_open_log();
	for (size_t i = 0; i < plan->n; i++) {
		hp_load_log_asked(plan->module[i].name);
		r = hp_loadplan_insert(plan, i);
		if (r < 0 && !hp_load_found_no_device(r))
			status = PLAN_FAILED;
	}
	return status;
}

/* Returns -ENOTSUP where modprobe is needed; nothing is done, or logged, then. */
static int load_by_plan(struct hp_index *index, const char *const names[], size_t n)
{
	_cleanup_(hp_loadplan_free) struct hp_loadplan plan = {0};
	static const char modprobe[] = HP_AGENTDIR "/modprobe";
	int r;

	if (!index || *hp_root_get() || hp_loadplan_make(&plan, index, names, n) < 0)
		return -ENOTSUP;
	r = hp_child_call(modprobe, run_plan, &plan, hp_conf_get()->hook_timeout);
	if (r == PLAN_DONE || r == PLAN_FAILED || r == -ETIMEDOUT || r == -EINPROGRESS ||
	    r > SIGNALLED)
		return judge(r, modprobe);
	return -ENOTSUP; /* the child could not even be prepared */
}

/* Begins a call: the program, and its options for this and for any case. */
static int begin_call(struct call *call, const char **argv, const char *options)
{
	int r = hp_modprobe_find(call->modprobe);

	if (r < 0)
		return r;
	call->argv = argv;
	call->argc = 0;
	add_word(call, call->modprobe);
	add_word(call, options);
	add_word(call, "--ignore-no-device");
	r = add_root(call);
	return r < 0 ? hp_error(r, "%s", call->modprobe) : 0;
}

static int load_by_modprobe(const struct hp_uevent *event, const char *const names[],
			    size_t n)
{
	struct call call;
	_cleanup_free_ const char **argv = calloc(WORDS_MAX + n, sizeof(*argv));
	size_t i;
	int r;

	if (!argv)
		return hp_error(-ENOMEM, "modprobe");
	r = begin_call(&call, argv, "-ab");
	if (r < 0)
		return r;
	add_word(&call, "--");
	for (i = 0; i < n; i++)
		add_word(&call, names[i]);
	return run_call(&call, event);
}

int hp_modprobe_load(const struct hp_uevent *event, struct hp_index *index,
		     const char *const names[], size_t n)
{
	int r = load_by_plan(index, names, n);

	return r == -ENOTSUP ? load_by_modprobe(event, names, n) : r;
}

int hp_modprobe_ask(const struct hp_uevent *event, const char *modalias)
{
	struct call call;
	char blacklist[PATH_MAX];
	const char *argv[WORDS_MAX] = {NULL};
	int r;

	r = begin_call(&call, argv, "-ab");
	if (r == 0)
		r = hp_blacklist_path(blacklist);
	if (r < 0)
		return r;
	add_word(&call, "-q");
	add_word(&call, "--ignore-missing");
	add_word(&call, "--blacklist-file");
	add_word(&call, blacklist);
	add_word(&call, "--");
	add_word(&call, modalias);
	return run_call(&call, event);
}

int hp_modprobe_load_with(const struct hp_uevent *event, const char *name,
			  const char *parameter)
{
	struct call call;
	const char *argv[WORDS_MAX] = {NULL};
	int r = begin_call(&call, argv, "-b");

	if (r < 0)
		return r;
	add_word(&call, "--");
	add_word(&call, name);
	add_word(&call, parameter);
	return run_call(&call, event);
}
