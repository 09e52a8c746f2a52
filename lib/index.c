/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: from a MODALIAS to the names of its modules without libkmod. See index.h. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/utsname.h>

#include "checksum.h"
#include "glob.h"
#include "index_internal.h"
#include "log.h"
#include "root.h"

/* One group after the other out of a page. */
struct walk {
	const unsigned char *page;
	size_t at;	     /* where the next group begins */
	unsigned int groups; /* that are left */
	size_t key_len;
	const unsigned char *prefixes, *entries;
	unsigned int n_prefixes, n_entries;
	char key[HP_INDEX_PAGE];
};

struct match {
	uint32_t rank;
	char module[HP_INDEX_MODULE_BYTES];
};

struct matches {
	size_t n, size;
	struct match *match;
};

static void matches_free(struct matches *matches)
{
	free(matches->match);
}

int hp_index_corrupt(const struct hp_index *index, const char *what)
{
	hp_warning(0, "%s: corrupt (%s); run hotplug-depmap", index->path, what);
	return -EBADMSG;
}

static int open_paths(struct hp_index *index, const char *path, const char *tree)
{
	index->path = strdup(path);
	index->tree = tree ? strdup(tree) : NULL;
	if (!index->path || (tree && !index->tree))
		return -ENOMEM;
	index->fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	return index->fd < 0 ? -errno : 0;
}

int hp_index_open_file(struct hp_index **ret, const char *path, const char *tree)
{
	_cleanup_(hp_index_closep) struct hp_index *index = malloc(sizeof(*index));
	const char *what = NULL;
	int r;

	if (!index)
		return -ENOMEM;
	index->page_n = UINT32_MAX;
	index->head = (struct hp_index_head){0};
	index->modules_checked = false;
	index->fd = -1;
	r = open_paths(index, path, tree);
	if (r == 0)
		r = hp_index_head_read(&index->head, index->fd, &what);
	if (r == 0 && tree)
		r = hp_index_head_check(&index->head, &index->head.sources, tree, &what);
	if (r == -EBADMSG)
		return hp_index_corrupt(index, what);
	if (r < 0)
		return r;
	*ret = TAKE_PTR(index);
	return 0;
}

static int find_tree(const char *release, char ret[static PATH_MAX])
{
	struct utsname uts;

	if (!release && uname(&uts) < 0)
		return -errno;
	return hp_path(ret, "/lib/modules/%s", release ? release : uts.release);
}

int hp_index_open(struct hp_index **ret, const char *release)
{
	char tree[PATH_MAX], path[PATH_MAX];
	int r = find_tree(release, tree);

	if (r < 0)
		return r;
	r = snprintf(path, sizeof(path), "%s/" HP_INDEX_FILE, tree);
	if (r < 0 || (size_t)r >= sizeof(path))
		return -ENAMETOOLONG;
	return hp_index_open_file(ret, path, tree);
}

int hp_index_places(int (*each)(const char *path, void *data), void *data)
{
	_cleanup_(hp_index_closep) struct hp_index *index = NULL;
	char tree[PATH_MAX];
	int r = find_tree(NULL, tree);

	if (r == 0)
		r = each(tree, data);
	if (r != 0 || hp_index_open(&index, NULL) < 0)
		return r;
	return hp_index_head_places(&index->head, tree, each, data);
}

void hp_index_close(struct hp_index *index)
{
	if (!index)
		return;
	hp_closep(&index->fd);
	hp_index_head_free(&index->head);
	free(index->path);
	free(index->tree);
	free(index);
}

int hp_index_read_page(struct hp_index *index, uint32_t n)
{
	off_t at = index->head.bytes + (off_t)n * HP_INDEX_PAGE;
	uint64_t sum;
	ssize_t got;

	if (index->page_n == n)
		return 0;
	index->page_n = UINT32_MAX;
	got = pread(index->fd, index->page, HP_INDEX_PAGE, at);
	if (got < 0)
		return -errno;
	if (got != HP_INDEX_PAGE)
		return hp_index_corrupt(index, "cut short");
	sum = hp_checksum(index->page + HP_INDEX_PAGE_SUMMED,
			  HP_INDEX_PAGE - HP_INDEX_PAGE_SUMMED, index->head.sum + n);
	if (sum != hp_get64(index->page))
		return hp_index_corrupt(index, "checksum of a page");
	index->page_n = n;
	return 0;
}

static int walk_begin(struct walk *walk, struct hp_index *index, uint32_t page)
{
	int r = hp_index_read_page(index, page);

	if (r < 0)
		return r;
	walk->page = index->page;
	walk->at = HP_INDEX_PAGE_FIRST;
	walk->groups = hp_get16(index->page + HP_INDEX_PAGE_ITEMS);
	walk->key_len = 0;
	return 0;
}

/* Returns 1 with the next group, 0 behind the last one, or -EBADMSG. */
static int walk_next(struct walk *walk)
{
	const unsigned char *group = walk->page + walk->at;
	size_t shared, own, left = HP_INDEX_PAGE - walk->at;

	if (walk->groups == 0)
		return 0;
	if (left < HP_INDEX_GROUP_FIELDS)
		return -EBADMSG;
	shared = hp_get16(group);
	own = hp_get16(group + 2);
	walk->n_prefixes = hp_get16(group + 4);
	walk->n_entries = hp_get16(group + 6);
	left -= HP_INDEX_GROUP_FIELDS;
	if (shared > walk->key_len || own > left || shared + own >= sizeof(walk->key) ||
	    (walk->n_prefixes * 2 + walk->n_entries * HP_INDEX_ENTRY_BYTES) > left - own)
		return -EBADMSG;
	memcpy(walk->key + shared, group + HP_INDEX_GROUP_FIELDS, own);
	walk->key_len = shared + own;
	walk->prefixes = group + HP_INDEX_GROUP_FIELDS + own;
	walk->entries = walk->prefixes + walk->n_prefixes * 2;
	walk->at = walk->entries + walk->n_entries * HP_INDEX_ENTRY_BYTES - walk->page;
	walk->groups--;
	return 1;
}

const char *hp_index_page_text(const unsigned char *page, size_t at)
{
	if (at >= HP_INDEX_PAGE || !memchr(page + at, '\0', HP_INDEX_PAGE - at))
		return NULL;
	return (const char *)page + at;
}

static int matches_add(struct matches *matches, uint32_t rank, const char *module)
{
	size_t size = matches->size ? matches->size * 2 : 16;
	struct match *match;

	if (matches->n == matches->size) {
		match = reallocarray(matches->match, size, sizeof(*match));
		if (!match)
			return -ENOMEM;
		matches->match = match;
		matches->size = size;
	}
	match = &matches->match[matches->n++];
	match->rank = rank;
	strcpy(match->module, module);
	return 0;
}

/* Tries the entries of a group: name is what follows the group's key. */
static int match_entries(const struct walk *walk, const char *name,
			 struct matches *matches)
{
	const unsigned char *entry = walk->entries;
	const char *rest, *module;
	size_t at;
	int r;

	for (unsigned int i = 0; i < walk->n_entries;
	     i++, entry += HP_INDEX_ENTRY_BYTES) {
		rest = hp_index_page_text(walk->page, hp_get16(entry));
		at = hp_get16(entry + 2);
		module = hp_index_page_text(walk->page, at + 4);
		if (!rest || !module || strlen(module) >= HP_INDEX_MODULE_BYTES)
			return -EBADMSG;
		if (!hp_glob_matches(rest, name))
			continue;
		r = matches_add(matches, hp_get32(walk->page + at), module);
		if (r < 0)
			return r;
	}
	return 0;
}

/* Compares like strcmp() where the bytes of each end with a NUL. */
static int compare(const char *a, size_t a_len, const char *b, size_t b_len)
{
	int r = memcmp(a, b, a_len < b_len ? a_len : b_len);

	return r ? r : (a_len > b_len) - (a_len < b_len);
}

uint32_t hp_index_count_pages(const struct hp_index *index,
			      const struct hp_index_list *list, const char *key,
			      size_t len, bool equal)
{
	uint32_t low = 0, high = list->n, middle;
	const char *first;
	int r;

	while (low < high) {
		middle = low + (high - low) / 2;
		first = hp_index_head_key(&index->head, list, middle);
		r = compare(first, strlen(first), key, len);
		if (r < 0 || (equal && r == 0))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static size_t shared_bytes(const char *a, size_t a_len, const char *b)
{
	size_t i = 0;

	while (i < a_len && b[i] && a[i] == b[i])
		i++;
	return i;
}

/* Tries all groups with the key that is the first len bytes of name. */
static int match_key(struct hp_index *index, struct walk *walk, const char *name,
		     size_t len, struct matches *matches)
{
	uint32_t page = hp_index_count_pages(index, &index->head.keys, name, len, false);
	int r, order = -1;

	for (page -= page > 0; page < index->head.keys.n && order <= 0; page++) {
		r = walk_begin(walk, index, page);
		while (r >= 0 && order <= 0 && (r = walk_next(walk)) > 0) {
			order = compare(walk->key, walk->key_len, name, len);
			if (order == 0)
				r = match_entries(walk, name + len, matches);
		}
		if (r < 0)
			return r;
	}
	return 0;
}

/* Finds the lengths of all keys that name begins with: those of the greatest key that is
 * not greater than name. Returns their number, at most max, or a negative errno. */
static int find_keys(struct hp_index *index, struct walk *walk, const char *name,
		     size_t *ret, int max)
{
	size_t len = strlen(name), shared;
	uint32_t page = hp_index_count_pages(index, &index->head.keys, name, len, true);
	int r, n = 0;

	if (page == 0)
		return 0;
	r = walk_begin(walk, index, page - 1);
	while (r >= 0 && (r = walk_next(walk)) > 0 &&
	       compare(walk->key, walk->key_len, name, len) <= 0) {
		shared = shared_bytes(walk->key, walk->key_len, name);
		n = 0;
		for (unsigned int i = 0; i < walk->n_prefixes; i++)
			if (hp_get16(walk->prefixes + 2 * i) <= shared && n < max)
				ret[n++] = hp_get16(walk->prefixes + 2 * i);
		if (walk->key_len == shared && n < max)
			ret[n++] = shared;
	}
	return r < 0 ? r : n;
}

static int by_rank(const void *a, const void *b)
{
	const struct match *x = a, *y = b;

	return (x->rank > y->rank) - (x->rank < y->rank);
}

static int search(struct hp_index *index, const char *name, struct hp_names *names)
{
	_cleanup_(matches_free) struct matches matches = {0};
	size_t keys[HP_INDEX_PAGE / 2];
	struct walk walk;
	int r, n;

	n = find_keys(index, &walk, name, keys, ARRAY_SIZE(keys));
	r = n < 0 ? n : 0;
	/* The longest key first: most often its page is the one at hand. */
	while (n > 0 && r == 0)
		r = match_key(index, &walk, name, keys[--n], &matches);
	if (r < 0 || matches.n == 0)
		return r;
	qsort(matches.match, matches.n, sizeof(*matches.match), by_rank);
	for (size_t i = 0; i < matches.n && r >= 0; i++)
		r = hp_names_add(names, matches.match[i].module,
				 strlen(matches.match[i].module));
	return r < 0 ? r : (int)matches.n;
}

int hp_index_lookup_tree(struct hp_index *index, const char *name, struct hp_names *names)
{
	int r = search(index, name, names);

	/* Each way to come by this but this one has said what it is. */
	if (r == -EBADMSG && index->page_n != UINT32_MAX)
		return hp_index_corrupt(index, "a group of a page");
	return r;
}

int hp_index_lookup(struct hp_index *index, const char *modalias, struct hp_names *names)
{
	char name[PATH_MAX];
	int r;

	if (!strchr(modalias, ':') || skip_prefix(modalias, "symbol:"))
		return -ENOTSUP;
	r = hp_glob_normalize(name, sizeof(name), modalias);
	if (r == 0)
		r = hp_index_head_lookup(&index->head, HP_INDEX_ALIAS, name, names);
	if (r == 0)
		r = hp_index_head_lookup(&index->head, HP_INDEX_COMMAND, name, names);
	return r ?: hp_index_lookup_tree(index, name, names);
}

bool hp_index_blacklisted(const struct hp_index *index, const char *name)
{
	return hp_index_head_denies(&index->head, name);
}
