/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what a module's own file says of its parameters. See module_info.h. */
#include <errno.h>

#include "module_info.h"
#include "module_kmod.h"

static void keep_first(struct hp_module *module, void *data)
{
	struct kmod_module **kmod = data;

	if (!*kmod)
		*kmod = kmod_module_ref(to_kmod(module));
}

/* The text behind "NAME:" of the member of that key; NULL where there is none. */
static const char *said_of(const struct kmod_list *list, const char *key,
			   const char *name, size_t len)
{
	const struct kmod_list *item;

	kmod_list_foreach(item, list)
	{
		const char *value = kmod_module_info_get_value(item);

		if (streq(kmod_module_info_get_key(item), key) &&
		    strncmp(value, name, len) == 0 && value[len] == ':')
			return value + len + 1;
	}
	return NULL;
}

static int add_names(const struct kmod_list *list, struct hp_names *names)
{
	const struct kmod_list *item;
	int r = 0;

	kmod_list_foreach(item, list)
	{
		const char *key = kmod_module_info_get_key(item),
			   *value = kmod_module_info_get_value(item);

		if (r >= 0 && (streq(key, "parm") || streq(key, "parmtype")))
			r = hp_names_add(names, value, strcspn(value, ":"));
	}
	return r < 0 ? r : 0;
}

static int each_parameter(const struct kmod_list *list, hp_module_parameter_fn fn,
			  void *data)
{
	_cleanup_(hp_names_free) struct hp_names names = {.exact = true};
	int r = add_names(list, &names);

	for (size_t i = 0; r == 0 && i < names.n; i++) {
		const char *name = names.name[i];

		fn(name, said_of(list, "parmtype", name, strlen(name)),
		   said_of(list, "parm", name, strlen(name)), data);
	}
	return r;
}

int hp_modules_each_parameter(struct hp_modules *modules, const char *name,
			      hp_module_parameter_fn fn, void *data)
{
	_cleanup_(kmod_modulep) struct kmod_module *kmod = NULL;
	struct kmod_list *list = NULL;
	int r = hp_modules_lookup(modules, name, keep_first, &kmod);

	if (r < 0)
		return r;
	if (!kmod)
		return -ENOENT;
	r = kmod_module_get_info(kmod, &list);
	if (r > 0)
		r = each_parameter(list, fn, data);
	kmod_module_info_free_list(list);
	return r;
}
