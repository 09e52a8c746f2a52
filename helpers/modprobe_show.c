/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what modprobe prints about the configuration and about modules' files. */
#include <errno.h>
#include <inttypes.h>

#include "json.h"
#include "log.h"
#include "modconf.h"
#include "modprobe_verbs.h"

static void show_setting(const char *word, const char *key, const char *value, void *data)
{
	printf("%s %s%s%s\n", word, key, value ? " " : "", value ?: "");
}

int modprobe_show_config(const struct modprobe_request *request, char *const words[])
{
	hp_modules_settings(request->modules, show_setting, NULL);
	puts("\n# End of configuration files. Dumping indexes now:\n");
	fflush(stdout); /* the indexes go to the file descriptor */
	hp_modules_dump_indexes(request->modules, STDOUT_FILENO);
	return 0;
}

void modprobe_json_setting(struct hp_json *json, const char *word, const char *key,
			   const char *value)
{
	hp_json_string(json, "word", word);
	hp_json_string(json, "key", key);
	hp_json_string(json, "value", value);
}

void modprobe_json_place(struct hp_json *json, const struct hp_modconf_setting *place)
{
	hp_json_string(json, "file", place->file);
	hp_json_number(json, "line", place->line);
	hp_json_number(json, "column", place->column);
}

static void show_json_setting(const char *word, const char *key, const char *value,
			      const struct hp_modconf_setting *place, void *data)
{
	struct hp_json *json = data;

	hp_json_open(json, NULL, '{');
	modprobe_json_setting(json, word, key, value);
	if (place)
		modprobe_json_place(json, place);
	hp_json_close(json, '}');
}

int modprobe_json_config(const struct modprobe_request *request, char *const words[])
{
	struct hp_json json = {.out = stdout};
	int r;

	hp_json_open(&json, NULL, '{');
	hp_json_open(&json, "settings", '[');
	r = hp_modules_placed_settings(request->modules, show_json_setting, &json);
	hp_json_close(&json, ']');
	hp_json_close(&json, '}');
	putchar('\n');
	return r < 0 ? hp_error(r, "modprobe.d") : 0;
}

struct symbols {
	int (*each)(const struct hp_module *module, hp_module_symbol_fn fn, void *data);
	int result;
};

static void show_symbol(const char *symbol, uint64_t crc, void *data)
{
	printf("0x%08" PRIx64 "\t%s\n", crc, symbol);
}

static void show_module(struct hp_module *module, void *data)
{
	struct symbols *symbols = data;

	symbols->result = symbols->each(module, show_symbol, NULL);
	if (symbols->result < 0)
		hp_error(symbols->result, "could not read the symbols of '%s'",
			 hp_module_name(module));
}

/* word: a file, or a name of the tree where there is no such file. */
static int show_symbols(const struct modprobe_request *request, const char *word,
			struct symbols *symbols)
{
	int r = hp_modules_from_path(request->modules, word, show_module, symbols);

	if (r < 0)
		r = hp_modules_lookup(request->modules, word, show_module, symbols);
	else
		r = 1;
	if (r == 0 || r == -EINVAL) {
		hp_error(0, "Module %s not found.", word);
		return -ENOENT;
	}
	return r < 0 ? hp_error(r, "'%s'", word) : symbols->result;
}

int modprobe_show_versions(const struct modprobe_request *request, char *const words[])
{
	return show_symbols(request, words[0],
			    &(struct symbols){.each = hp_module_versions});
}

int modprobe_show_exports(const struct modprobe_request *request, char *const words[])
{
	return show_symbols(request, words[0],
			    &(struct symbols){.each = hp_module_exports});
}
