/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: which lines make a name a module, and which are about a module. See module.h.
 */
#include <errno.h>
#include <fnmatch.h>
#include <limits.h>

#include "log.h"
#include "modconf.h"
#include "module_kmod.h"

/* Calls fn for each alias that matches name, or for every one where that is NULL. Returns
 * how many did. */
static int each_alias(const struct hp_modconf *conf, const char *name,
		      hp_modules_line_fn fn, void *data)
{
	const struct hp_modconf_setting *setting = NULL;
	int n = 0;

	while ((setting = hp_modconf_next(conf, setting))) {
		if (setting->word != HP_MODCONF_ALIAS ||
		    (name && !hp_modconf_matches(setting, name)))
			continue;
		fn(setting, data);
		n++;
	}
	return n;
}

/* The indexes of the tree as text have the syntax of modprobe.d. */
static int each_alias_of_tree(const struct hp_modules *modules, const char *file,
			      const char *name, hp_modules_line_fn fn, void *data)
{
	_cleanup_(hp_modconf_freep) struct hp_modconf *conf = hp_modconf_new();
	const struct hp_modconf_where where = {0};
	char path[PATH_MAX];
	int r;

	if (!conf)
		return -ENOMEM;
	if (snprintf(path, sizeof(path), "%s/%s", kmod_get_dirname(modules->kmod),
		     file) >= (int)sizeof(path))
		return -ENAMETOOLONG;
	r = hp_modconf_append(conf, path, &where);
	if (r < 0)
		return r == -ENOENT ? 0 : r;
	return each_alias(conf, name, fn, data);
}

int hp_modules_each_source(struct hp_modules *modules, const char *name,
			   hp_modules_line_fn fn, void *data)
{
	_cleanup_free_ char *normal = strdup(name);
	int r = normal ? hp_modules_read_rules(modules) : -ENOMEM;

	if (r < 0)
		return r;
	if (!hp_modconf_normalize(normal))
		return 0;
	r = each_alias(modules->conf, normal, fn, data);
	if (r == 0 && skip_prefix(normal, "symbol:"))
		r = each_alias_of_tree(modules, "modules.symbols", normal, fn, data);
	else if (r == 0)
		r = each_alias_of_tree(modules, "modules.alias", normal, fn, data);
	return r < 0 ? r : 0;
}

int hp_modules_each_alias(struct hp_modules *modules, hp_modules_line_fn fn, void *data)
{
	int r = hp_modules_read_rules(modules);

	if (r < 0)
		return r;
	each_alias(modules->conf, NULL, fn, data);
	r = each_alias_of_tree(modules, "modules.alias", NULL, fn, data);
	return r < 0 ? r : 0;
}

int hp_modules_each_line(struct hp_modules *modules, const char *name,
			 hp_modules_line_fn fn, void *data)
{
	const struct hp_modconf_setting *setting = NULL;
	int r = hp_modules_read_rules(modules);

	while (r == 0 && (setting = hp_modconf_next(modules->conf, setting)))
		if (setting->word != HP_MODCONF_ALIAS &&
		    setting->word != HP_MODCONF_ALLOW_ONLY &&
		    hp_modconf_matches(setting, name))
			fn(setting, data);
	return r;
}
