/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: modprobe --check: what is wrong with modprobe.d, each with its place. */
#include <errno.h>

#include "log.h"
#include "modconf.h"
#include "modprobe_verbs.h"

struct problems {
	unsigned int n;
};

static void print_problem(const char *file, unsigned int line, unsigned int column,
			  const char *text, void *data)
{
	struct problems *problems = data;

	printf("%s:%u:%u: %s\n", file, line, column, text);
	problems->n++;
}

/* A line that kmod never comes to, since an earlier one has the same word and name. */
static bool is_shadowed(const struct hp_modconf *conf,
			const struct hp_modconf_setting *setting)
{
	const struct hp_modconf_setting *earlier = NULL;

	if (setting->word != HP_MODCONF_INSTALL && setting->word != HP_MODCONF_REMOVE)
		return false;
	while ((earlier = hp_modconf_next(conf, earlier)) != setting)
		if (earlier->word == setting->word &&
		    hp_modconf_matches(earlier, setting->key))
			return true;
	return false;
}

static void check_setting(const struct hp_modconf *conf,
			  const struct hp_modconf_setting *setting,
			  struct problems *problems)
{
	const char *text = NULL;

	if (is_shadowed(conf, setting))
		text = "an earlier line has the same word and name";
	else if (setting->word == HP_MODCONF_ALLOW_ONLY && access(setting->key, R_OK) < 0)
		text = strerror(errno);
	if (text)
		print_problem(setting->file, setting->line, setting->column, text,
			      problems);
}

int modprobe_check(const struct modprobe_request *request, char *const words[])
{
	struct problems problems = {0};
	const struct hp_modconf_where where = {
		.paths = request->where.config,
		.problem = print_problem,
		.data = &problems,
	};
	_cleanup_(hp_modconf_freep) struct hp_modconf *conf = NULL;
	const struct hp_modconf_setting *setting = NULL;
	int r = hp_modconf_read(&conf, &where);

	if (r < 0)
		return hp_error(r, "modprobe.d");
	while ((setting = hp_modconf_next(conf, setting)))
		check_setting(conf, setting, &problems);
	return problems.n ? -EINVAL : 0;
}
