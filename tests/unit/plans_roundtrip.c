/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: over a whole module tree, the plans of the index are what libkmod would
 *insert.
 *
 *	plans_roundtrip ROOT RELEASE
 *
 * Last line: how many modules have a plan. Exit status 1 where a plan differs, or where
 * there is none.
 */
#include <libkmod.h>
#include <limits.h>

#include "aliases.h"
#include "index.h"
#include "log.h"
#include "root.h"

static struct {
	struct kmod_ctx *kmod;
	struct hp_index *index;
	size_t tree; /* bytes of the tree's path, with its '/' */
	unsigned long plans, without, differences;
} test;

static bool is_file(const struct hp_names *files, size_t i,
		    const struct kmod_module *module)
{
	return i < files->n &&
	       streq(files->name[i], kmod_module_get_path(module) + test.tree);
}

static bool is_plan_of(const struct hp_names *files, struct kmod_module *module)
{
	struct kmod_list *needs = kmod_module_get_dependencies(module), *item;
	bool same = true;
	size_t i = 0;

	kmod_list_foreach(item, needs)
	{
		struct kmod_module *need = kmod_module_get_module(item);

		same = same && is_file(files, i++, need);
		kmod_module_unref(need);
	}
	kmod_module_unref_list(needs);
	return same && is_file(files, i, module) && files->n == i + 1;
}

static int on_module(const char *name, const char *value, void *data)
{
	_cleanup_(hp_names_free) struct hp_names files = {0};
	struct kmod_module *module;

	if (hp_index_plan(test.index, name, &files) < 0) {
		test.without++;
		return 0;
	}
	test.plans++;
	if (kmod_module_new_from_name(test.kmod, name, &module) < 0)
		return -1;
	if (!is_plan_of(&files, module)) {
		test.differences++;
		printf("the plan of %s differs\n", name);
	}
	kmod_module_unref(module);
	return 0;
}

int main(int argc, char *argv[])
{
	static const char *const none[] = {NULL};
	struct hp_aliases *aliases;
	char tree[PATH_MAX];

	if (argc != 3 || hp_root_set(argv[1]) < 0 ||
	    hp_path(tree, "/lib/modules/%s", argv[2]) < 0)
		return hp_error(2, "usage: plans_roundtrip ROOT RELEASE");
	test.tree = strlen(tree) + 1;
	test.kmod = kmod_new(tree, none);
	if (!test.kmod || hp_aliases_open(&aliases, tree, none) < 0 ||
	    hp_index_open(&test.index, argv[2]) < 0 ||
	    hp_aliases_each_module(aliases, on_module, NULL) < 0)
		return hp_error(1, "cannot read %s", tree);
	printf("%lu modules with a plan, %lu without; %lu plans differ\n", test.plans,
	       test.without, test.differences);
	hp_index_close(test.index);
	hp_aliases_close(aliases);
	kmod_unref(test.kmod);
	return test.differences || !test.plans;
}
