/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what is known about kernel modules, for a person to read. See module.h. */
#include <errno.h>
#include <sys/stat.h>

#include "module_kmod.h"

int hp_modules_from_path(struct hp_modules *modules, const char *path, hp_module_fn fn,
			 void *data)
{
	_cleanup_(kmod_modulep) struct kmod_module *kmod = NULL;
	struct stat st;
	int r;

	if (stat(path, &st) < 0)
		return -errno;
	if (S_ISDIR(st.st_mode))
		return -EISDIR;
	r = kmod_module_new_from_path(modules->kmod, path, &kmod);
	if (r < 0)
		return r;
	fn(from_kmod(kmod), data);
	return 0;
}

static void each_setting(struct kmod_config_iter *iter, const char *word,
			 hp_modules_setting_fn fn, void *data)
{
	if (!iter)
		return;
	while (kmod_config_iter_next(iter))
		fn(word, kmod_config_iter_get_key(iter), kmod_config_iter_get_value(iter),
		   data);
	kmod_config_iter_free_iter(iter);
}

void hp_modules_settings(const struct hp_modules *modules, hp_modules_setting_fn fn,
			 void *data)
{
	static const struct {
		const char *word;
		struct kmod_config_iter *(*get)(const struct kmod_ctx *kmod);
	} kinds[] = {
		{"blacklist", kmod_config_get_blacklists},
		{"install", kmod_config_get_install_commands},
		{"remove", kmod_config_get_remove_commands},
		{"alias", kmod_config_get_aliases},
		{"options", kmod_config_get_options},
		{"softdep", kmod_config_get_softdeps},
#ifdef HP_KMOD_WEAKDEPS
		{"weakdep", kmod_config_get_weakdeps},
#endif
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(kinds); i++)
		each_setting(kinds[i].get(modules->kmod), kinds[i].word, fn, data);
}

void hp_modules_dump_indexes(struct hp_modules *modules, int fd)
{
	/* Both fail only where the tree has no such index. */
	kmod_dump_index(modules->kmod, KMOD_INDEX_MODULES_ALIAS, fd);
	kmod_dump_index(modules->kmod, KMOD_INDEX_MODULES_SYMBOL, fd);
}

int hp_module_versions(const struct hp_module *module, hp_module_symbol_fn fn, void *data)
{
	struct kmod_list *list = NULL, *item;
	int r = kmod_module_get_versions(to_kmod(module), &list);

	if (r < 0)
		return r;
	kmod_list_foreach(item, list) fn(kmod_module_version_get_symbol(item),
					 kmod_module_version_get_crc(item), data);
	kmod_module_versions_free_list(list);
	return 0;
}

int hp_module_exports(const struct hp_module *module, hp_module_symbol_fn fn, void *data)
{
	struct kmod_list *list = NULL, *item;
	int r = kmod_module_get_symbols(to_kmod(module), &list);

	if (r < 0)
		return r;
	kmod_list_foreach(item, list) fn(kmod_module_symbol_get_symbol(item),
					 kmod_module_symbol_get_crc(item), data);
	kmod_module_symbols_free_list(list);
	return 0;
}
