/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the administrator's setup scripts. See setup.h. */
#include <errno.h>
#include <fcntl.h>

#include "agent.h"
#include "log.h"
#include "root.h"
#include "setup.h"
#include "trust.h"

/* Writes name with every `from` as `to`. A name that does not fit becomes "". */
static void spell(char dst[static NAME_MAX + 1], const char *name, char from, char to)
{
	size_t n = strlen(name), i;

	if (n > NAME_MAX)
		n = 0;
	for (i = 0; i < n; i++)
		dst[i] = name[i] == from ? to : name[i];
	dst[n] = '\0';
}

static int find_spelling(int dir, const char *name, struct hp_names *scripts)
{
	int r;

	if (!*name || *name == '.' || strchr(name, '/'))
		return 0;
	if (faccessat(dir, name, F_OK, 0) < 0)
		return 0;
	r = hp_names_add(scripts, name, strlen(name));
	return r < 0 ? r : 1;
}

static int find_module(int dir, const char *module, struct hp_names *scripts)
{
	char underscores[NAME_MAX + 1], dashes[NAME_MAX + 1];
	const char *spellings[] = {module, underscores, dashes};
	size_t i;
	int r = 0;

	spell(underscores, module, '-', '_');
	spell(dashes, module, '_', '-');
	for (i = 0; r == 0 && i < ARRAY_SIZE(spellings); i++)
		r = find_spelling(dir, spellings[i], scripts);
	return r < 0 ? r : 0;
}

int hp_setup_find(const char *dir, const struct hp_names *modules,
		  struct hp_names *scripts)
{
	_cleanup_close_ int fd = -1;
	char path[PATH_MAX];
	size_t i;
	int r = 0;

	if (!modules->n || hp_path(path, "%s/%s", HP_CONFDIR, dir) < 0)
		return 0;
	fd = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return 0;
	for (i = 0; r == 0 && i < modules->n; i++)
		r = find_module(fd, modules->name[i], scripts);
	return r;
}

int hp_setup_run_program(const char *path, const struct hp_environment *env)
{
	char file[PATH_MAX], why[HP_TRUST_WHY_MAX];
	char *argv[] = {file, NULL};
	int r = hp_trust_executable(path, file, why);

	if (r == -EACCES)
		return hp_error(0, "%s is refused: %s", path, why), r;
	if (r < 0)
		return hp_error(r, "%s", path);
	if (hp_dry_run) {
		dprintf(STDOUT_FILENO, "run %s\n", path);
		return 0;
	}
	r = hp_child_run(argv, env, HP_SETUP_TIMEOUT_S);
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

		if (*name == '.' || strchr(name, '/')) {
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
