/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the answer of hotplugctl lookup, as text or as JSON. See hotplugctl(8). */
#include <errno.h>
#include <fcntl.h>

#include "blacklist.h"
#include "bootline.h"
#include "ctl_lookup.h"
#include "log.h"
#include "modconf.h"
#include "modulename.h"
#include "names.h"
#include "root.h"
#include "sysmodule.h"

#define TEXT_MAX 4096

struct printer {
	struct hp_modules *modules;
	const struct hp_lookup *lookup;
	struct hp_json *json; /* NULL: text */
	struct hp_blacklist *blacklist;
	char blacklist_path[PATH_MAX];
};

/* Rows of maps have columns; one blank will do. */
static void squeeze(char *text)
{
	char *out = text;

	for (; *text; text++)
		if (*text != ' ' || text[1] != ' ')
			*out++ = *text;
	*out = '\0';
}

/* Bytes from files and devices, without those that speak to a terminal. */
static void put(const char *before, const char *text, const char *after)
{
	char plain[TEXT_MAX];

	squeeze(hp_log_escape(plain, sizeof(plain), text));
	printf("%s%s%s", before, plain, after);
}

static void open_list(const struct printer *printer, const char *key)
{
	if (printer->json)
		hp_json_open(printer->json, key, '[');
}

static void close_list(const struct printer *printer)
{
	if (printer->json)
		hp_json_close(printer->json, ']');
}

static void print_fact(const struct printer *printer, const char *key, const char *value)
{
	if (printer->json) {
		hp_json_string(printer->json, key, *value ? value : NULL);
	} else if (*value) {
		printf("\t%s", key);
		put(": ", value, "\n");
	}
}

/* What somebody says about a module, and where. */
struct statement {
	const char *kind;	   /* a word for it */
	const char *file;	   /* NULL: no file */
	unsigned int line, column; /* 0: the file has no lines */
	const char *text;	   /* of the line, or the reason; or NULL */
	const char *match;	   /* of a source: "yes" or "depends"; else NULL */
};

static void print_json_statement(struct hp_json *json, const struct statement *statement)
{
	hp_json_open(json, NULL, '{');
	hp_json_string(json, "kind", statement->kind);
	hp_json_string(json, "file", statement->file);
	if (statement->line) {
		hp_json_number(json, "line", statement->line);
		hp_json_number(json, "column", statement->column);
	}
	hp_json_string(json, "text", statement->text);
	if (statement->match)
		hp_json_string(json, "match", statement->match);
	hp_json_close(json, '}');
}

static void print_statement(const struct printer *printer,
			    const struct statement *statement)
{
	if (printer->json) {
		print_json_statement(printer->json, statement);
		return;
	}
	printf("\t%s", statement->kind);
	if (statement->file)
		put(": ", statement->file, "");
	if (statement->line)
		printf(":%u:%u", statement->line, statement->column);
	if (statement->text)
		put(": ", statement->text, "");
	puts(statement->match && !streq(statement->match, "yes") ? " (depends)" : "");
}

static void print_names(const struct printer *printer, const struct ctl_subject *subject)
{
	open_list(printer, "names");
	for (size_t i = 0; i < subject->names.n; i++)
		if (printer->json)
			hp_json_string(printer->json, NULL, subject->names.name[i]);
		else
			put(i ? ", " : "\t", subject->names.name[i], "");
	close_list(printer);
	if (!printer->json && subject->names.n)
		putchar('\n');
}

static void print_subject(const struct printer *printer,
			  const struct ctl_subject *subject)
{
	const struct hp_deviceinfo *device = &subject->device;

	if (printer->json)
		hp_json_string(printer->json, "what", subject->word);
	else
		put("", subject->word, "\n");
	print_names(printer, subject);
	print_fact(printer, "device", device->devpath);
	print_fact(printer, "modalias", device->modalias);
	print_fact(printer, "driver", device->driver);
	print_fact(printer, "driver_module", device->module);
}

static const char *const kinds[] = {
	[HP_LOOKUP_HANDMAP] = "handmap", [HP_LOOKUP_MAP] = "map",
	[HP_LOOKUP_INDEX] = "index",	 [HP_LOOKUP_ALIAS] = "alias",
	[HP_LOOKUP_LIBKMOD] = "libkmod",
};

static void print_unused(const struct printer *printer)
{
	open_list(printer, "unused");
	for (size_t i = 0; i < printer->lookup->n_unused; i++) {
		const struct hp_lookup_unused *unused = &printer->lookup->unused[i];

		print_statement(
			printer,
			&(struct statement){
				.kind = printer->json ? kinds[unused->kind] : "not used",
				.file = unused->file,
				.text = unused->why,
			});
	}
	close_list(printer);
}

static void print_sources(const struct printer *printer, const char *module)
{
	open_list(printer, "sources");
	for (size_t i = 0; i < printer->lookup->n; i++) {
		const struct hp_lookup_source *source = &printer->lookup->source[i];

		if (streq(source->module, module))
			print_statement(
				printer,
				&(struct statement){
					.kind = kinds[source->kind],
					.file = source->file,
					.line = source->line,
					.column = source->column,
					.text = source->text,
					.match = source->depends ? "depends" : "yes",
				});
	}
	close_list(printer);
}

/* Of those that were asked and should say the same. What a handmap says is meant to be
 * said nowhere else; what is built in is not in the index. */
static void print_silent(const struct printer *printer, const char *module, bool builtin)
{
	const struct hp_lookup *lookup = printer->lookup;
	bool libkmod = hp_lookup_names(lookup, HP_LOOKUP_LIBKMOD, module);
	bool index = hp_lookup_names(lookup, HP_LOOKUP_INDEX, module);
	bool map = hp_lookup_names(lookup, HP_LOOKUP_MAP, module);
	bool alias = hp_lookup_names(lookup, HP_LOOKUP_ALIAS, module);

	open_list(printer, "silent");
	if (!libkmod && (index || map || alias))
		print_statement(printer,
				&(struct statement){.kind = kinds[HP_LOOKUP_LIBKMOD],
						    .text = "does not name it"});
	if (!index && lookup->has_index && !builtin && (libkmod || map || alias))
		print_statement(printer,
				&(struct statement){.kind = kinds[HP_LOOKUP_INDEX],
						    .text = "does not name it"});
	close_list(printer);
}

static void print_blacklist_line(const struct hp_modconf_setting *setting, void *data)
{
	if (setting->word == HP_MODCONF_BLACKLIST)
		print_statement(data,
				&(struct statement){"blacklisted", setting->file,
						    setting->line, setting->column});
}

static void print_boot_blacklists(const struct printer *printer, const char *module)
{
	static const struct {
		const char *key;
		bool (*has)(const char *line, const char *module);
	} lists[] = {
		{"modprobe.blacklist", hp_bootline_blacklists},
		{"module_blacklist", hp_bootline_kernel_blacklists},
	};
	struct statement boot = {.kind = "blacklisted", .file = "/proc/cmdline"};
	struct hp_bootline line;

	if (hp_bootline_read(&line) < 0)
		return;
	for (size_t i = 0; i < ARRAY_SIZE(lists); i++) {
		boot.text = lists[i].key;
		if (lists[i].has(line.text, module))
			print_statement(printer, &boot);
	}
}

static int print_blacklists(const struct printer *printer, const char *module)
{
	const struct statement ours = {
		.kind = "blacklisted",
		.file = printer->blacklist_path,
		.line = hp_blacklist_line(printer->blacklist, module),
		.column = 1,
	};
	int r;

	open_list(printer, "blacklisted");
	r = hp_modules_each_line(printer->modules, module, print_blacklist_line,
				 (void *)printer);
	if (ours.line)
		print_statement(printer, &ours);
	print_boot_blacklists(printer, module);
	close_list(printer);
	return r;
}

/* What libkmod knows of the module itself. */
struct module {
	const char *name;
	struct hp_modules *modules;
	bool found, builtin, denied;
	struct hp_module_denial denial;
	int r;
};

static void on_module(struct hp_module *found, void *data)
{
	struct module *module = data;

	if (module->found || !streq(hp_module_name(found), module->name))
		return;
	module->found = true;
	module->builtin = hp_module_state(found) == HP_MODULE_BUILTIN;
	module->r = hp_module_find_denial(module->modules, found, &module->denial);
	module->denied = module->r > 0;
}

static void print_denial(const struct printer *printer, const struct module *module)
{
	const struct hp_modconf_setting *setting = module->denial.setting;
	char text[TEXT_MAX];

	open_list(printer, "denied");
	if (module->denied) {
		hp_module_describe_denial(&module->denial, module->name, text,
					  sizeof(text));
		print_statement(printer, &(struct statement){"denied", setting->file,
							     setting->line,
							     setting->column, text});
	}
	close_list(printer);
}

static const char *state_of(const struct module *module)
{
	if (module->builtin)
		return "builtin";
	if (!hp_modulename_valid(module->name) || strchr(module->name, '/'))
		return "not the name of a module";
	switch (hp_sysmodule_state(module->name)) {
	case HP_SYSMODULE_LIVE:
		return "loaded";
	case HP_SYSMODULE_MOVING:
		return "being loaded or removed";
	default:
		return module->found ? "not loaded" : "not in the module tree";
	}
}

static int print_module(const struct printer *printer, const char *name)
{
	struct module module = {.name = name, .modules = printer->modules};
	int r = hp_modules_lookup(printer->modules, name, on_module, &module);

	if (r == -EINVAL) /* of a map: it is no name */
		r = 0;
	if (r < 0 || module.r < 0)
		return r < 0 ? r : module.r;
	if (printer->json) {
		hp_json_open(printer->json, NULL, '{');
		hp_json_string(printer->json, "module", name);
		hp_json_string(printer->json, "state", state_of(&module));
	} else {
		put("", name, ": ");
		puts(state_of(&module));
	}
	print_sources(printer, name);
	print_silent(printer, name, module.builtin);
	r = print_blacklists(printer, name);
	print_denial(printer, &module);
	if (printer->json)
		hp_json_close(printer->json, '}');
	return r;
}

static bool is_first(const struct hp_lookup *lookup, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (streq(lookup->source[i].module, lookup->source[at].module))
			return false;
	return true;
}

static int print_modules(const struct printer *printer)
{
	int r = 0;

	open_list(printer, "modules");
	for (size_t i = 0; i < printer->lookup->n && r == 0; i++)
		if (is_first(printer->lookup, i))
			r = print_module(printer, printer->lookup->source[i].module);
	close_list(printer);
	return r;
}

/* Why nothing may be found of a device that works. */
static void print_nothing(const struct ctl_subject *subject)
{
	bool by_class =
		subject->has_query && subject->query.kind == HP_MAP_USB &&
		!(subject->query.row.value[HP_USB_FLAGS] & HP_USB_MATCH_INTERFACE);

	if (!subject->modalias)
		puts("\tit has no MODALIAS");
	else
		printf("\tno module matches%s\n",
		       by_class ? "; drivers may go by the class of an interface" : "");
}

static int read_blacklist(struct printer *printer)
{
	int r = hp_blacklist_path(printer->blacklist_path);

	if (r == 0)
		r = hp_blacklist_read(&printer->blacklist, printer->blacklist_path);
	return r == -ENOENT ? 0 : r;
}

int ctl_lookup_print(struct hp_modules *modules, const struct ctl_subject *subject,
		     const struct hp_lookup *lookup, const struct ctl_lookup_out *out)
{
	struct hp_json *json = out->json;
	struct printer printer = {.modules = modules, .lookup = lookup, .json = json};
	int r = read_blacklist(&printer);

	if (r < 0)
		hp_warning(r, "%s", printer.blacklist_path);
	if (json)
		hp_json_open(json, out->key, '{');
	print_subject(&printer, subject);
	print_unused(&printer);
	r = print_modules(&printer);
	if (!json && !lookup->n)
		print_nothing(subject);
	if (json)
		hp_json_close(json, '}');
	if (json && !out->key) {
		json->comma = false; /* the next word has a line of its own */
		putchar('\n');
	}
	hp_blacklist_free(printer.blacklist);
	return r;
}
