/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: over a whole module tree, what modules.pcimap, modules.usbmap and the index
 * answer is what libkmod answers.
 *
 *	maps_roundtrip ROOT RELEASE [ALIAS...]
 *
 * With aliases: compares the index and libkmod for these alone, by ROOT's modprobe.d.
 *
 * Without, where ROOT should have no modprobe.d, of which maps know nothing: for every
 *pci and usb alias of the tree, draws ids that match and ids that just miss, and compares
 * names. The maps may differ in what their formats cannot say; each such case is checked
 * for being one, and counted. The index may not differ at all, not even in the order.
 * Last line: how many were compared. Exit status 1 where anything differs.
 */
#include <errno.h>
#include <fnmatch.h>
#include <libkmod.h>
#include <limits.h>

#include "aliases.h"
#include "idmap.h"
#include "index.h"
#include "log.h"
#include "maprow.h"
#include "root.h"

#define FIELDS_MAX	10
#define FIELD_BYTES	32
#define DRAWS		4 /* per alias: one hits, the others miss by one field or hit again */
#define DIFFERENCES_MAX 20

/* How a MODALIAS is written: the tag of each field, and its digits. */
static const struct bus {
	const char *prefix;
	int n;
	const char *tag[FIELDS_MAX];
	int digits[FIELDS_MAX];
} buses[] = {
	[HP_MAP_PCI] = {"pci:",
			7,
			{"v", "d", "sv", "sd", "bc", "sc", "i"},
			{8, 8, 8, 8, 2, 2, 2}},
	[HP_MAP_USB] = {"usb:",
			10,
			{"v", "p", "d", "dc", "dsc", "dp", "ic", "isc", "ip", "in"},
			{4, 4, 4, 2, 2, 2, 2, 2, 2, 2}},
};

struct alias {
	char *glob, *module;
	int bus; /* -1: another */
};

struct rows {
	char *text;
	size_t n;
	struct hp_map_row *row;
};

static struct {
	struct kmod_ctx *kmod;
	struct hp_idmap *map[2];
	struct hp_index *index;
	struct rows rows[2];
	struct alias *alias;
	size_t n_aliases;
	uint64_t random;
	unsigned long compared, hits, by_number, by_class, no_row, differences;
} test = {.random = 88172645463325252u};

static uint32_t draw(uint32_t below)
{
	test.random ^= test.random << 13;
	test.random ^= test.random >> 7;
	test.random ^= test.random << 17;
	return (uint32_t)(test.random >> 16) % below;
}

static void die(int r, const char *what)
{
	fprintf(stderr, "%s: %s\n", what, strerror(-r));
	exit(2);
}

static int keep_alias(const char *glob, const char *module, void *data)
{
	size_t *size = data;
	struct alias *alias;

	if (test.n_aliases == *size) {
		*size = *size ? *size * 2 : 32768;
		test.alias = reallocarray(test.alias, *size, sizeof(*test.alias));
	}
	alias = &test.alias[test.n_aliases++];
	*alias = (struct alias){strdup(glob), strdup(module), -1};
	for (int i = 0; i < 2; i++)
		if (skip_prefix(glob, buses[i].prefix))
			alias->bus = i;
	return 0;
}

static void read_rows(enum hp_map_kind kind, const char *path)
{
	_cleanup_fclose_ FILE *file = fopen(path, "re");
	struct rows *rows = &test.rows[kind];
	struct hp_map_error error;
	struct hp_map_row row;
	size_t size = 0;
	char *text = NULL, *line, *save;

	if (!file || getdelim(&text, &size, '\0', file) < 0)
		die(-errno, path);
	rows->text = text;
	for (line = strtok_r(text, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save)) {
		if (hp_map_row_parse(&row, kind, line, strlen(line), true, &error) != 0)
			continue;
		rows->row = reallocarray(rows->row, rows->n + 1, sizeof(row));
		rows->row[rows->n++] = row;
	}
}

/* What libkmod answers, without what is built in: there is nothing to load. */
static int ask_libkmod(const char *modalias, struct hp_names *names)
{
	struct kmod_list *list = NULL, *item;
	int r = kmod_module_new_from_lookup(test.kmod, modalias, &list);

	kmod_list_foreach(item, list)
	{
		struct kmod_module *module = kmod_module_get_module(item);
		const char *name = kmod_module_get_name(module);

		if (kmod_module_get_initstate(module) != KMOD_MODULE_BUILTIN)
			hp_names_add(names, name, strlen(name));
		kmod_module_unref(module);
	}
	kmod_module_unref_list(list);
	return r;
}

static bool same_names(const struct hp_names *a, const struct hp_names *b, bool in_order)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (in_order ? !hp_names_equal(a->name[i], b->name[i])
			     : !hp_names_has(b, a->name[i]))
			return false;
	return true;
}

static void print_names(const char *who, const struct hp_names *names)
{
	printf("  %s:", who);
	for (size_t i = 0; i < names->n; i++)
		printf(" %s", names->name[i]);
	printf("\n");
}

static void differ(const char *modalias, const char *a, const struct hp_names *x,
		   const char *b, const struct hp_names *y)
{
	if (++test.differences > DIFFERENCES_MAX)
		return;
	printf("%s\n", modalias);
	print_names(a, x);
	print_names(b, y);
}

/* usbmap has no column for bInterfaceNumber: would the module match without? */
static bool excused_by_number(const char *modalias, const char *module)
{
	char glob[PATH_MAX];
	char *number;

	for (size_t i = 0; i < test.n_aliases; i++) {
		struct alias *alias = &test.alias[i];

		if (alias->bus != HP_MAP_USB || !streq(alias->module, module))
			continue;
		snprintf(glob, sizeof(glob), "%s", alias->glob);
		number = strstr(glob, "in");
		if (!number || number[2] == '*')
			continue;
		strcpy(number, "in*");
		if (fnmatch(glob, modalias, 0) == 0)
			return true;
	}
	return false;
}

/* The kernel does not let an alias without a vendor match the interface classes of a
 * vendor-specific device; an alias cannot say that. */
static bool excused_by_class(const char *modalias, const char *module)
{
	bool found = false;

	if (!strstr(modalias, "dcFF"))
		return false;
	for (size_t i = 0; i < test.n_aliases; i++) {
		struct alias *alias = &test.alias[i];

		if (alias->bus != HP_MAP_USB || !streq(alias->module, module) ||
		    fnmatch(alias->glob, modalias, 0) != 0)
			continue;
		if (!skip_prefix(alias->glob, "usb:v*") ||
		    strstr(alias->glob, "ic*isc*ip*in*"))
			return false;
		found = true;
	}
	return found;
}

static void compare_map(enum hp_map_kind kind, const char *modalias,
			const struct hp_names *libkmod, const struct hp_names *map)
{
	bool number = false, class = false;

	for (size_t i = 0; i < map->n; i++) {
		if (hp_names_has(libkmod, map->name[i]))
			continue;
		if (kind != HP_MAP_USB || !excused_by_number(modalias, map->name[i])) {
			differ(modalias, "map", map, "libkmod", libkmod);
			return;
		}
		number = true;
	}
	for (size_t i = 0; i < libkmod->n; i++) {
		if (hp_names_has(map, libkmod->name[i]))
			continue;
		if (kind != HP_MAP_USB || !excused_by_class(modalias, libkmod->name[i])) {
			differ(modalias, "map", map, "libkmod", libkmod);
			return;
		}
		class = true;
	}
	test.by_number += number;
	test.by_class += class;
}

/* The map's own answer, and what its rows say when each is tried. */
static int ask_map(enum hp_map_kind kind, const char *modalias, struct hp_names *names,
		   struct hp_names *every)
{
	const struct rows *rows = &test.rows[kind];
	struct hp_pci_id pci = {0};
	struct hp_usb_id usb = {0};
	bool match;
	int r;

	r = kind == HP_MAP_PCI ? hp_pci_id_from_modalias(&pci, modalias)
			       : hp_usb_id_from_modalias(&usb, modalias);
	if (r < 0)
		die(r, modalias);
	r = kind == HP_MAP_PCI ? hp_idmap_match_pci(test.map[kind], &pci, names)
			       : hp_idmap_match_usb(test.map[kind], &usb, names);
	for (size_t i = 0; i < rows->n; i++) {
		match = kind == HP_MAP_PCI ? hp_map_row_match_pci(&rows->row[i], &pci)
					   : hp_map_row_match_usb(&rows->row[i], &usb);
		if (match)
			hp_names_add(every, rows->row[i].name, rows->row[i].name_len);
	}
	return r;
}

static void compare(int bus, const char *modalias)
{
	_cleanup_(hp_names_free) struct hp_names libkmod = {0}, map = {0}, every = {0},
						 index = {0};
	int r;

	/* libkmod takes what has no bus for the name of a module first. */
	if (!strchr(modalias, ':'))
		return;
	test.compared++;
	r = ask_libkmod(modalias, &libkmod);
	if (r < 0)
		die(r, modalias);
	test.hits += libkmod.n > 0;
	r = hp_index_lookup(test.index, modalias, &index);
	if (r < 0)
		die(r, modalias);
	if (!same_names(&libkmod, &index, true))
		differ(modalias, "index", &index, "libkmod", &libkmod);
	if (bus < 0)
		return;
	r = ask_map(bus, modalias, &map, &every);
	if (r < 0)
		die(r, modalias);
	if (!same_names(&map, &every, true))
		differ(modalias, "map by directory", &map, "map line by line", &every);
	compare_map(bus, modalias, &libkmod, &map);
}

/* A value that the text of a field matches: digits, sets and '*' become digits. */
static uint32_t draw_field(const char *text, int digits)
{
	uint32_t value = 0;
	int n = 0, low, high;
	const char *s = text;

	for (; n < digits && *s && *s != '*'; n++) {
		char set[FIELD_BYTES] = {*s, '\0'}, *end;

		if (*s == '[') {
			snprintf(set, sizeof(set), "%.*s", (int)strcspn(s + 1, "]"),
				 s + 1);
			s += strcspn(s, "]");
		}
		s++;
		low = (int)strtol((char[]){set[0], '\0'}, &end, 16);
		high = (int)strtol((char[]){set[strlen(set) - 1], '\0'}, &end, 16);
		value = value << 4 | (uint32_t)(low + (int)draw(high - low + 1));
	}
	for (; n < digits; n++)
		value = value << 4 | draw(16);
	return value;
}

static void write_modalias(char *dst, size_t size, const struct bus *bus,
			   const uint32_t *value)
{
	size_t at = snprintf(dst, size, "%s", bus->prefix);

	for (int i = 0; i < bus->n; i++)
		at += snprintf(dst + at, size - at, "%s%0*X", bus->tag[i], bus->digits[i],
			       value[i]);
}

/* Changes one field: by one, in one digit, or to what wildcards are stored as. */
static void miss(const struct bus *bus, uint32_t *value)
{
	int i = draw(bus->n), bits = 4 * bus->digits[i];
	uint32_t mask = bits == 32 ? UINT32_MAX : (1u << bits) - 1;

	switch (draw(4)) {
	case 0:
		value[i]++;
		break;
	case 1:
		value[i]--;
		break;
	case 2:
		value[i] ^= 1u << draw(bits);
		break;
	default:
		value[i] = draw(2) ? UINT32_MAX : 0;
	}
	value[i] &= mask;
}

/* Each takes an alias apart, with a bound below FIELD_BYTES; gives the number of fields.
 */
static int take_pci(const char *glob, char field[][FIELD_BYTES])
{
	return sscanf(
		glob, "pci:v%31[^d]d%31[^s]sv%31[^s]sd%31[^b]bc%31[^s]sc%31[^i]i%31s",
		field[0], field[1], field[2], field[3], field[4], field[5], field[6]);
}

static int take_usb(const char *glob, char field[][FIELD_BYTES])
{
	return sscanf(glob,
		      "usb:v%31[^p]p%31[^d]d%31[^d]dc%31[^d]dsc%31[^d]dp%31[^i]ic%31[^i]"
		      "isc%31[^i]ip%31[^i]in%31s",
		      field[0], field[1], field[2], field[3], field[4], field[5],
		      field[6], field[7], field[8], field[9]);
}

static void try_alias(const struct alias *alias)
{
	char field[FIELDS_MAX][FIELD_BYTES], modalias[256];
	uint32_t value[FIELDS_MAX];
	const struct bus *bus = &buses[alias->bus];
	int n;

	n = alias->bus == HP_MAP_PCI ? take_pci(alias->glob, field)
				     : take_usb(alias->glob, field);
	if (n != bus->n) {
		test.no_row++;
		return;
	}
	for (int d = 0; d < DRAWS; d++) {
		for (int i = 0; i < bus->n; i++)
			value[i] = draw_field(field[i], bus->digits[i]);
		if (d)
			miss(bus, value);
		write_modalias(modalias, sizeof(modalias), bus, value);
		compare(alias->bus, modalias);
	}
}

/* Any other bus: the index against libkmod, with text in place of each wildcard. */
static void try_other(const struct alias *alias)
{
	static const char *const texts[] = {"", "0", "A", "x1y", "-", "C", "vendor,dev"};
	char name[PATH_MAX];
	size_t at = 0;

	for (int d = 0; d < DRAWS; d++, at = 0) {
		for (const char *s = alias->glob; *s && at < sizeof(name) - 32; s++) {
			if (*s == '*')
				at += sprintf(name + at, "%s",
					      texts[draw(ARRAY_SIZE(texts))]);
			else if (*s == '[')
				name[at++] = s[1], s += strcspn(s, "]");
			else
				name[at++] = *s == '?' ? 'q' : *s;
		}
		name[at] = '\0';
		if (d && at)
			name[draw(at)] = "0Az_-*"[draw(6)];
		compare(-1, name);
	}
}

/* The directories of ROOT that exist. */
static const char **config_paths(void)
{
	static const char *const dirs[] = {"/etc/modprobe.d", "/run/modprobe.d",
					   "/usr/local/lib/modprobe.d",
					   "/usr/lib/modprobe.d", "/lib/modprobe.d"};
	static char path[ARRAY_SIZE(dirs)][PATH_MAX];
	static const char *paths[ARRAY_SIZE(dirs) + 1];
	size_t n = 0;

	for (size_t i = 0; i < ARRAY_SIZE(dirs); i++)
		if (hp_path(path[i], "%s", dirs[i]) == 0 && access(path[i], F_OK) == 0)
			paths[n++] = path[i];
	return paths;
}

static void open_all(const char *root, const char *release)
{
	static const char *const names[] = {"modules.pcimap", "modules.usbmap"};
	const char **config;
	struct hp_aliases *aliases;
	char tree[PATH_MAX], path[PATH_MAX], made_from[PATH_MAX + 32];
	size_t size = 0;
	int r;

	if (hp_root_set(root) < 0 || hp_path(tree, "/lib/modules/%s", release) < 0)
		die(-EINVAL, root);
	snprintf(made_from, sizeof(made_from), "%s/modules.alias.bin", tree);
	for (int i = 0; i < 2; i++) {
		if (hp_path(path, "/lib/modules/%s/%s", release, names[i]) < 0)
			die(-ENAMETOOLONG, tree);
		r = hp_idmap_open(&test.map[i], path, made_from);
		if (r < 0)
			die(r, path);
		if (!hp_idmap_is_sorted(test.map[i]))
			die(-EINVAL,
			    "the map is not one to be searched by its directory");
		read_rows(i, path);
	}
	r = hp_index_open(&test.index, release);
	if (r < 0)
		die(r, HP_INDEX_FILE);
	config = config_paths();
	test.kmod = kmod_new(tree, config);
	if (!test.kmod || kmod_load_resources(test.kmod) < 0 ||
	    hp_aliases_open(&aliases, tree, config) < 0)
		die(-ENOENT, tree);
	r = hp_aliases_each(aliases, keep_alias, &size);
	if (r < 0)
		die(r, "modules.alias.bin");
	hp_aliases_close(aliases);
}

static void compare_all(void)
{
	for (size_t i = 0; i < test.n_aliases; i++) {
		if (test.alias[i].bus < 0)
			try_other(&test.alias[i]);
		else
			try_alias(&test.alias[i]);
	}
}

int main(int argc, char *argv[])
{
	if (argc < 3) {
		fprintf(stderr, "usage: %s ROOT RELEASE [ALIAS...]\n", argv[0]);
		return 2;
	}
	hp_log_open("maps_roundtrip");
	open_all(argv[1], argv[2]);
	if (argc == 3)
		compare_all();
	for (int i = 3; i < argc; i++)
		compare(-1, argv[i]);
	printf("%zu aliases, %lu compared, %lu with an answer; the map says more for %lu "
	       "(bInterfaceNumber), less for %lu (vendor-specific devices); %lu aliases "
	       "without a row; %lu differ\n",
	       test.n_aliases, test.compared, test.hits, test.by_number, test.by_class,
	       test.no_row, test.differences);
	return test.differences != 0 || test.compared == 0;
}
