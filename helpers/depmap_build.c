/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what hotplug-depmap writes, made out of a module tree. See depmap_build.h. */
#include <dirent.h>
#include <errno.h>
#include <limits.h>

#include "aliases.h"
#include "depmap_build.h"
#include "depmap_modules.h"
#include "idglob.h"
#include "index.h"
#include "indexwrite.h"
#include "log.h"
#include "mapwrite.h"
#include "modulerank.h"
#include "root.h"

/* In the order of precedence, as modprobe.d(5) has them. */
static const char *const config_dirs[] = {
	"/etc/modprobe.d",     "/run/modprobe.d", "/usr/local/lib/modprobe.d",
	"/usr/lib/modprobe.d", "/lib/modprobe.d",
};

#define N_CONFIG_DIRS ARRAY_SIZE(config_dirs)

struct build {
	struct depmap *depmap;
	const char *tree;
	char config[N_CONFIG_DIRS][PATH_MAX]; /* with the root */
	struct hp_stamp from;		      /* modules.alias.bin */
	struct hp_module_ranks *ranks;
	struct hp_aliases *aliases;
	struct hp_map_writer *map[2];
	struct hp_index_writer *index;
	struct hp_modconf *conf; /* modprobe.d, without the kernel's command line */
	unsigned int problems;	 /* of conf: what modprobe tells of at each call */
	bool is_whole;		 /* the tree has all that plans are made from */
};

static void build_free(struct build *build)
{
	hp_module_ranks_free(build->ranks);
	hp_aliases_close(build->aliases);
	hp_map_writer_free(build->map[HP_MAP_PCI]);
	hp_map_writer_free(build->map[HP_MAP_USB]);
	hp_index_writer_free(build->index);
	hp_modconf_free(build->conf);
}

void depmap_free(struct depmap *depmap)
{
	for (int i = 0; i < DEPMAP_FILES; i++)
		free(depmap->file[i].data);
}

/* depmod writes softdeps into the tree that say less than they seem to; nobody minds. */
static void count_problem(const char *file, unsigned int line, unsigned int column,
			  const char *text, void *data)
{
	struct build *build = data;

	build->problems += !skip_prefix(file, build->tree);
}

static int read_conf(struct build *build, const char *const *config)
{
	const struct hp_modconf_where where = {
		.paths = config,
		.tree = build->tree,
		.problem = count_problem,
		.data = build,
	};

	return hp_modconf_read(&build->conf, &where);
}

static int note_row(struct build *build, const char *glob, const char *module,
		    uint32_t rank)
{
	struct hp_map_row row = {0};
	enum hp_map_kind kind;
	int r;

	r = hp_idglob_parse(glob, &kind, &row);
	if (r == -ENOENT)
		return 0;
	if (r < 0) {
		build->depmap->no_row++;
		hp_info("alias %s %s: in the index only, no row can say this", glob,
			module);
		return 0;
	}
	if (kind == HP_MAP_USB && row.value[HP_USB_FLAGS] & HP_USB_MATCH_NUMBER)
		build->depmap->with_number++;
	return hp_map_writer_add(build->map[kind], &row, module, rank);
}

static int on_alias(const char *glob, const char *module, void *data)
{
	struct build *build = data;
	uint32_t rank = hp_module_rank(build->ranks, module);
	int r;

	build->depmap->aliases++;
	r = hp_index_writer_alias(build->index, glob, module, rank);
	if (r < 0)
		return hp_error(r, "alias %s %s", glob, module);
	return note_row(build, glob, module, rank);
}

static int on_config(const char *glob, const char *module, void *data)
{
	struct build *build = data;

	return hp_index_writer_config(build->index, HP_INDEX_ALIAS, glob, module);
}

/* An install or remove command is for a name, be it that of an alias. */
static int on_command(const char *name, const char *command, void *data)
{
	struct build *build = data;

	(void)command;
	return hp_index_writer_config(build->index, HP_INDEX_COMMAND, name, name);
}

static int add_blacklist(struct build *build)
{
	const struct hp_modconf_setting *setting = NULL;
	int r = 0;

	while (r == 0 && (setting = hp_modconf_next(build->conf, setting)))
		if (setting->word == HP_MODCONF_BLACKLIST)
			r = hp_index_writer_denied(build->index, setting->key);
	return r;
}

static int add_config(struct build *build)
{
	static const struct {
		enum hp_aliases_config kind;
		hp_aliases_fn fn;
	} parts[] = {
		{HP_ALIASES_ALIAS, on_config},
		{HP_ALIASES_INSTALL, on_command},
		{HP_ALIASES_REMOVE, on_command},
	};
	int r = 0;

	for (size_t i = 0; i < ARRAY_SIZE(parts) && r >= 0; i++)
		r = hp_aliases_config(build->aliases, parts[i].kind, parts[i].fn, build);
	return r < 0 ? r : add_blacklist(build);
}

static int add_source(struct build *build, const char *path, const char *real)
{
	struct hp_stamp stamp;
	struct stat st;
	int r;

	r = hp_stamp_take(&stamp, real);
	if (r < 0)
		return hp_error(r, "cannot read %s", real);
	if (stat(real, &st) < 0)
		return hp_error(-errno, "cannot read %s", real);
	return hp_index_writer_source(
		build->index, S_ISDIR(st.st_mode) ? HP_INDEX_DIRECTORY : HP_INDEX_FILE_AT,
		path, &stamp);
}

/* /lib may be a link to /usr/lib. */
static bool seen_before(const struct build *build, const char *real)
{
	struct stat st, other;

	if (stat(real, &st) < 0)
		return false;
	for (size_t i = 0; build->config[i] != real; i++)
		if (stat(build->config[i], &other) == 0 && st.st_dev == other.st_dev &&
		    st.st_ino == other.st_ino)
			return true;
	return false;
}

/* The stamps are taken before the content is read: a change in between makes them stale.
 */
static int add_config_dir(struct build *build, const char *path, const char *real)
{
	char file[PATH_MAX], real_file[PATH_MAX];
	_cleanup_closedir_ DIR *dir = NULL;
	struct dirent *entry;
	int r;

	if (access(real, F_OK) < 0 && errno == ENOENT)
		return hp_index_writer_source(build->index, HP_INDEX_ABSENT, path, NULL);
	if (seen_before(build, real))
		return 0;
	r = add_source(build, path, real);
	dir = r == 0 ? opendir(real) : NULL;
	while (r == 0 && dir && (entry = readdir(dir))) {
		if (entry->d_name[0] == '.')
			continue;
		if (snprintf(file, PATH_MAX, "%s/%s", path, entry->d_name) >= PATH_MAX ||
		    snprintf(real_file, PATH_MAX, "%s/%s", real, entry->d_name) >=
			    PATH_MAX)
			return hp_error(-ENAMETOOLONG, "%s", real);
		r = add_source(build, file, real_file);
	}
	return r;
}

static int add_sources(struct build *build)
{
	char path[PATH_MAX];
	int r;

	if (snprintf(path, sizeof(path), "%s/modules.alias.bin", build->tree) >= PATH_MAX)
		return hp_error(-ENAMETOOLONG, "%s", build->tree);
	r = hp_stamp_take(&build->from, path);
	if (r < 0)
		return hp_error(r, "cannot read %s (depmod writes it)", path);
	build->depmap->mtime = build->from.sec;
	r = depmap_add_needed(build->index, build->tree);
	build->is_whole = r == 0;
	if (r >= 0)
		r = hp_index_writer_source(build->index, HP_INDEX_IN_TREE,
					   "modules.alias.bin", &build->from);
	for (size_t i = 0; i < N_CONFIG_DIRS && r == 0; i++) {
		r = hp_path(build->config[i], "%s", config_dirs[i]);
		if (r == 0)
			r = add_config_dir(build, config_dirs[i], build->config[i]);
	}
	return r;
}

static void list_config(const struct build *build,
			const char *ret[static N_CONFIG_DIRS + 1])
{
	for (size_t i = 0; i < N_CONFIG_DIRS; i++)
		ret[i] = build->config[i];
	ret[N_CONFIG_DIRS] = NULL;
}

static int open_all(struct build *build)
{
	const char *config[N_CONFIG_DIRS + 1];
	int r;

	if (hp_index_writer_new(&build->index) < 0 ||
	    hp_map_writer_new(&build->map[HP_MAP_PCI], HP_MAP_PCI) < 0 ||
	    hp_map_writer_new(&build->map[HP_MAP_USB], HP_MAP_USB) < 0)
		return -ENOMEM;
	r = add_sources(build);
	if (r < 0)
		return r;
	list_config(build, config);
	r = hp_aliases_open(&build->aliases, build->tree, config);
	if (r < 0)
		return hp_error(r, "cannot open %s", build->tree);
	r = hp_module_ranks_read(&build->ranks, build->tree);
	if (r < 0)
		return hp_error(r, "cannot read %s/modules.dep", build->tree);
	r = read_conf(build, config);
	return r < 0 ? hp_error(r, "cannot read modprobe.d") : 0;
}

static int finish(struct build *build)
{
	static const char *const names[] = {"modules.pcimap", "modules.usbmap"};
	struct depmap *depmap = build->depmap;
	int r = 0;

	depmap->pci_rows = hp_map_writer_rows(build->map[HP_MAP_PCI]);
	depmap->usb_rows = hp_map_writer_rows(build->map[HP_MAP_USB]);
	for (int i = 0; i < 2 && r == 0; i++) {
		depmap->file[i].name = names[i];
		r = hp_map_writer_finish(build->map[i], &build->from, depmap->mtime,
					 (char **)&depmap->file[i].data,
					 &depmap->file[i].len);
	}
	if (r == 0) {
		depmap->file[DEPMAP_INDEX].name = HP_INDEX_FILE;
		r = hp_index_writer_finish(
			build->index, (unsigned char **)&depmap->file[DEPMAP_INDEX].data,
			&depmap->file[DEPMAP_INDEX].len);
	}
	return r < 0 ? hp_error(r, "cannot make the maps of %s", build->tree) : 0;
}

static int add_modules(struct build *build)
{
	const struct depmap_modules modules = {
		.conf = build->conf,
		.aliases = build->aliases,
		.ranks = build->ranks,
		.index = build->index,
	};

	return build->is_whole && !build->problems ? depmap_add_modules(&modules) : 0;
}

int depmap_build(struct depmap *ret, const char *tree)
{
	_cleanup_(build_free) struct build build = {.depmap = ret, .tree = tree};
	int r;

	*ret = (struct depmap){0};
	r = open_all(&build);
	if (r < 0)
		return r;
	r = hp_aliases_each(build.aliases, on_alias, &build);
	if (r < 0)
		return hp_error(r, "cannot read %s/modules.alias.bin", tree);
	r = add_config(&build);
	if (r < 0)
		return hp_error(r, "cannot take over modprobe.d");
	r = add_modules(&build);
	if (r < 0)
		return hp_error(r, "cannot take over %s/modules.dep.bin", tree);
	return finish(&build);
}
