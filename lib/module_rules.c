/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: softdep, deny and allow-only of modprobe.d, which libkmod reads otherwise or
 * not at all. See module_kmod.h. */
#include <errno.h>

#include "blacklist.h"
#include "log.h"
#include "modconf.h"
#include "module_kmod.h"

#define DENIAL_BYTES_MAX 1024

/* One allow-only line. */
struct hp_module_allow {
	const struct hp_modconf_setting *setting;
	struct hp_blacklist
		*names; /* NULL: could not be read, so that it allows nothing */
};

void hp_module_list_free(struct hp_module_list *list)
{
	while (list->n)
		kmod_module_unref(list->at[--list->n]);
	free(list->at);
	list->at = NULL;
}

int hp_module_list_append(struct hp_module_list *list, const struct kmod_list *more)
{
	const struct kmod_list *item;
	struct kmod_module **at;

	kmod_list_foreach(item, more)
	{
		at = reallocarray(list->at, list->n + 1, sizeof(*at));
		if (!at)
			return -ENOMEM;
		list->at = at;
		list->at[list->n++] = kmod_module_get_module(item);
	}
	return 0;
}

static int add_allow(struct hp_modules *modules, const struct hp_modconf_setting *setting)
{
	struct hp_module_allow *allow = reallocarray(modules->allow, modules->n_allow + 1,
						     sizeof(*modules->allow));
	int r;

	if (!allow)
		return -ENOMEM;
	modules->allow = allow;
	allow += modules->n_allow++;
	*allow = (struct hp_module_allow){.setting = setting};
	r = hp_blacklist_read(&allow->names, setting->key);
	if (r < 0)
		hp_error(r, "%s:%u:%u: %s", setting->file, setting->line, setting->column,
			 setting->key);
	return 0;
}

static void log_problem(const char *file, unsigned int line, unsigned int column,
			const char *text, void *data)
{
	hp_warning(0, "%s:%u:%u: %s", file, line, column, text);
}

static int read_conf(struct hp_modules *modules)
{
	const struct hp_modconf_where where = {
		.paths = modules->config,
		.tree = kmod_get_dirname(modules->kmod),
		.problem = log_problem,
		.own_words_only = true,
	};
	const struct hp_modconf_setting *setting = NULL;
	int r = modules->conf ? 0 : hp_modconf_read(&modules->conf, &where);

	if (r < 0)
		return r;
	while (r == 0 && (setting = hp_modconf_next(modules->conf, setting)))
		if (setting->word == HP_MODCONF_ALLOW_ONLY)
			r = add_allow(modules, setting);
	modules->rules_read = r == 0;
	return r;
}

int hp_modules_read_rules(struct hp_modules *modules)
{
	return modules->rules_read ? 0 : read_conf(modules);
}

void hp_modules_free_rules(struct hp_modules *modules)
{
	while (modules->n_allow)
		hp_blacklist_free(modules->allow[--modules->n_allow].names);
	free(modules->allow);
	hp_modconf_free(modules->conf);
}

/* As libkmod: a name that it cannot look up is left out. */
static int append_lookup(struct kmod_ctx *kmod, struct hp_module_list *list,
			 const char *name)
{
	_cleanup_(kmod_listp) struct kmod_list *found = NULL;
	int r = kmod_module_new_from_lookup(kmod, name, &found);

	if (r < 0)
		return r == -ENOMEM ? r : 0;
	return hp_module_list_append(list, found);
}

/* "pre: NAME... post: NAME..." */
static int append_softdep(struct kmod_ctx *kmod, const char *value,
			  struct hp_module_list *pre, struct hp_module_list *post)
{
	_cleanup_free_ char *text = strdup(value);
	struct hp_module_list *to = NULL;
	char *word, *save;
	int r = text ? 0 : -ENOMEM;

	for (word = text ? strtok_r(text, " \t\n\v\f\r", &save) : NULL; word && r == 0;
	     word = strtok_r(NULL, " \t\n\v\f\r", &save)) {
		if (streq(word, "pre:"))
			to = pre;
		else if (streq(word, "post:"))
			to = post;
		else if (to)
			r = append_lookup(kmod, to, word);
	}
	return r;
}

int hp_modules_softdeps(struct hp_modules *modules, struct kmod_module *kmod,
			struct hp_module_list *pre, struct hp_module_list *post)
{
	const struct hp_modconf_setting *setting = NULL;
	const char *name = kmod_module_get_name(kmod);
	int r = hp_modules_read_rules(modules);

	while (r == 0 && (setting = hp_modconf_next(modules->conf, setting)))
		if (setting->word == HP_MODCONF_SOFTDEP && setting->value &&
		    hp_modconf_matches(setting, name))
			r = append_softdep(modules->kmod, setting->value, pre, post);
	return r;
}

/* The line that denies a module, or NULL. */
static const struct hp_modconf_setting *find_denial(const struct hp_modules *modules,
						    const char *name)
{
	const struct hp_modconf_setting *setting = NULL;
	size_t i;

	while ((setting = hp_modconf_next(modules->conf, setting)))
		if (setting->word == HP_MODCONF_DENY && hp_modconf_matches(setting, name))
			return setting;
	for (i = 0; i < modules->n_allow; i++)
		if (hp_blacklist_has(modules->allow[i].names, name))
			return NULL;
	return modules->n_allow ? modules->allow[0].setting : NULL;
}

void hp_module_describe_denial(const struct hp_module_denial *denial, const char *target,
			       char *ret, size_t size)
{
	const struct hp_modconf_setting *setting = denial->setting;
	bool deny = setting->word == HP_MODCONF_DENY;
	bool same = streq(denial->module, target);

	snprintf(ret, size, "%s%s%s%s %s%s%s", denial->module, same ? "" : ", which ",
		 same ? "" : target, same ? "" : " needs,",
		 deny ? "is denied" : "is not in ",
		 deny ? (setting->value ? ": " : "") : setting->key,
		 deny ? (setting->value ?: "") : "");
}

static void log_denial(const struct hp_module_denial *denial, const char *target,
		       enum hp_log_level level)
{
	const struct hp_modconf_setting *setting = denial->setting;
	char text[DENIAL_BYTES_MAX];

	hp_module_describe_denial(denial, target, text, sizeof(text));
	hp_log(level, "%s:%u:%u: %s", setting->file, setting->line, setting->column,
	       text);
}

static bool denies(const struct hp_modules *modules, struct kmod_module *kmod,
		   struct hp_module_denial *ret)
{
	const char *name = kmod_module_get_name(kmod);

	ret->setting = find_denial(modules, name);
	snprintf(ret->module, sizeof(ret->module), "%s", name);
	return ret->setting;
}

/* What is in the kernel needs no leave any more. flags: enum hp_module_flags. */
static bool is_asked(struct kmod_module *kmod, unsigned int flags)
{
	enum hp_module_state state = hp_module_state(from_kmod(kmod));

	return flags & HP_MODULE_IGNORE_LOADED || state == HP_MODULE_ABSENT;
}

static bool find_denial_of(const struct hp_modules *modules, struct kmod_module *kmod,
			   unsigned int flags, struct hp_module_denial *ret)
{
	_cleanup_(kmod_listp) struct kmod_list *needs = NULL;
	struct kmod_list *item;
	bool denied = is_asked(kmod, flags) && denies(modules, kmod, ret);

	needs = kmod_module_get_dependencies(kmod);
	kmod_list_foreach(item, needs)
	{
		_cleanup_(kmod_modulep) struct kmod_module *need =
			kmod_module_get_module(item);

		if (!denied && is_asked(need, flags))
			denied = denies(modules, need, ret);
	}
	return denied;
}

int hp_module_find_denial(struct hp_modules *modules, const struct hp_module *module,
			  struct hp_module_denial *ret)
{
	int r = hp_modules_read_rules(modules);

	return r < 0 ? r
		     : find_denial_of(modules, to_kmod(module), HP_MODULE_IGNORE_LOADED,
				      ret);
}

bool hp_modules_deny(struct hp_modules *modules, struct kmod_module *kmod,
		     const struct hp_module_action *action, enum hp_log_level level)
{
	struct hp_module_denial denial;
	int r = hp_modules_read_rules(modules);

	if (r < 0)
		return hp_error(r, "modprobe.d"), true;
	if (!find_denial_of(modules, kmod, action->flags, &denial))
		return false;
	log_denial(&denial, kmod_module_get_name(kmod), level);
	return true;
}
