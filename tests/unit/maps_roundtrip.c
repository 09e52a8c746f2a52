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
 * pci and usb alias of the tree, draws ids that match and ids that just miss, and
 *compares names. The maps may differ in what their formats cannot say; each such case is
 *checked for being one, and counted. The index may not differ at all, not even in the
 *order. Last line: how many were compared. Exit status 1 where anything differs.
 */
#include <fnmatch.h>

#include "idmap.h"
#include "index.h"
#include "log.h"
#include "maprow.h"
#include "roundtrip.h"
#include "roundtrip_ids.h"

#define DRAWS 9 /* per alias: one hits, the others miss by one field or hit again */
#define EVERY 8 /* of so many, one is held against each row of the map */

static const struct bus buses[] = {
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
	struct hp_idmap *map[2];
	struct hp_index *index;
	struct rows rows[2];
	struct alias *alias;
	size_t n_aliases;
	unsigned long compared, hits, by_number, by_class, no_row;
} test;

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

union id {
	struct hp_pci_id pci;
	struct hp_usb_id usb;
};

/* What the rows of the map say when each is tried. */
static void ask_rows(enum hp_map_kind kind, const union id *id, struct hp_names *names)
{
	const struct rows *rows = &test.rows[kind];
	bool match;

	for (size_t i = 0; i < rows->n; i++) {
		match = kind == HP_MAP_PCI
				? hp_map_row_match_pci(&rows->row[i], &id->pci)
				: hp_map_row_match_usb(&rows->row[i], &id->usb);
		if (match)
			hp_names_add(names, rows->row[i].name, rows->row[i].name_len);
	}
}

static void ask_map(enum hp_map_kind kind, const char *modalias, struct hp_names *names)
{
	_cleanup_(hp_names_free) struct hp_names every = {0};
	union id id = {0};
	int r;

	r = kind == HP_MAP_PCI ? hp_pci_id_from_modalias(&id.pci, modalias)
			       : hp_usb_id_from_modalias(&id.usb, modalias);
	if (r < 0)
		die(r, modalias);
	r = kind == HP_MAP_PCI ? hp_idmap_match_pci(test.map[kind], &id.pci, names)
			       : hp_idmap_match_usb(test.map[kind], &id.usb, names);
	if (r < 0)
		die(r, modalias);
	if (test.compared % EVERY)
		return;
	ask_rows(kind, &id, &every);
	if (!same_names(names, &every, true))
		differ(modalias, "map by directory", names, "map line by line", &every);
}

static void compare(int bus, const char *modalias)
{
	_cleanup_(hp_names_free) struct hp_names libkmod = {0}, map = {0}, index = {0};
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
	ask_map(bus, modalias, &map);
	compare_map(bus, modalias, &libkmod, &map);
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

static void open_map(int kind, const char *tree)
{
	static const char *const names[] = {"modules.pcimap", "modules.usbmap"};
	char path[PATH_MAX + 32], made_from[PATH_MAX + 32];
	int r;

	snprintf(made_from, sizeof(made_from), "%s/modules.alias.bin", tree);
	snprintf(path, sizeof(path), "%s/%s", tree, names[kind]);
	r = hp_idmap_open(&test.map[kind], path, made_from);
	if (r < 0)
		die(r, path);
	if (!hp_idmap_is_sorted(test.map[kind]))
		die(-EINVAL, "the map is not one to be searched by its directory");
	read_rows(kind, path);
}

static void open_all(const char *root, const char *release)
{
	char tree[PATH_MAX];
	size_t size = 0;
	int r;

	open_tree(root, release, tree, keep_alias, &size);
	for (int i = 0; i < 2; i++)
		open_map(i, tree);
	r = hp_index_open(&test.index, release);
	if (r < 0)
		die(r, HP_INDEX_FILE);
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
	       test.no_row, roundtrip_differences);
	return roundtrip_differences != 0 || test.compared == 0;
}
