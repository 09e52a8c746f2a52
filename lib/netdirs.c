/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the directories of the network files. See netdirs.h. */
#include <errno.h>
#include <limits.h>

#include "array.h"
#include "conf.h"
#include "log.h"
#include "netdirs.h"
#include "root.h"

struct listing {
	struct hp_net_entries entries;
	const char *below;
	bool (*wants)(const char *name);
};

static int add_entry(struct hp_net_entries *entries, const char *dir, const char *name,
		     unsigned int rank)
{
	struct hp_net_entry new = {.rank = rank};
	int r = hp_array_grow(&entries->entry, entries->n, sizeof(new));

	if (r < 0)
		return r;
	new.name = strdup(name);
	if (!new.name || asprintf(&new.path, "%s/%s", dir, name) < 0) {
		free(new.name);
		return -ENOMEM;
	}
	entries->entry[entries->n++] = new;
	return 0;
}

static int list_dir(const char *dir, unsigned int rank, void *data)
{
	struct listing *listing = data;
	_cleanup_closedir_ DIR *stream = NULL;
	const struct dirent *entry;
	char path[PATH_MAX];
	int r = 0;

	if (snprintf(path, sizeof(path), "%s%s", dir, listing->below) >= PATH_MAX)
		return 0;
	stream = opendir(path);
	if (!stream) {
		if (errno != ENOENT)
			hp_warning(-errno, "cannot read directory %s", path);
		return 0;
	}
	while (r == 0 && (entry = readdir(stream)))
		if (entry->d_name[0] != '.' && listing->wants(entry->d_name))
			r = add_entry(&listing->entries, path, entry->d_name, rank);
	return r;
}

static int compare_names(const void *a, const void *b)
{
	const struct hp_net_entry *x = a, *y = b;

	return strcmp(x->name, y->name);
}

static int compare(const void *a, const void *b)
{
	const struct hp_net_entry *x = a, *y = b;
	int r = compare_names(a, b);

	return r ? r : (x->rank > y->rank) - (x->rank < y->rank);
}

static void entry_free(struct hp_net_entry *entry)
{
	free(entry->name);
	free(entry->path);
}

/* Of namesakes, which stand side by side, the first stays. */
static void drop_namesakes(struct hp_net_entries *entries)
{
	size_t n = 0;

	for (size_t i = 0; i < entries->n; i++) {
		if (n && streq(entries->entry[n - 1].name, entries->entry[i].name))
			entry_free(&entries->entry[i]);
		else
			entries->entry[n++] = entries->entry[i];
	}
	entries->n = n;
}

int hp_net_entries_read(struct hp_net_entries *ret, const char *below,
			bool (*wants)(const char *name))
{
	struct listing listing = {.below = below, .wants = wants};
	int r = hp_net_dirs_each(list_dir, &listing);

	if (r < 0) {
		hp_net_entries_free(&listing.entries);
		return r;
	}
	if (listing.entries.n)
		qsort(listing.entries.entry, listing.entries.n,
		      sizeof(*listing.entries.entry), compare);
	drop_namesakes(&listing.entries);
	*ret = listing.entries;
	return 0;
}

const struct hp_net_entry *hp_net_entries_find(const struct hp_net_entries *entries,
					       const char *name)
{
	const struct hp_net_entry key = {.name = (char *)name};

	return entries->n ? bsearch(&key, entries->entry, entries->n, sizeof(key),
				    compare_names)
			  : NULL;
}

void hp_net_entries_free(struct hp_net_entries *entries)
{
	for (size_t i = 0; i < entries->n; i++)
		entry_free(&entries->entry[i]);
	free(entries->entry);
	*entries = (struct hp_net_entries){0};
}

struct walk {
	int (*fn)(const char *dir, unsigned int rank, void *data);
	void *data;
	unsigned int rank;
};

static int visit(struct walk *walk, const char *dir)
{
	char path[PATH_MAX];

	if (hp_path(path, "%s", dir) < 0)
		return 0;
	return walk->fn(path, walk->rank++, walk->data);
}

static int visit_named(struct walk *walk)
{
	char dirs[HP_CONF_DIRECTORIES_MAX], *rest = dirs;
	const char *dir;
	int r = 0;

	strcpy(dirs, hp_conf_get()->config_directories);
	while (r >= 0 && (dir = strtok_r(rest, HP_CONF_BLANKS, &rest)))
		r = visit(walk, dir);
	return r;
}

int hp_net_dirs_each(int (*fn)(const char *dir, unsigned int rank, void *data),
		     void *data)
{
	struct walk walk = {.fn = fn, .data = data};
	int r = visit(&walk, HP_HOOKDIR "/net");

	if (r >= 0)
		r = visit(&walk, HP_RUNHOOKDIR "/net");
	if (r >= 0)
		r = visit_named(&walk);
	if (r >= 0)
		r = visit(&walk, HP_VENDORDIR "/net");
	return r < 0 ? r : 0;
}
