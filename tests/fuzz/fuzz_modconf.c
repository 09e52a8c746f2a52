/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: any bytes as a file of modprobe.d. Each setting stands where it is said to
 * stand, and what is written out again is read as the same. */
#include <stdint.h>

#include "modconf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The byte at a place, or -1 where the text has no such place. */
static int byte_at(const char *text, size_t len, unsigned int line, unsigned int column)
{
	const char *end = text + len;

	for (; --line && text < end; text++)
		text = memchr(text, '\n', end - text) ?: end;
	return text < end && column && column <= end - text ? text[column - 1] : -1;
}

static void on_problem(const char *file, unsigned int line, unsigned int column,
		       const char *text, void *data)
{
	if (!line || !column || !*text)
		abort();
}

static const struct hp_modconf_where where = {.problem = on_problem};

static struct hp_modconf *parse(const char *text, size_t len)
{
	struct hp_modconf *conf = hp_modconf_new();

	if (!conf || hp_modconf_append_text(conf, "file", text, len, &where) < 0)
		abort();
	return conf;
}

static void compare(const struct hp_modconf *a, const struct hp_modconf *b)
{
	const struct hp_modconf_setting *x = NULL, *y = NULL;

	do {
		x = hp_modconf_next(a, x);
		y = hp_modconf_next(b, y);
		if (!x != !y)
			abort();
		if (x && (x->word != y->word || !streq(x->key, y->key) ||
			  !streq(x->value ?: "", y->value ?: "")))
			abort();
	} while (x);
}

static void check_again(const struct hp_modconf *conf)
{
	const struct hp_modconf_setting *setting = NULL;
	struct hp_modconf *again;
	size_t len = 0;
	char *text = NULL;
	FILE *out = open_memstream(&text, &len);

	if (!out)
		abort();
	while ((setting = hp_modconf_next(conf, setting)))
		hp_modconf_write(setting, out);
	fclose(out);
	again = parse(text, len);
	compare(conf, again);
	hp_modconf_free(again);
	free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hp_modconf *conf = parse((const char *)data, size);
	const struct hp_modconf_setting *setting = NULL;
	int c;

	while ((setting = hp_modconf_next(conf, setting))) {
		c = byte_at((const char *)data, size, setting->line, setting->column);
		if (!*setting->key || c != *hp_modconf_word_name(setting->word))
			abort();
	}
	check_again(conf);
	hp_modconf_free(conf);
	return 0;
}
