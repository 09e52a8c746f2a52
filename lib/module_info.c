/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: one module out of a file of one's own. See module_info.h. */
#include <errno.h>

#include "module_info.h"
#include "module_kmod.h"

void hp_module_info_free(struct hp_module_info *info)
{
	free(info->name);
	free(info->vermagic);
	free(info->version);
	hp_names_free(&info->depends);
	hp_names_free(&info->aliases);
	hp_names_free(&info->parameters);
	*info = (struct hp_module_info){0};
}

static void keep_module(struct hp_module *module, void *data)
{
	struct kmod_module **kmod = data;

	*kmod = kmod_module_ref(to_kmod(module));
}

/* "a,b" of depends=. */
static int add_depends(struct hp_names *names, const char *value)
{
	int r = 0;

	while (r >= 0 && *value) {
		size_t n = strcspn(value, ",");

		if (n)
			r = hp_names_add(names, value, n);
		value += n + (value[n] == ',');
	}
	return r;
}

/* The whole of alias=; "NAME:what it is" of parm=, parmtype=. */
static int add_upto(struct hp_names *names, const char *value, const char *end)
{
	return hp_names_add(names, value, strcspn(value, end));
}

static int add_text(char **text, const char *value)
{
	char *copy = strdup(value);

	if (!copy)
		return -ENOMEM;
	free(*text);
	*text = copy;
	return 0;
}

static int add_pair(struct hp_module_info *info, const char *key, const char *value)
{
	if (streq(key, "depends"))
		return add_depends(&info->depends, value);
	if (streq(key, "alias"))
		return add_upto(&info->aliases, value, "");
	if (streq(key, "parm") || streq(key, "parmtype"))
		return add_upto(&info->parameters, value, ":");
	if (streq(key, "name"))
		return add_text(&info->name, value);
	if (streq(key, "vermagic"))
		return add_text(&info->vermagic, value);
	return streq(key, "version") ? add_text(&info->version, value) : 0;
}

/* name: the one that libkmod makes of the file's. */
static int add_all(struct hp_module_info *info, const struct kmod_list *list,
		   const char *name)
{
	const struct kmod_list *item;
	int r = add_text(&info->name, name);

	if (r == 0)
		r = add_text(&info->vermagic, "");
	if (r == 0)
		r = add_text(&info->version, "");
	info->aliases.exact = true;
	kmod_list_foreach(item, list)
	{
		if (r >= 0)
			r = add_pair(info, kmod_module_info_get_key(item),
				     kmod_module_info_get_value(item));
	}
	return r < 0 ? r : 0;
}

int hp_modules_read_info(struct hp_modules *modules, const char *path,
			 struct hp_module_info *ret)
{
	_cleanup_(hp_module_info_free) struct hp_module_info info = {0};
	_cleanup_(kmod_modulep) struct kmod_module *kmod = NULL;
	struct kmod_list *list = NULL;
	int r = hp_modules_from_path(modules, path, keep_module, &kmod);

	if (r < 0)
		return r;
	r = kmod_module_get_info(kmod, &list);
	/* What libkmod says of a file that is no ELF, or has no such section. */
	if (r == -EINVAL || r == -ENOENT || r == -ENODATA || r == -ENOSYS || r == 0)
		return -ENOEXEC;
	if (r > 0)
		r = add_all(&info, list, kmod_module_get_name(kmod));
	kmod_module_info_free_list(list);
	if (r < 0)
		return r;
	*ret = info;
	info = (struct hp_module_info){0};
	return 0;
}

int hp_modules_insert_file(struct hp_modules *modules, const char *path,
			   const char *options)
{
	_cleanup_(kmod_modulep) struct kmod_module *kmod = NULL;
	int r = hp_modules_from_path(modules, path, keep_module, &kmod);

	return r < 0 ? r : kmod_module_insert_module(kmod, 0, options);
}

int hp_modules_remove_only(struct hp_modules *modules, const char *name,
			   unsigned int wait_ms)
{
	const struct hp_module_action action = {.wait_ms = wait_ms};
	_cleanup_(kmod_modulep) struct kmod_module *kmod = NULL;
	int r = kmod_module_new_from_name(modules->kmod, name, &kmod);

	return r < 0 ? r : hp_module_delete(kmod, &action);
}
