/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: all aliases and modules of a module tree and all of modprobe.d. See aliases.h.
 */
#include <errno.h>

#include "aliases.h"
#include "kmodlog.h"
#include "module_kmod.h"

struct hp_aliases {
	struct kmod_ctx *kmod;
};

/* The paths that exist: libkmod takes one that does not for an error. */
static const char **existing(const char *const *paths)
{
	const char **list;
	size_t n = 0, at = 0;

	while (paths[n])
		n++;
	list = calloc(n + 1, sizeof(*list));
	for (size_t i = 0; list && i < n; i++)
		if (access(paths[i], F_OK) == 0)
			list[at++] = paths[i];
	return list;
}

int hp_aliases_open(struct hp_aliases **ret, const char *dir, const char *const *config)
{
	_cleanup_(hp_aliases_closep) struct hp_aliases *aliases = NULL;
	_cleanup_free_ const char **paths = existing(config);
	struct hp_kmodlog log;

	aliases = calloc(1, sizeof(*aliases));
	if (!aliases || !paths)
		return -ENOMEM;
	/* It reads modprobe.d before anybody can tell it where to log. */
	hp_kmodlog_catch(&log);
	aliases->kmod = kmod_new(dir, paths);
	hp_kmodlog_release(&log);
	if (!aliases->kmod)
		return -ENOMEM;
	*ret = TAKE_PTR(aliases);
	return 0;
}

void hp_aliases_close(struct hp_aliases *aliases)
{
	if (!aliases)
		return;
	kmod_unref(aliases->kmod);
	free(aliases);
}

/* How libkmod prints an index. */
struct dump {
	enum kmod_index index;
	const char *prefix;			 /* of each line */
	char *(*split)(const char *line, int c); /* finds the blank before the value */
};

static int each_line(FILE *file, const struct dump *dump, hp_aliases_fn fn, void *data)
{
	_cleanup_free_ char *line = NULL;
	size_t size = 0, n_prefix = strlen(dump->prefix);
	ssize_t n;
	int r = 0;

	while (r >= 0 && (n = getline(&line, &size, file)) > 0) {
		char *key = line, *value;

		if (line[n - 1] == '\n')
			line[n - 1] = '\0';
		if (strncmp(key, dump->prefix, n_prefix) != 0)
			continue;
		key += n_prefix;
		value = dump->split(key, ' ');
		if (!value)
			continue;
		*value++ = '\0';
		r = fn(key, value, data);
	}
	if (r >= 0 && ferror(file))
		return -EIO;
	return r;
}

static int each(struct hp_aliases *aliases, const struct dump *dump, hp_aliases_fn fn,
		void *data)
{
	_cleanup_fclose_ FILE *file = tmpfile();
	int r;

	if (!file)
		return -errno;
	/* Without this, libkmod reads the index by stdio, which takes it far longer. */
	kmod_load_resources(aliases->kmod);
	r = kmod_dump_index(aliases->kmod, dump->index, fileno(file));
	if (r < 0)
		return -ENOENT;
	rewind(file);
	return each_line(file, dump, fn, data);
}

int hp_aliases_each(struct hp_aliases *aliases, hp_aliases_fn fn, void *data)
{
	static const struct dump dump = {KMOD_INDEX_MODULES_ALIAS, "alias ", strrchr};

	return each(aliases, &dump, fn, data);
}

int hp_aliases_each_module(struct hp_aliases *aliases, hp_aliases_fn fn, void *data)
{
	static const struct dump dump = {KMOD_INDEX_MODULES_DEP, "", strchr};

	return each(aliases, &dump, fn, data);
}

int hp_aliases_each_builtin(struct hp_aliases *aliases, hp_aliases_fn fn, void *data)
{
	static const struct dump dump = {KMOD_INDEX_MODULES_BUILTIN, "", strchr};

	return each(aliases, &dump, fn, data);
}

typedef struct kmod_config_iter *(*get_config_fn)(const struct kmod_ctx *kmod);

int hp_aliases_config(struct hp_aliases *aliases, enum hp_aliases_config kind,
		      hp_aliases_fn fn, void *data)
{
	static const get_config_fn get[] = {
		[HP_ALIASES_ALIAS] = kmod_config_get_aliases,
		[HP_ALIASES_INSTALL] = kmod_config_get_install_commands,
		[HP_ALIASES_REMOVE] = kmod_config_get_remove_commands,
	};
	struct kmod_config_iter *iter = get[kind](aliases->kmod);
	int r = 0;

	while (r >= 0 && iter && kmod_config_iter_next(iter))
		r = fn(kmod_config_iter_get_key(iter), kmod_config_iter_get_value(iter),
		       data);
	kmod_config_iter_free_iter(iter);
	return r;
}
