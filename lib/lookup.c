/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: which modules are for a device, asked of every source. See lookup.h. */
#include <errno.h>

#include "array.h"
#include "idmap.h"
#include "index.h"
#include "lookup.h"
#include "mapscan.h"
#include "modconf.h"
#include "modulename.h"
#include "names.h"
#include "root.h"

static const struct {
	const char *handmap, *map;
} maps[] = {
	[HP_MAP_PCI] = {"pci.handmap", "modules.pcimap"},
	[HP_MAP_USB] = {"usb.handmap", "modules.usbmap"},
};

/* What the handlers of the sources work on; r: the first error. */
struct asking {
	struct hp_lookup *lookup;
	struct hp_modules *modules;
	const char *modalias;
	const struct hp_idquery *query;
	enum hp_lookup_kind kind;
	const char *path;
	int r;
};

static void free_source(struct hp_lookup_source *source)
{
	free(source->module);
	free(source->file);
	free(source->text);
}

void hp_lookup_free(struct hp_lookup *lookup)
{
	while (lookup->n)
		free_source(&lookup->source[--lookup->n]);
	while (lookup->n_unused)
		free(lookup->unused[--lookup->n_unused].file);
	free(lookup->source);
	free(lookup->unused);
	*lookup = (struct hp_lookup){0};
}

/* The same module, as libkmod spells it. */
static char *spell_module(const char *name, size_t len)
{
	char *copy = strndup(name, len), *c;

	for (c = copy; c && (c = strchr(c, '-')); c++)
		*c = '_';
	return copy;
}

/* Takes a copy of all strings; name is len bytes long. Returns 0 or -ENOMEM. */
static int add_source(struct hp_lookup *lookup, const struct hp_lookup_source *model,
		      const char *name, size_t len)
{
	struct hp_lookup_source source = *model;
	int r = hp_array_grow(&lookup->source, lookup->n, sizeof(*lookup->source));

	if (r < 0)
		return r;
	source.module = spell_module(name, len);
	source.file = model->file ? strdup(model->file) : NULL;
	source.text = model->text ? strdup(model->text) : NULL;
	if (!source.module || (model->file && !source.file) ||
	    (model->text && !source.text)) {
		free_source(&source);
		return -ENOMEM;
	}
	lookup->source[lookup->n++] = source;
	return 0;
}

static int add_unused(struct asking *asking, const char *why)
{
	struct hp_lookup *lookup = asking->lookup;
	char *file = strdup(asking->path);

	if (!file || hp_array_grow(&lookup->unused, lookup->n_unused,
				   sizeof(*lookup->unused)) < 0) {
		free(file);
		return -ENOMEM;
	}
	lookup->unused[lookup->n_unused++] =
		(struct hp_lookup_unused){asking->kind, file, why};
	return 0;
}

static int on_row(const struct hp_map_row *row, unsigned int line, const char *text,
		  void *data)
{
	struct asking *asking = data;
	enum hp_idquery_match match = hp_idquery_match_row(asking->query, row);
	const struct hp_lookup_source source = {
		.kind = asking->kind,
		.depends = match == HP_IDQUERY_DEPENDS,
		.file = (char *)asking->path,
		.line = line,
		.column = row->name - text + 1,
		.text = (char *)text,
	};

	return match == HP_IDQUERY_NO
		       ? 0
		       : add_source(asking->lookup, &source, row->name, row->name_len);
}

/* made_from: as for hp_idmap_open(), which alone knows what is stale. */
static int ask_map(struct asking *asking, const char *made_from)
{
	_cleanup_(hp_idmap_closep) struct hp_idmap *map = NULL;
	int r = hp_idmap_open(&map, asking->path, made_from);

	if (r == 0)
		r = hp_mapscan(asking->path, asking->query->kind, on_row, asking);
	if (r == -ENOENT || r == -ENOMEM)
		return r == -ENOMEM ? r : 0;
	if (r == -ESTALE)
		return add_unused(asking, "older than the modules");
	return r < 0 ? add_unused(asking, strerror(-r)) : 0;
}

/* Writes the path of a file of the tree. */
static int tree_path(const struct hp_modules *modules, const char *name,
		     char ret[static PATH_MAX])
{
	int n = snprintf(ret, PATH_MAX, "%s/%s", hp_modules_dir(modules), name);

	return n < 0 || n >= PATH_MAX ? -ENAMETOOLONG : 0;
}

static int ask_maps(struct asking *asking)
{
	char path[PATH_MAX], made_from[PATH_MAX];
	int r;

	if (!asking->query)
		return 0;
	asking->path = path;
	asking->kind = HP_LOOKUP_HANDMAP;
	r = hp_path(path, "%s/%s", HP_CONFDIR, maps[asking->query->kind].handmap);
	if (r == 0)
		r = ask_map(asking, NULL);
	asking->kind = HP_LOOKUP_MAP;
	if (r == 0)
		r = tree_path(asking->modules, maps[asking->query->kind].map, path);
	if (r == 0)
		r = tree_path(asking->modules, "modules.alias.bin", made_from);
	return r < 0 ? r : ask_map(asking, made_from);
}

/* Why the index does not answer. It does not for names, of which it has none. */
static const char *index_error(int r)
{
	if (r == -ESTALE)
		return "older than the modules or modprobe.d";
	return r == -EBADMSG ? "corrupt" : strerror(-r);
}

static int take_names(struct asking *asking, const struct hp_names *names)
{
	const struct hp_lookup_source source = {.kind = HP_LOOKUP_INDEX,
						.file = (char *)asking->path};
	int r = 0;

	asking->lookup->has_index = true;
	for (size_t i = 0; i < names->n && r == 0; i++)
		r = add_source(asking->lookup, &source, names->name[i],
			       strlen(names->name[i]));
	return r;
}

static int ask_index(struct asking *asking)
{
	_cleanup_(hp_index_closep) struct hp_index *index = NULL;
	_cleanup_(hp_names_free) struct hp_names names = {0};
	char path[PATH_MAX];
	int r = tree_path(asking->modules, HP_INDEX_FILE, path);

	if (r < 0)
		return r;
	asking->kind = HP_LOOKUP_INDEX;
	asking->path = path;
	r = hp_index_open_file(&index, path, hp_modules_dir(asking->modules));
	if (r == 0)
		r = hp_index_lookup(index, asking->modalias, &names);
	if (r == -ENOMEM)
		return r;
	if (r == -ENOENT || r == -ENOTSUP || r == -EINVAL)
		return 0;
	return r < 0 ? add_unused(asking, index_error(r)) : take_names(asking, &names);
}

static int add_line(struct asking *asking, const struct hp_modconf_setting *setting,
		    bool depends)
{
	struct hp_lookup_source source = {
		.kind = HP_LOOKUP_ALIAS,
		.depends = depends,
		.file = (char *)setting->file,
		.line = setting->line,
		.column = setting->column,
	};
	_cleanup_free_ char *text = NULL;

	if (asprintf(&text, "alias %s %s", setting->key, setting->value) < 0)
		return -ENOMEM;
	source.text = text;
	return add_source(asking->lookup, &source, setting->value,
			  strlen(setting->value));
}

static void on_alias(const struct hp_modconf_setting *setting, void *data)
{
	struct asking *asking = data;

	if (asking->r == 0)
		asking->r = add_line(asking, setting, false);
}

static void on_any_alias(const struct hp_modconf_setting *setting, void *data)
{
	struct asking *asking = data;

	if (asking->r == 0 &&
	    hp_idquery_match_alias(asking->query, setting->key) == HP_IDQUERY_DEPENDS)
		asking->r = add_line(asking, setting, true);
}

static void on_module(struct hp_module *module, void *data)
{
	static const struct hp_lookup_source source = {.kind = HP_LOOKUP_LIBKMOD};
	const char *name = hp_module_name(module);
	struct asking *asking = data;

	/* It names a module once for each alias that matches. */
	if (asking->r == 0 && !hp_lookup_names(asking->lookup, source.kind, name))
		asking->r = add_source(asking->lookup, &source, name, strlen(name));
}

static int ask_libkmod(struct asking *asking)
{
	int r = hp_modules_lookup(asking->modules, asking->modalias, on_module, asking);

	if (r >= 0)
		r = hp_modules_each_source(asking->modules, asking->modalias, on_alias,
					   asking);
	if (r >= 0 && asking->query)
		r = hp_modules_each_alias(asking->modules, on_any_alias, asking);
	return r < 0 ? r : asking->r;
}

int hp_lookup(struct hp_lookup *ret, struct hp_modules *modules, const char *modalias,
	      const struct hp_idquery *query)
{
	_cleanup_(hp_lookup_free) struct hp_lookup lookup = {0};
	struct asking asking = {&lookup, modules, modalias, query};
	int r = hp_modulename_valid(modalias) ? 0 : -EINVAL;

	if (r == 0)
		r = ask_maps(&asking);
	if (r == 0)
		r = ask_index(&asking);
	if (r == 0)
		r = ask_libkmod(&asking);
	if (r < 0)
		return r;
	*ret = lookup;
	lookup = (struct hp_lookup){0};
	return 0;
}

bool hp_lookup_names(const struct hp_lookup *lookup, enum hp_lookup_kind kind,
		     const char *module)
{
	for (size_t i = 0; i < lookup->n; i++)
		if (lookup->source[i].kind == kind && !lookup->source[i].depends &&
		    streq(lookup->source[i].module, module))
			return true;
	return false;
}
