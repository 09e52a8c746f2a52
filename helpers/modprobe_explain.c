/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: modprobe --explain, and --json of -R, -D and --explain.
 *
 * One object a name, one a line:
 *	{"name": NAME,
 *	 "sources": [SETTING...],		--explain
 *	 "modules": [{"module": M,
 *		"state": S, "settings": [...],	--explain
 *		"result": R, "steps": [...]}]}	--explain, -D
 *
 * A step has "settings" too, in --explain, where it is about another module.
 */
#include <errno.h>

#include "json.h"
#include "log.h"
#include "modconf.h"
#include "modprobe_verbs.h"

enum parts {
	PART_LINES = 1 << 0, /* sources, state and settings */
	PART_STEPS = 1 << 1, /* result and steps */
};

struct explainer {
	const struct modprobe_request *request;
	unsigned int parts;
	struct hp_json *json; /* NULL: text */
	const char *module;   /* the one that is explained */
	int result;	      /* the status, as that of -D */
};

static void explain_line(const struct hp_modconf_setting *setting, void *data)
{
	struct explainer *explainer = data;
	const char *word = hp_modconf_word_name(setting->word);

	if (!explainer->json) {
		printf("\t%s:%u:%u: %s %s%s%s\n", setting->file, setting->line,
		       setting->column, word, setting->key, setting->value ? " " : "",
		       setting->value ?: "");
		return;
	}
	hp_json_open(explainer->json, NULL, '{');
	modprobe_json_setting(explainer->json, word, setting->key, setting->value);
	modprobe_json_place(explainer->json, setting);
	hp_json_close(explainer->json, '}');
}

static void open_list(struct explainer *explainer, const char *key)
{
	if (explainer->json)
		hp_json_open(explainer->json, key, '[');
}

static void close_list(struct explainer *explainer)
{
	if (explainer->json)
		hp_json_close(explainer->json, ']');
}

static void explain_settings(struct explainer *explainer, const char *module)
{
	open_list(explainer, "settings");
	if (hp_modules_each_line(explainer->request->modules, module, explain_line,
				 explainer) < 0)
		explainer->result = -ENOMEM;
	close_list(explainer);
}

/* What is known of a step's module, unless it has been said before. */
static void explain_settings_of_step(struct explainer *explainer, const char *module)
{
	if (explainer->parts & PART_LINES && !streq(module, explainer->module))
		explain_settings(explainer, module);
}

static void explain_step(const struct hp_module_shown *step, void *data)
{
	struct explainer *explainer = data;

	if (!explainer->json) {
		printf("\t%s %s%s%s\n", step->word, step->what, step->options ? " " : "",
		       step->options ?: "");
		explain_settings_of_step(explainer, step->module);
		return;
	}
	hp_json_open(explainer->json, NULL, '{');
	hp_json_string(explainer->json, "step", step->word);
	hp_json_string(explainer->json, "module", step->module);
	hp_json_string(explainer->json, "what", step->what);
	hp_json_string(explainer->json, "options", step->options);
	explain_settings_of_step(explainer, step->module);
	hp_json_close(explainer->json, '}');
}

static const char *state_of(const struct hp_module *module)
{
	static const char *const states[] = {
		[HP_MODULE_ABSENT] = "not loaded",   [HP_MODULE_BUILTIN] = "builtin",
		[HP_MODULE_LIVE] = "loaded",	     [HP_MODULE_COMING] = "being loaded",
		[HP_MODULE_GOING] = "being removed",
	};

	return states[hp_module_state(module)];
}

static void explain_lines(struct explainer *explainer, const struct hp_module *module)
{
	const char *state = state_of(module);

	if (explainer->json)
		hp_json_string(explainer->json, "state", state);
	else
		printf("%s: %s\n", hp_module_name(module), state);
	explain_settings(explainer, hp_module_name(module));
}

/* What a load would do, said by its result; steps come before, told one by one. */
static void explain_steps(struct explainer *explainer, struct hp_module *module)
{
	static const char *const results[] = {"ok", "blacklisted", "denied"};
	const struct hp_module_action action = {
		.flags = explainer->request->flags | HP_MODULE_DRY_RUN,
		.show = explain_step,
		.data = explainer,
	};
	const char *text;
	int r;

	open_list(explainer, "steps");
	r = hp_module_insert(explainer->request->modules, module, &action);
	close_list(explainer);
	text = r < 0 ? strerror(-r) : results[r];
	if (r < 0 || r == 2)
		explainer->result = -EPERM;
	if (explainer->json)
		hp_json_string(explainer->json, "result", text);
	else if (r != 0)
		printf("\t%s\n", text);
}

static void explain_module(struct hp_module *module, void *data)
{
	struct explainer *explainer = data;

	explainer->module = hp_module_name(module);
	if (explainer->json) {
		hp_json_open(explainer->json, NULL, '{');
		hp_json_string(explainer->json, "module", explainer->module);
	}
	if (explainer->parts & PART_LINES)
		explain_lines(explainer, module);
	if (explainer->parts & PART_STEPS)
		explain_steps(explainer, module);
	if (explainer->json)
		hp_json_close(explainer->json, '}');
}

static int explain_modules(struct explainer *explainer, const char *name)
{
	int r;

	open_list(explainer, "modules");
	r = hp_modules_lookup(explainer->request->modules, name, explain_module,
			      explainer);
	close_list(explainer);
	if (r == -EINVAL)
		hp_error(0, "'%s' is not the name of a module", name);
	else if (r < 0)
		hp_error(r, "could not look '%s' up", name);
	if (r == 0) {
		hp_error(0, "Module %s not found in directory %s", name,
			 hp_modules_dir(explainer->request->modules));
		return -ENOENT;
	}
	return r < 0 ? r : explainer->result;
}

static int explain_sources(struct explainer *explainer, const char *name)
{
	int r;

	if (!explainer->json)
		printf("%s\n", name);
	open_list(explainer, "sources");
	r = hp_modules_each_source(explainer->request->modules, name, explain_line,
				   explainer);
	close_list(explainer);
	return r < 0 ? hp_error(r, "%s", name) : 0;
}

static int explain_name(struct explainer *explainer, const char *name)
{
	int r = 0, s;

	explainer->result = 0;
	if (explainer->json) {
		hp_json_open(explainer->json, NULL, '{');
		hp_json_string(explainer->json, "name", name);
	}
	if (explainer->parts & PART_LINES)
		r = explain_sources(explainer, name);
	s = explain_modules(explainer, name);
	if (explainer->json) {
		hp_json_close(explainer->json, '}');
		explainer->json->comma = false; /* the next name has a line of its own */
		putchar('\n');
	}
	return r < 0 ? r : s;
}

int modprobe_explain(const struct modprobe_request *request, char *const words[])
{
	struct hp_json json = {.out = stdout};
	struct explainer explainer = {
		.request = request,
		.json = request->wishes & WISH_JSON ? &json : NULL,
		.parts = PART_LINES | PART_STEPS,
	};
	int r = 0, s;

	if (request->wishes & WISH_RESOLVE)
		explainer.parts = 0;
	else if (request->wishes & WISH_SHOW)
		explainer.parts = PART_STEPS;
	for (; *words; words++) {
		s = explain_name(&explainer, *words);
		if (s < 0)
			r = s;
	}
	return r;
}
