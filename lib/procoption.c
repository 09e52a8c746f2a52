/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the options on the kernel's command line. See procoption.h. */
#include <errno.h>

#include "bootline.h"
#include "procoption.h"

struct option {
	char *name;
	char *value; /* NULL: none */
	const char *kind;
	char *parameter; /* behind the module's name; NULL: not of a module */
};

/* The quotes around text are no part of it. */
static char *unquote(char *text)
{
	size_t n = strlen(text);

	if (*text != '"')
		return text;
	if (n > 1 && text[n - 1] == '"')
		text[n - 1] = '\0';
	return text + 1;
}

static struct option take_option(char *word, bool for_init)
{
	struct option option = {.name = unquote(word), .kind = "kernel"};
	char *equals = strchr(option.name, '='), *dot;

	if (equals) {
		*equals = '\0';
		option.value = unquote(equals + 1);
	}
	dot = strchr(option.name, '.');
	if (for_init)
		option.kind = "init";
	else if (dot && dot > option.name) {
		option.kind = "parameter";
		option.parameter = dot + 1;
	}
	return option;
}

static void add_folded(struct hp_proctable *table, const char *key, const char *text,
		       size_t len)
{
	_cleanup_free_ char *name = text ? strndup(text, len) : NULL;

	if (text && !name)
		table->error = -ENOMEM;
	for (char *c = name; c && *c; c++)
		if (*c == '-')
			*c = '_';
	hp_proctable_text(table, HP_PROC_TEXT, key, name);
}

static void add_option(struct hp_proctable *table, const struct option *option)
{
	const char *module = option->parameter ? option->name : NULL;

	hp_proctable_row(table);
	hp_proctable_text(table, HP_PROC_NAME, "option", option->name);
	hp_proctable_text(table, HP_PROC_TEXT, "value", option->value);
	hp_proctable_text(table, HP_PROC_TEXT, "kind", option->kind);
	add_folded(table, "module", module, module ? option->parameter - 1 - module : 0);
	add_folded(table, "parameter", option->parameter,
		   option->parameter ? strlen(option->parameter) : 0);
}

static int take_word(struct hp_proctable *table, const char *word, size_t len,
		     bool *for_init)
{
	_cleanup_free_ char *copy = strndup(word, len);
	struct option option;

	if (!copy)
		return -ENOMEM;
	if (!*for_init && streq(copy, "--")) {
		*for_init = true;
		return 0;
	}
	option = take_option(copy, *for_init);
	add_option(table, &option);
	return table->error;
}

int hp_procoption_parse(struct hp_proctable *table, char *text)
{
	const char *line = text, *word;
	bool for_init = false;
	size_t len;
	int r = 0;

	do {
		line = hp_bootline_next(line, &word, &len);
		if (len)
			r = take_word(table, word, len, &for_init);
	} while (r == 0 && len);
	return r;
}
