/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the modules of a tree in the index. See depmap_modules.h. */
#include <errno.h>
#include <limits.h>

#include "depmap_modules.h"
#include "root.h"

/* What libkmod goes by beside modules.alias.bin and modprobe.d. */
static const char *const needed[] = {
	"modules.dep.bin",
	"modules.softdep",
	"modules.builtin.bin",
};

/* A file that is not there makes the index stale when it comes. */
static int add_needed(struct hp_index_writer *index, const char *tree, const char *name)
{
	struct hp_stamp stamp;
	char path[PATH_MAX];
	int r;

	if (snprintf(path, sizeof(path), "%s/%s", tree, name) >= (int)sizeof(path))
		return -ENAMETOOLONG;
	r = hp_stamp_take(&stamp, path);
	if (r == 0)
		return hp_index_writer_needed(index, HP_INDEX_REQUIRED, name, &stamp);
	if (r != -ENOENT)
		return r;
	r = hp_index_writer_needed(index, HP_INDEX_ABSENT, path + strlen(hp_root_get()),
				   NULL);
	return r < 0 ? r : 1;
}

int depmap_add_needed(struct hp_index_writer *index, const char *tree)
{
	int r = 0, missing = 0;

	for (size_t i = 0; i < ARRAY_SIZE(needed) && r >= 0; i++) {
		r = add_needed(index, tree, needed[i]);
		missing |= r > 0;
	}
	return r < 0 ? r : missing;
}

/* Whether the line may change what loading takes. */
static bool has_say(const struct hp_modconf_setting *setting)
{
	return setting->word != HP_MODCONF_WEAKDEP;
}

static bool has_line(const struct hp_modconf *conf, const char *module)
{
	const struct hp_modconf_setting *setting = NULL;

	while ((setting = hp_modconf_next(conf, setting)))
		if (has_say(setting) && hp_modconf_matches(setting, module))
			return true;
	return false;
}

/* Splits the words of text, the last one first. Returns their number, or -ENOMEM. */
static ssize_t split(char *text, const char ***ret)
{
	size_t i, n = 1;
	char *word, *save;

	for (i = 0; text[i]; i++)
		n += text[i] == ' ';
	*ret = calloc(n, sizeof(**ret));
	if (!*ret)
		return -ENOMEM;
	for (i = n, word = strtok_r(text, " ", &save); word;
	     word = strtok_r(NULL, " ", &save))
		(*ret)[--i] = word;
	memmove(*ret, *ret + i, (n - i) * sizeof(**ret));
	return n - i;
}

/* Ends the path of "PATH: NEED NEED", which may hold a ':' itself. Returns the needs, or
 * NULL. */
static char *end_path(char *text)
{
	char *colon = text;

	while ((colon = strchr(colon, ':')) && colon[1] && colon[1] != ' ')
		colon++;
	if (!colon)
		return NULL;
	*colon = '\0';
	return colon + 1;
}

static int on_module(const char *name, const char *value, void *data)
{
	const struct depmap_modules *modules = data;
	enum hp_index_module kind = HP_INDEX_PLAIN;
	_cleanup_free_ char *path = strdup(value);
	_cleanup_free_ const char **needs = NULL;
	char *end = path ? end_path(path) : NULL;
	ssize_t n;
	int r;

	if (!end)
		return path ? -EBADMSG : -ENOMEM;
	n = split(end, &needs);
	if (n < 0)
		return n;
	/* A file that is not in the tree has an absolute path. */
	if (*path == '/' || has_line(modules->conf, name))
		kind = HP_INDEX_SPECIAL;
	r = hp_index_writer_module(modules->index, kind, path, needs, n);
	/* A name that is too long for the index: whoever needs it is left to libkmod, and
	 * so is the module itself. */
	if (r == -E2BIG)
		r = hp_index_writer_module(modules->index, HP_INDEX_SPECIAL, path, NULL,
					   0);
	return r == -E2BIG ? 0 : r;
}

static int on_builtin(const char *name, const char *none, void *data)
{
	const struct depmap_modules *modules = data;

	return hp_index_writer_module(modules->index, HP_INDEX_BUILTIN, name, NULL, 0);
}

/* What holds for whatever is loaded by an alias. Who asks for a module by its name finds
 * that it is special. */
static int add_lines(const struct depmap_modules *modules)
{
	const struct hp_modconf_setting *setting = NULL;
	int r = 0;

	while (r == 0 && (setting = hp_modconf_next(modules->conf, setting)))
		if (has_say(setting) && setting->word != HP_MODCONF_ALIAS &&
		    setting->word != HP_MODCONF_BLACKLIST &&
		    hp_module_rank(modules->ranks, setting->key) == UINT32_MAX)
			r = hp_index_writer_config(modules->index, HP_INDEX_LINE,
						   setting->key, "");
	return r;
}

static bool allows_only(const struct hp_modconf *conf)
{
	const struct hp_modconf_setting *setting = NULL;

	while ((setting = hp_modconf_next(conf, setting)))
		if (setting->word == HP_MODCONF_ALLOW_ONLY)
			return true;
	return false;
}

int depmap_add_modules(const struct depmap_modules *modules)
{
	int r;

	if (allows_only(modules->conf))
		return 0;
	r = hp_aliases_each_module(modules->aliases, on_module, (void *)modules);
	if (r >= 0)
		r = hp_aliases_each_builtin(modules->aliases, on_builtin,
					    (void *)modules);
	/* Without modules.builtin, depmod leaves an empty modules.builtin.bin. */
	return r < 0 && r != -ENOENT ? r : add_lines(modules);
}
