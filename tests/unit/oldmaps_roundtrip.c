/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: over a whole module tree, what the maps of other buses answer is what libkmod
 * answers.
 *
 *	oldmaps_roundtrip ROOT RELEASE DIRECTORY
 *
 * Nobody writes these maps any more: the test makes them in DIRECTORY, a row of each
 *alias of these buses. Then it draws devices that hit each alias and that just miss it,
 *gives their events to the maps and their MODALIAS to libkmod, and compares names. The
 *last lines: how many were compared. Exit status 1 where anything differs.
 */
#include <fnmatch.h>

#include "modconf.h"
#include "oldmaps_draw.h"

#define DRAWS 8

/* Takes the numbers of an alias apart. Returns what follows, or NULL. */
static const char *read_numbers(struct alias *alias)
{
	const struct bus *bus = &buses[alias->kind];
	const char *s = alias->glob + strlen(bus->prefix);
	size_t len;

	for (int i = 0; i < bus->n; i++) {
		s = skip_prefix(s, bus->tag[i]);
		if (!s)
			return NULL;
		len = *s == '*' ? 1 : (size_t)bus->digits[i];
		snprintf(alias->field[i], FIELD_BYTES, "%.*s", (int)len, s);
		alias->value[i] = (uint32_t)strtoul(alias->field[i], NULL, 16);
		s += strlen(alias->field[i]);
	}
	return s;
}

static bool is_any(const struct alias *alias, int i)
{
	return alias->field[i][0] == '*';
}

static uint32_t flags_of(const struct alias *alias)
{
	static const struct hp_input_bits none;
	uint32_t flags = 0;

	for (int i = 0; i < 4; i++)
		flags |= is_any(alias, i) ? 0 : 1u << i;
	for (int i = 0; i < HP_INPUT_SETS; i++)
		if (memcmp(&alias->bits[i], &none, sizeof(none)) != 0)
			flags |= 0x10u << i;
	return flags;
}

static void put_flags_row(FILE *to, const struct alias *alias)
{
	fprintf(to, "%-20s 0x%x 0x%x 0x%x 0x%x 0x%x ", alias->module, flags_of(alias),
		alias->value[0], alias->value[1], alias->value[2], alias->value[3]);
	if (alias->kind == HP_OLDMAP_INPUT) {
		for (int i = 0; i < HP_INPUT_SETS; i++)
			put_bits(to, &alias->bits[i], ':');
		fprintf(to, "0x%x", !flags_of(alias));
	}
	fprintf(to, "\n");
}

static void put_serio_row(FILE *to, const struct alias *alias)
{
	static const int order[] = {0, 3, 2, 1};

	fprintf(to, "%s", alias->module);
	for (int i = 0; i < 4; i++)
		fprintf(to, " 0x%02x",
			is_any(alias, order[i]) ? 0xff : alias->value[order[i]]);
	fprintf(to, "\n");
}

/* Returns whether there is a row that says what the alias says. */
static bool put_row(struct alias *alias)
{
	const char *rest = alias->glob + strlen(buses[alias->kind].prefix);
	FILE *to = test.file[alias->kind];
	uint32_t id;

	if (alias->kind == HP_OLDMAP_OF) {
		if (strpbrk(rest, "*[? "))
			return false;
		return fprintf(to, "%-20s * * %s\n", alias->module, rest) > 0;
	}
	if (alias->kind == HP_OLDMAP_ISAPNP) {
		if (hp_pnp_id_parse(rest, strcspn(rest, "*"), &id) < 0)
			return false;
		return fprintf(to, "%s 0xffff 0xffff 0 0x%x 0x%x\n", alias->module,
			       id >> 16, id & 0xffff) > 0;
	}
	rest = read_numbers(alias);
	if (!rest)
		return false;
	if (alias->kind == HP_OLDMAP_INPUT && !read_sets(rest, alias->bits))
		return false;
	if (alias->kind == HP_OLDMAP_SERIO)
		put_serio_row(to, alias);
	else
		put_flags_row(to, alias);
	return true;
}

static int keep_alias(const char *glob, const char *module, void *data)
{
	struct alias alias = {.glob = strdup(glob), .module = strdup(module)};

	for (; alias.kind < HP_OLDMAP_KINDS; alias.kind++)
		if (skip_prefix(glob, buses[alias.kind].prefix))
			break;
	if (alias.kind == HP_OLDMAP_KINDS)
		return 0;
	/* Of each compatible there is a second one, for those behind it. */
	if (!put_row(&alias)) {
		test.left_out++;
		return 0;
	}
	test.alias = reallocarray(test.alias, test.n + 1, sizeof(alias));
	test.alias[test.n++] = alias;
	return 0;
}

static bool sets_are_in(const struct alias *alias, const struct hp_input_bits *sets)
{
	for (int i = 0; i < HP_INPUT_SETS; i++)
		for (unsigned int bit = 0; bit < HP_INPUT_BITS_MAX; bit++)
			if (has_bit(&alias->bits[i], bit) && !has_bit(&sets[i], bit))
				return false;
	return true;
}

/* As libkmod: '-' is '_' in both. */
static bool glob_matches(const char *glob, const char *modalias, int flags)
{
	char text[TEXT_MAX];

	snprintf(text, sizeof(text), "%s", modalias);
	hp_modconf_normalize(text);
	return fnmatch(glob, text, flags) == 0;
}

/* A glob finds "1," in "11," as well: does one match that has all its bits there? */
static bool excused_by_digit(const char *modalias, const char *module)
{
	struct hp_input_bits sets[HP_INPUT_SETS] = {0};
	const char *dash = strchr(modalias, '-');

	if (!dash || !read_sets(dash, sets))
		return false;
	for (size_t i = 0; i < test.n; i++)
		if (hp_names_equal(test.alias[i].module, module) &&
		    test.alias[i].kind == HP_OLDMAP_INPUT &&
		    glob_matches(test.alias[i].glob, modalias, 0) &&
		    sets_are_in(&test.alias[i], sets))
			return false;
	return true;
}

/* The kernel compares compatible, and digits of PNP ids, whatever their case. */
static bool excused_by_case(const char *modalias, const char *module)
{
	char glob[PATH_MAX];

	for (size_t i = 0; i < test.n; i++) {
		if (!hp_names_equal(test.alias[i].module, module) ||
		    (test.alias[i].kind != HP_OLDMAP_OF &&
		     test.alias[i].kind != HP_OLDMAP_ISAPNP))
			continue;
		if (glob_matches(test.alias[i].glob, modalias, FNM_CASEFOLD))
			return true;
		snprintf(glob, sizeof(glob), "%sC*", test.alias[i].glob);
		if (glob_matches(glob, modalias, FNM_CASEFOLD))
			return true;
	}
	return false;
}

static void compare_names(enum hp_oldmap_kind kind, const char *modalias,
			  const struct hp_names *libkmod, const struct hp_names *map)
{
	for (size_t i = 0; i < map->n; i++) {
		if (hp_names_has(libkmod, map->name[i]))
			continue;
		if (!excused_by_case(modalias, map->name[i])) {
			differ(modalias, "map", map, "libkmod", libkmod);
			return;
		}
		test.by_case++;
	}
	for (size_t i = 0; i < libkmod->n; i++) {
		if (hp_names_has(map, libkmod->name[i]))
			continue;
		if (kind != HP_OLDMAP_INPUT ||
		    !excused_by_digit(modalias, libkmod->name[i])) {
			differ(modalias, "map", map, "libkmod", libkmod);
			return;
		}
		test.by_digit++;
	}
}

/* modalias_only: the event has no other variable. */
static void ask_map(enum hp_oldmap_kind kind, const struct device *device,
		    bool modalias_only, struct hp_names *names)
{
	static struct hp_uevent event;
	static char modalias[TEXT_MAX + 16];
	char why[HP_UEVENT_WHY_MAX];
	struct hp_oldmap_id id;
	size_t at = modalias_only ? device->len : 0;
	int r;

	memset(&event, 0, sizeof(event));
	snprintf(modalias, sizeof(modalias), "MODALIAS=%s", device->modalias);
	event.vars[event.n_vars++] = modalias;
	for (; at < device->len; at += strlen(device->text + at) + 1)
		event.vars[event.n_vars++] = device->text + at;
	r = hp_oldmap_id_from_event(&id, kind, &event, why);
	if (r < 0)
		die(r, device->modalias);
	r = hp_oldmap_match(test.map[kind], &id, names);
	if (r < 0)
		die(r, device->modalias);
}

static void compare(enum hp_oldmap_kind kind, const struct device *device)
{
	_cleanup_(hp_names_free) struct hp_names libkmod = {0}, map = {0}, again = {0};
	int r = ask_libkmod(device->modalias, &libkmod);

	if (r < 0)
		die(r, device->modalias);
	test.compared[kind]++;
	test.hits[kind] += libkmod.n > 0;
	ask_map(kind, device, false, &map);
	compare_names(kind, device->modalias, &libkmod, &map);
	/* Both ways to say it are the same device. */
	if (kind == HP_OLDMAP_OF)
		return;
	ask_map(kind, device, true, &again);
	if (again.n != map.n)
		differ(device->modalias, "variables", &map, "MODALIAS", &again);
}

static void open_file(const char *directory, int kind, char *path)
{
	if (snprintf(path, PATH_MAX, "%s/%s", directory, hp_oldmap_file(kind)) >=
	    PATH_MAX)
		die(-ENAMETOOLONG, directory);
}

int main(int argc, char *argv[])
{
	char path[PATH_MAX], tree[PATH_MAX];
	static struct device device;
	int r;

	if (argc != 4) {
		fprintf(stderr, "usage: %s ROOT RELEASE DIRECTORY\n", argv[0]);
		return 2;
	}
	for (int kind = 0; kind < HP_OLDMAP_KINDS; kind++) {
		open_file(argv[3], kind, path);
		test.file[kind] = fopen(path, "we");
		if (!test.file[kind])
			die(-errno, path);
	}
	open_tree(argv[1], argv[2], tree, keep_alias, NULL);
	for (int kind = 0; kind < HP_OLDMAP_KINDS; kind++) {
		open_file(argv[3], kind, path);
		r = fclose(test.file[kind]) == 0
			    ? hp_idmap_open(&test.map[kind], path, NULL)
			    : -errno;
		if (r < 0)
			die(r, path);
	}
	for (size_t i = 0; i < test.n * DRAWS; i++) {
		draw_device(&test.alias[i / DRAWS], i % DRAWS, &device);
		compare(test.alias[i / DRAWS].kind, &device);
	}
	for (int kind = 0; kind < HP_OLDMAP_KINDS; kind++)
		printf("%s: %lu compared, %lu with an answer\n", hp_oldmap_file(kind),
		       test.compared[kind], test.hits[kind]);
	printf("%zu aliases, and %lu without a row of their own; the map says more for %lu "
	       "(upper and lower case), less for %lu (a digit within another number); %lu "
	       "differ\n",
	       test.n, test.left_out, test.by_case, test.by_digit, roundtrip_differences);
	return roundtrip_differences != 0 || test.n == 0;
}
