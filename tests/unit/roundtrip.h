/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what the round trips over a whole module tree share: libkmod, and names. */
#ifndef HP_TEST_ROUNDTRIP_H
#define HP_TEST_ROUNDTRIP_H

#include <errno.h>
#include <libkmod.h>
#include <limits.h>

#include "aliases.h"
#include "names.h"
#include "root.h"

#define DIFFERENCES_MAX 20

static struct kmod_ctx *roundtrip_kmod;
static unsigned long roundtrip_differences;
static uint64_t roundtrip_random = 88172645463325252u;

static inline uint32_t draw(uint32_t below)
{
	roundtrip_random ^= roundtrip_random << 13;
	roundtrip_random ^= roundtrip_random >> 7;
	roundtrip_random ^= roundtrip_random << 17;
	return (uint32_t)(roundtrip_random >> 16) % below;
}

static inline void die(int r, const char *what)
{
	fprintf(stderr, "%s: %s\n", what, strerror(-r));
	exit(2);
}

/* What libkmod answers, without what is built in: there is nothing to load. */
static inline int ask_libkmod(const char *modalias, struct hp_names *names)
{
	struct kmod_list *list = NULL, *item;
	int r = kmod_module_new_from_lookup(roundtrip_kmod, modalias, &list);

	kmod_list_foreach(item, list)
	{
		struct kmod_module *module = kmod_module_get_module(item);
		const char *name = kmod_module_get_name(module);

		if (kmod_module_get_initstate(module) != KMOD_MODULE_BUILTIN)
			hp_names_add(names, name, strlen(name));
		kmod_module_unref(module);
	}
	kmod_module_unref_list(list);
	return r;
}

static inline void print_names(const char *who, const struct hp_names *names)
{
	printf("  %s:", who);
	for (size_t i = 0; i < names->n; i++)
		printf(" %s", names->name[i]);
	printf("\n");
}

static inline void differ(const char *modalias, const char *a, const struct hp_names *x,
			  const char *b, const struct hp_names *y)
{
	if (++roundtrip_differences > DIFFERENCES_MAX)
		return;
	printf("%s\n", modalias);
	print_names(a, x);
	print_names(b, y);
}

/* The directories of modprobe.d below the root that exist. */
static inline const char **config_paths(void)
{
	static const char *const dirs[] = {"/etc/modprobe.d", "/run/modprobe.d",
					   "/usr/local/lib/modprobe.d",
					   "/usr/lib/modprobe.d", "/lib/modprobe.d"};
	static char path[ARRAY_SIZE(dirs)][PATH_MAX];
	static const char *paths[ARRAY_SIZE(dirs) + 1];
	size_t n = 0;

	for (size_t i = 0; i < ARRAY_SIZE(dirs); i++)
		if (hp_path(path[i], "%s", dirs[i]) == 0 && access(path[i], F_OK) == 0)
			paths[n++] = path[i];
	return paths;
}

/* Opens libkmod for the tree of a release below root, and calls fn for each alias in it.
 * tree: where its path is put. */
static inline void open_tree(const char *root, const char *release, char *tree,
			     hp_aliases_fn fn, void *data)
{
	struct hp_aliases *aliases;
	const char **config;
	int r;

	if (hp_root_set(root) < 0 ||
	    snprintf(tree, PATH_MAX, "%s/lib/modules/%s", root, release) >= PATH_MAX)
		die(-EINVAL, root);
	config = config_paths();
	roundtrip_kmod = kmod_new(tree, config);
	if (!roundtrip_kmod || kmod_load_resources(roundtrip_kmod) < 0 ||
	    hp_aliases_open(&aliases, tree, config) < 0)
		die(-ENOENT, tree);
	r = hp_aliases_each(aliases, fn, data);
	if (r < 0)
		die(r, "modules.alias.bin");
	hp_aliases_close(aliases);
}

#endif
