/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugctl proc: the parameters of a module, with type and permission. */
#include <errno.h>

#include "ctl_proc.h"
#include "names.h"
#include "procparam.h"
#include "sysmodule.h"

#ifdef HP_KMOD
#include "ctl_lookup.h"
#include "module_info.h"

static void note(const char *name, const char *type, const char *description, void *data)
{
	struct hp_proctable *said = data;

	hp_proctable_row(said);
	hp_proctable_text(said, HP_PROC_NAME, "parameter", name);
	hp_proctable_text(said, HP_PROC_TEXT, "type", type);
	hp_proctable_text(said, HP_PROC_TEXT, "description", description);
}

/* What the module's file says: parameter, type, description. */
static int read_said(struct hp_proctable *said, const char *module)
{
	_cleanup_(hp_modules_freep) struct hp_modules *modules = NULL;
	int r = ctl_lookup_open(&modules);

	if (r == 0)
		r = hp_modules_each_parameter(modules, module, note, said);
	return r < 0 ? r : said->error;
}
#else
static int read_said(struct hp_proctable *said, const char *module)
{
	return -ENOENT;
}
#endif

/* The row of that parameter, or NULL. */
static struct hp_proc_row *find(const struct hp_proctable *table, const char *parameter)
{
	const struct hp_proc_field *field;

	for (size_t i = 0; i < table->n; i++) {
		field = hp_proc_row_find(&table->row[i], "parameter");
		if (field && streq(field->text, parameter))
			return &table->row[i];
	}
	return NULL;
}

/* said: NULL where nothing is. */
static void add_said(struct hp_proctable *table, const struct hp_proc_row *said)
{
	const char *type = said ? said->field[1].text : NULL,
		   *description = said ? said->field[2].text : NULL;

	hp_proctable_text(table, HP_PROC_TEXT, "type", type);
	hp_proctable_text(table, HP_PROC_TEXT, "description", description);
}

/* A parameter without a file, whose permission is 0: it can only be given when the module
 * is loaded. One that is not loaded does not tell. */
static void add_hidden(struct hp_proctable *table, const char *module,
		       const struct hp_proc_row *said, bool is_there)
{
	hp_proctable_row(table);
	hp_proctable_text(table, HP_PROC_NAME, "module", module);
	hp_proctable_text(table, HP_PROC_NAME, "parameter", said->field[0].text);
	hp_proctable_text(table, HP_PROC_TEXT, "value", NULL);
	hp_proctable_text(table, HP_PROC_TEXT, "permission", is_there ? "0000" : NULL);
	add_said(table, said);
}

int ctl_proc_read_params(struct hp_proctable *table, const struct ctl_proc_asked *asked)
{
	_cleanup_(hp_proctable_free) struct hp_proctable now = {0}, said = {0};
	const char *module = asked->module;
	bool is_there;
	int r;

	if (!*module || *module == '.' || strchr(module, '/'))
		return -ENOENT; /* no name, but a path in /sys/module */
	is_there = hp_sysmodule_state(module) != HP_SYSMODULE_ABSENT;
	r = is_there ? hp_procparam_read(&now, module) : 0;
	if (r < 0 && r != -ENOENT)
		return r;
	r = read_said(&said, module);
	if (r == -ENOMEM || (r < 0 && !is_there))
		return r == -ENOMEM ? r : -ENOENT;
	for (size_t i = 0; i < now.n; i++) {
		hp_proctable_copy(table, &now.row[i]);
		add_said(table, find(&said, now.row[i].field[1].text));
	}
	for (size_t i = 0; i < said.n; i++)
		if (!find(&now, said.row[i].field[0].text))
			add_hidden(table, module, &said.row[i], is_there);
	return table->error;
}
