/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: how agents start the suite's modprobe. See modprobe.h. */
#include <errno.h>

#include "child.h"
#include "log.h"
#include "modprobe.h"
#include "root.h"
#include "trust.h"

/* Where libkmod looks for modprobe.d. Under --root they are named to modprobe, whose -d
 * is about the module tree alone. */
static const char *const config_dirs[] = {
	"/etc/modprobe.d",     "/run/modprobe.d", "/usr/local/lib/modprobe.d",
	"/usr/lib/modprobe.d", "/lib/modprobe.d",
};

/* What stands in a call beside names: the program, "-ab", "-d" with its directory, a "-C"
 * with each of config_dirs, four for a MODALIAS and itself, "--", NULL. */
#define WORDS_MAX (4 + 2 * ARRAY_SIZE(config_dirs) + 5 + 2)

struct call {
	char modprobe[PATH_MAX];
	char dirs[ARRAY_SIZE(config_dirs)][PATH_MAX];
	char blacklist[PATH_MAX];
	const char **argv;
	size_t argc;
};

static void add_word(struct call *call, const char *word)
{
	call->argv[call->argc++] = word;
}

static int add_root(struct call *call)
{
	size_t i;

	if (!*hp_root_get())
		return 0;
	add_word(call, "-d");
	add_word(call, hp_root_get());
	for (i = 0; i < ARRAY_SIZE(config_dirs); i++) {
		if (hp_path(call->dirs[i], "%s", config_dirs[i]) < 0)
			return -ENAMETOOLONG;
		add_word(call, "-C");
		add_word(call, call->dirs[i]);
	}
	return 0;
}

/* Most devices have no driver: that nothing is found is no failure. */
static int add_modalias_options(struct call *call)
{
	if (hp_path(call->blacklist, "%s/blacklist", HP_CONFDIR) < 0)
		return -ENAMETOOLONG;
	add_word(call, "-q");
	add_word(call, "--ignore-missing");
	add_word(call, "--blacklist-file");
	add_word(call, call->blacklist);
	return 0;
}

static int add_words(struct call *call, const char *const names[], size_t n,
		     const char *modalias)
{
	size_t i;
	int r;

	add_word(call, call->modprobe);
	add_word(call, "-ab");
	r = add_root(call);
	if (r == 0 && modalias)
		r = add_modalias_options(call);
	if (r < 0)
		return r;
	add_word(call, "--");
	for (i = 0; i < n; i++)
		add_word(call, names[i]);
	if (modalias)
		add_word(call, modalias);
	add_word(call, NULL);
	return 0;
}

static int find_modprobe(char ret[static PATH_MAX])
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

static int run_call(const struct call *call, const struct hp_uevent *event)
{
	struct hp_environment env;
	int r;

	hp_environment_init(&env, event);
	r = hp_child_run((char *const *)call->argv, &env, 0);
	if (r < 0)
		return hp_error(r, "%s", call->modprobe);
	/* 1: it has said itself what failed. */
	if (r > 1)
		hp_error(0, "%s ended with status %d", call->modprobe, r);
	return r ? -EIO : 0;
}

int hp_modprobe_run(const struct hp_uevent *event, const char *const names[], size_t n,
		    const char *modalias)
{
	static struct call call;
	_cleanup_free_ const char **argv = calloc(WORDS_MAX + n, sizeof(*argv));
	int r;

	if (!argv)
		return hp_error(-ENOMEM, "modprobe");
	call.argv = argv;
	call.argc = 0;
	r = find_modprobe(call.modprobe);
	if (r < 0)
		return r;
	r = add_words(&call, names, n, modalias);
	if (r < 0)
		return hp_error(r, "%s", call.modprobe);
	return run_call(&call, event);
}
