/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: make modules.hotplug.bin. See indexwrite.h. */
#include <errno.h>

#include "bytes.h"
#include "checksum.h"
#include "glob.h"
#include "indexmodulewrite.h"
#include "indexpage.h"
#include "indexwrite.h"

/* So that a group's fields, all its prefixes, one entry and the key fit into a page. */
#define GLOB_BYTES_MAX 1024
#define PREFIXES_MAX   (GLOB_BYTES_MAX + 1)

struct alias {
	char *glob;
	size_t key_len;
	char *module;
	uint32_t rank;
};

struct hp_index_writer {
	size_t n, size;
	struct alias *alias;
	struct hp_bytes sources, config, denied, needed;
	struct hp_index_modules modules;
};

/* The file while it is made. */
struct output {
	/* Of keys: the texts, and how many. */
	struct hp_bytes leaves, keys, module_pages, module_keys;
	struct hp_index_page page;
	uint16_t prefix[PREFIXES_MAX];
	size_t n_prefixes;
};

int hp_index_writer_new(struct hp_index_writer **ret)
{
	_cleanup_(hp_index_writer_freep) struct hp_index_writer *writer = NULL;

	writer = calloc(1, sizeof(*writer));
	if (!writer || hp_bytes_open(&writer->sources) < 0 ||
	    hp_bytes_open(&writer->config) < 0 || hp_bytes_open(&writer->denied) < 0 ||
	    hp_bytes_open(&writer->needed) < 0)
		return -ENOMEM;
	*ret = TAKE_PTR(writer);
	return 0;
}

void hp_index_writer_free(struct hp_index_writer *writer)
{
	if (!writer)
		return;
	for (size_t i = 0; i < writer->n; i++) {
		free(writer->alias[i].glob);
		free(writer->alias[i].module);
	}
	free(writer->alias);
	hp_bytes_free(&writer->sources);
	hp_bytes_free(&writer->config);
	hp_bytes_free(&writer->denied);
	hp_bytes_free(&writer->needed);
	hp_index_modules_free(&writer->modules);
	free(writer);
}

static int add_source(struct hp_bytes *sources, enum hp_index_source kind,
		      const char *path, const struct hp_stamp *stamp)
{
	static const struct hp_stamp none;
	unsigned char fixed[1 + 8 + 8 + 4 + 8] = {kind};

	if (!stamp)
		stamp = &none;
	hp_put64(fixed + 1, stamp->size);
	hp_put64(fixed + 9, (uint64_t)stamp->sec);
	hp_put32(fixed + 17, stamp->nsec);
	hp_put64(fixed + 21, stamp->sum);
	sources->n++;
	if (hp_bytes_add(sources, fixed, sizeof(fixed)) < 0)
		return -ENOMEM;
	return hp_bytes_add_text(sources, path);
}

int hp_index_writer_source(struct hp_index_writer *writer, enum hp_index_source kind,
			   const char *path, const struct hp_stamp *stamp)
{
	return add_source(&writer->sources, kind, path, stamp);
}

int hp_index_writer_needed(struct hp_index_writer *writer, enum hp_index_source kind,
			   const char *path, const struct hp_stamp *stamp)
{
	return add_source(&writer->needed, kind, path, stamp);
}

int hp_index_writer_module(struct hp_index_writer *writer, enum hp_index_module kind,
			   const char *path, const char *const needs[], size_t n_needs)
{
	return hp_index_modules_add(&writer->modules, kind, path, needs, n_needs);
}

int hp_index_writer_config(struct hp_index_writer *writer, enum hp_index_config kind,
			   const char *glob, const char *module)
{
	unsigned char byte = kind;

	writer->config.n++;
	if (hp_bytes_add(&writer->config, &byte, 1) < 0 ||
	    hp_bytes_add_text(&writer->config, glob) < 0)
		return -ENOMEM;
	return hp_bytes_add_text(&writer->config, module);
}

int hp_index_writer_denied(struct hp_index_writer *writer, const char *module)
{
	writer->denied.n++;
	return hp_bytes_add_text(&writer->denied, module);
}

int hp_index_writer_alias(struct hp_index_writer *writer, const char *glob,
			  const char *module, uint32_t rank)
{
	size_t size = writer->size ? writer->size * 2 : 1024;
	struct alias alias, *grown;

	if (strlen(glob) >= GLOB_BYTES_MAX || strlen(module) >= HP_INDEX_MODULE_BYTES)
		return -E2BIG;
	if (writer->n == writer->size) {
		grown = reallocarray(writer->alias, size, sizeof(*grown));
		if (!grown)
			return -ENOMEM;
		writer->alias = grown;
		writer->size = size;
	}
	alias = (struct alias){strdup(glob), hp_glob_literal(glob), strdup(module), rank};
	writer->alias[writer->n++] = alias;
	return alias.glob && alias.module ? 0 : -ENOMEM;
}

static int compare_keys(const struct alias *a, const struct alias *b)
{
	size_t len = a->key_len < b->key_len ? a->key_len : b->key_len;
	int r = memcmp(a->glob, b->glob, len);

	return r ? r : (a->key_len > b->key_len) - (a->key_len < b->key_len);
}

static int compare_aliases(const void *a, const void *b)
{
	const struct alias *x = a, *y = b;
	int r = compare_keys(x, y);

	if (r == 0)
		r = (x->rank > y->rank) - (x->rank < y->rank);
	if (r == 0)
		r = strcmp(x->glob + x->key_len, y->glob + y->key_len);
	return r ? r : strcmp(x->module, y->module);
}

static int flush_page(struct output *out)
{
	if (out->page.n_groups == 0)
		return 0;
	if (hp_bytes_add(&out->leaves, out->page.data, HP_INDEX_PAGE) < 0)
		return -ENOMEM;
	hp_index_page_init(&out->page);
	return 0;
}

static int begin_group(struct output *out, const struct alias *alias)
{
	struct hp_index_page *page = &out->page;
	int r;

	if (page->n_groups == 0) {
		r = hp_bytes_add(&out->keys, alias->glob, alias->key_len);
		if (r < 0 || hp_bytes_add(&out->keys, "", 1) < 0)
			return -ENOMEM;
		out->keys.n++;
	}
	return hp_index_page_group(page, alias->glob, alias->key_len, out->prefix,
				   out->n_prefixes);
}

/* Adds an alias to the group of its key, in a new page where the old one is full. */
static int put_alias(struct output *out, const struct alias *alias, bool new_group)
{
	int r = 0;

	if (new_group)
		r = begin_group(out, alias);
	if (r == 0)
		r = hp_index_page_entry(&out->page, alias->glob + alias->key_len,
					alias->module, alias->rank);
	if (r != -ENOSPC)
		return r;
	/* A group that was begun and stays empty there does no harm. */
	r = flush_page(out);
	if (r == 0)
		r = begin_group(out, alias);
	if (r == 0)
		r = hp_index_page_entry(&out->page, alias->glob + alias->key_len,
					alias->module, alias->rank);
	return r;
}

/* Keeps, of the prefixes of the key before and that key itself, what key begins with. */
static void update_prefixes(struct output *out, const struct alias *before,
			    const struct alias *alias)
{
	size_t shared = 0;

	if (!before)
		return;
	while (shared < before->key_len && shared < alias->key_len &&
	       before->glob[shared] == alias->glob[shared])
		shared++;
	while (out->n_prefixes && out->prefix[out->n_prefixes - 1] > shared)
		out->n_prefixes--;
	if (before->key_len == shared)
		out->prefix[out->n_prefixes++] = shared;
}

static int put_leaves(struct hp_index_writer *writer, struct output *out)
{
	const struct alias *alias, *before = NULL;
	bool new_group;
	int r;

	hp_index_page_init(&out->page);
	if (writer->n)
		qsort(writer->alias, writer->n, sizeof(*writer->alias), compare_aliases);
	for (size_t i = 0; i < writer->n; before = alias, i++) {
		alias = &writer->alias[i];
		new_group = !before || compare_keys(before, alias) != 0;
		if (new_group)
			update_prefixes(out, before, alias);
		r = put_alias(out, alias, new_group);
		if (r < 0)
			return r;
	}
	return flush_page(out);
}

static unsigned char *put_list(unsigned char *file, size_t field, unsigned char *at,
			       struct hp_bytes *list)
{
	hp_put32(file + field, at - file);
	hp_put32(file + field + 4, list->n);
	memcpy(at, list->data, list->len);
	return at + list->len;
}

/* The keys: their offsets, then their texts. */
static unsigned char *put_keys(unsigned char *file, size_t field, unsigned char *at,
			       struct hp_bytes *keys)
{
	unsigned char *text = at + 4 * (size_t)keys->n;
	const char *key = keys->data;

	hp_put32(file + field, at - file);
	hp_put32(file + field + 4, keys->n);
	memcpy(text, keys->data, keys->len);
	for (uint32_t i = 0; i < keys->n; i++, key += strlen(key) + 1)
		hp_put32(at + 4 * (size_t)i, text + (key - keys->data) - file);
	return text + keys->len;
}

static void put_sums(unsigned char *file, size_t head_bytes, size_t len)
{
	unsigned char *page = file + head_bytes;
	uint64_t sum;

	sum = hp_checksum(file + HP_INDEX_HEAD_SUMMED, head_bytes - HP_INDEX_HEAD_SUMMED,
			  HP_INDEX_HEAD_SEED);
	hp_put64(file + HP_INDEX_HEAD_SUM, sum);
	for (; page < file + len; page += HP_INDEX_PAGE, sum++)
		hp_put64(page, hp_checksum(page + HP_INDEX_PAGE_SUMMED,
					   HP_INDEX_PAGE - HP_INDEX_PAGE_SUMMED, sum));
}

static size_t head_bytes(const struct hp_index_writer *writer, const struct output *out)
{
	size_t n = HP_INDEX_HEAD_FIELDS + 4 * (size_t)out->keys.n + out->keys.len +
		   4 * (size_t)out->module_keys.n + out->module_keys.len +
		   writer->sources.len + writer->config.len + writer->denied.len +
		   writer->needed.len;

	/* At least one NUL behind the last list. */
	return (n / HP_INDEX_PAGE + 1) * HP_INDEX_PAGE;
}

static void put_head(struct hp_index_writer *writer, struct output *out,
		     unsigned char *file, size_t head)
{
	unsigned char *at = file + HP_INDEX_HEAD_FIELDS;

	memcpy(file, HP_INDEX_MAGIC, 8);
	hp_put32(file + HP_INDEX_HEAD_VERSION, HP_INDEX_VERSION);
	hp_put32(file + HP_INDEX_HEAD_BYTES, head);
	at = put_keys(file, HP_INDEX_HEAD_KEYS, at, &out->keys);
	at = put_list(file, HP_INDEX_HEAD_SOURCES, at, &writer->sources);
	at = put_list(file, HP_INDEX_HEAD_CONFIG, at, &writer->config);
	at = put_list(file, HP_INDEX_HEAD_DENIED, at, &writer->denied);
	at = put_keys(file, HP_INDEX_HEAD_MODULES, at, &out->module_keys);
	put_list(file, HP_INDEX_HEAD_NEEDED, at, &writer->needed);
}

static int put_file(struct hp_index_writer *writer, struct output *out,
		    unsigned char **ret, size_t *ret_len)
{
	size_t head = head_bytes(writer, out);
	size_t len = head + out->leaves.len + out->module_pages.len;
	unsigned char *file;

	if (head > HP_INDEX_HEAD_MAX)
		return -E2BIG;
	file = calloc(1, len);
	if (!file)
		return -ENOMEM;
	put_head(writer, out, file, head);
	memcpy(file + head, out->leaves.data, out->leaves.len);
	memcpy(file + head + out->leaves.len, out->module_pages.data,
	       out->module_pages.len);
	put_sums(file, head, len);
	*ret = file;
	*ret_len = len;
	return 0;
}

static int put_modules(struct hp_index_writer *writer, struct output *out)
{
	int r = hp_index_modules_write(&writer->modules, out->module_pages.file,
				       out->module_keys.file);

	if (r < 0)
		return r;
	out->module_keys.n = r;
	return 0;
}

static void output_freep(struct output **out)
{
	if (!*out)
		return;
	hp_bytes_free(&(*out)->leaves);
	hp_bytes_free(&(*out)->keys);
	hp_bytes_free(&(*out)->module_pages);
	hp_bytes_free(&(*out)->module_keys);
	free(*out);
}

static int finish_all(struct hp_index_writer *writer, struct output *out)
{
	struct hp_bytes *const all[] = {
		&out->leaves,	  &out->keys,	   &out->module_pages, &out->module_keys,
		&writer->sources, &writer->config, &writer->denied,    &writer->needed,
	};
	int r = 0;

	for (size_t i = 0; i < ARRAY_SIZE(all) && r == 0; i++)
		r = hp_bytes_finish(all[i]);
	return r;
}

int hp_index_writer_finish(struct hp_index_writer *writer, unsigned char **ret,
			   size_t *ret_len)
{
	_cleanup_(output_freep) struct output *out = calloc(1, sizeof(*out));
	int r;

	if (!out || hp_bytes_open(&out->leaves) < 0 || hp_bytes_open(&out->keys) < 0 ||
	    hp_bytes_open(&out->module_pages) < 0 || hp_bytes_open(&out->module_keys) < 0)
		return -ENOMEM;
	r = put_leaves(writer, out);
	if (r == 0)
		r = put_modules(writer, out);
	if (r == 0)
		r = finish_all(writer, out);
	return r < 0 ? r : put_file(writer, out, ret, ret_len);
}
