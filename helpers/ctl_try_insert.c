/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugctl try: modules of the tree, and why the kernel does not take one. See
 * ctl_try.h. */
#include <errno.h>

#include "ctl_try.h"
#include "log.h"

/* What hp_modules_lookup() calls insert_found() with. */
struct search {
	struct hp_modules *modules;
	int r;
};

static void insert_found(struct hp_module *module, void *data)
{
	static const struct hp_module_action action = {.flags =
							       HP_MODULE_IGNORE_COMMANDS};
	struct search *search = data;
	int r = hp_module_insert(search->modules, module, &action);

	/* Denied, which is logged. */
	search->r = r > 0 ? -EPERM : r;
}

int try_load(struct try *t, const char *module)
{
	struct search search = {.modules = t->modules};
	int r;

	try_report_step(&t->report, "load", module, NULL);
	if (t->dry_run)
		return 0;
	r = hp_modules_lookup(t->modules, module, insert_found, &search);
	if (r == 0) {
		hp_error(0, "there is no %s in %s", module, hp_modules_dir(t->modules));
		return -ENOENT;
	}
	if (r > 0)
		r = search.r;
	return r < 0 ? hp_error(r, "%s is not loaded", module) : 0;
}

/* Of the kernel's lines: "MODULE: Unknown symbol NAME (err -2)". */
static void list_symbols(const struct try_report *report, const char *module, char *ret,
			 size_t size)
{
	size_t n = 0;

	for (size_t i = 0; i < report->n_lines && n < size; i++) {
		const char *text = skip_prefix(report->lines[i].text, module);

		text = text ? skip_prefix(text, ": Unknown symbol ") : NULL;
		if (text)
			n += snprintf(ret + n, size - n, "%s%.*s", n ? ", " : "",
				      (int)strcspn(text, " "), text);
	}
}

static const struct {
	int error;
	const char *text;
} reasons[] = {
	{EINVAL, "the value of a parameter, or the file, is not right for this kernel"},
	{EKEYREJECTED,
	 "its signature is wrong, or this kernel wants modules signed with a key it knows"},
	{ENODEV, "its init found no device"},
	{ENOEXEC, "it is not for this kernel"},
	{EPERM, "the kernel is locked down (lockdown, modules_disabled), or the right to "
		"load modules is missing"},
};

static const char *reason_of(int error)
{
	for (size_t i = 0; i < ARRAY_SIZE(reasons); i++)
		if (reasons[i].error == error)
			return reasons[i].text;
	return "its init failed";
}

int try_explain_insert(const struct try *t, const struct try_module *module, int r)
{
	char symbols[1024] = "";

	list_symbols(&t->report, module->name, symbols, sizeof(symbols));
	if (*symbols)
		hp_error(0, "%s: nothing that is loaded has these symbols: %s",
			 module->path, symbols);
	else if (r == -ENOEXEC && module == &t->chain[t->n_chain - 1])
		hp_error(r, "%s: it is for the kernel '%s'", module->path,
			 t->info.vermagic);
	else
		hp_error(r, "%s: %s", module->path, reason_of(-r));
	return r;
}
