/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the administrator's setup scripts. See setup.h. */
#include <errno.h>
#include <sys/stat.h>

#include "agent.h"
#include "log.h"
#include "root.h"
#include "setup.h"
#include "trust.h"

/* Whether a name may become a part of a path. */
static bool is_file_name(const char *name)
{
	return *name && *name != '.' && strlen(name) <= NAME_MAX && !strchr(name, '/');
}

/* Adds the script at path, whose last component is name, if it is there. */
static int find_script(const char *path, const char *name, struct hp_names *scripts)
{
	struct stat st;
	int r;

	/* A link is followed later, inside the root. */
	if (lstat(path, &st) < 0)
		return 0;
	r = hp_names_add(scripts, name, strlen(name));
	return r < 0 ? r : 1;
}

/* Looks for the name with every `from` as `to`, where it has any. */
static int find_spelling(char *path, char *name, char from, char to,
			 struct hp_names *scripts)
{
	char *c;

	if (!strchr(name, from))
		return 0;
	for (c = name; *c; c++)
		if (*c == from)
			*c = to;
	return find_script(path, name, scripts);
}

static int find_module(const char *dir, const char *module, struct hp_names *scripts)
{
	char path[PATH_MAX], *name;
	int r;

	if (!is_file_name(module) ||
	    hp_path(path, "%s/%s/%s", HP_CONFDIR, dir, module) < 0)
		return 0;
	name = strrchr(path, '/') + 1;
	r = find_script(path, name, scripts);
	if (r == 0)
		r = find_spelling(path, name, '-', '_', scripts);
	if (r == 0)
		r = find_spelling(path, name, '_', '-', scripts);
	return r < 0 ? r : 0;
}

int hp_setup_find(const char *dir, const struct hp_names *modules,
		  struct hp_names *scripts)
{
	size_t i;
	int r = 0;

	for (i = 0; r == 0 && i < modules->n; i++)
		r = find_module(dir, modules->name[i], scripts);
	return r;
}

int hp_setup_run_program(const char *path, const struct hp_environment *env)
{
	char file[PATH_MAX], why[HP_TRUST_WHY_MAX];
	char *argv[] = {file, NULL};
	int r = hp_trust_executable(path, file, why);

	if (r == -ECANCELED)
		return 0; /* masked */
	if (r == -EACCES)
		return hp_error(0, "%s is refused: %s", path, why), r;
	if (r < 0)
		return hp_error(r, "%s", path);
	if (hp_dry_run) {
		dprintf(STDOUT_FILENO, "run %s\n", path);
		return 0;
	}
	r = hp_child_run(argv[0], argv, env, HP_SETUP_TIMEOUT_S);
	if (r < 0)
		return hp_error(r, "%s", path);
	if (r > 0)
		hp_error(0, "%s ended with status %d", path, r);
	return r ? -EIO : 0;
}

int hp_setup_run(const char *dir, const struct hp_names *scripts,
		 const struct hp_environment *env)
{
	char path[PATH_MAX];
	int r, first = 0;
	size_t i;

	for (i = 0; i < scripts->n; i++) {
		const char *name = scripts->name[i];

		if (!is_file_name(name)) {
			r = -EINVAL;
			hp_error(0, "'%s' is not the name of a setup script", name);
		} else {
			r = hp_path(path, "%s/%s/%s", HP_CONFDIR, dir, name);
			r = r < 0 ? hp_error(r, "%s/%s", dir, name)
				  : hp_setup_run_program(path, env);
		}
		first = first ?: r;
	}
	return first;
}
