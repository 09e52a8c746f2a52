/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the module pages of modules.hotplug.bin. See indexmodulewrite.h. */
#include <errno.h>

#include "array.h"
#include "checksum.h"
#include "indexmodulewrite.h"

/* So that any module fits into a page of its own. */
#define PATH_BYTES_MAX 2048

struct hp_index_module_record {
	enum hp_index_module kind;
	char name[HP_MODULEFILE_NAME_MAX];
	char *path;
	char (*needs)[HP_MODULEFILE_NAME_MAX];
	size_t n_needs;
	size_t page; /* where it is written */
	uint16_t at;
};

static void free_record(struct hp_index_module_record *module)
{
	free(module->path);
	free(module->needs);
}

void hp_index_modules_free(struct hp_index_modules *modules)
{
	while (modules->n)
		free_record(&modules->record[--modules->n]);
	free(modules->record);
	modules->record = NULL;
}

static int take_needs(struct hp_index_module_record *module, const char *const needs[],
		      size_t n)
{
	module->needs = calloc(n ? n : 1, sizeof(*module->needs));
	if (!module->needs)
		return -ENOMEM;
	for (; module->n_needs < n; module->n_needs++)
		if (hp_modulefile_name(module->needs[module->n_needs],
				       needs[module->n_needs]) < 0)
			return -E2BIG;
	return 0;
}

static bool fits(const char *path, size_t n_needs)
{
	return strlen(path) < PATH_BYTES_MAX && n_needs <= HP_INDEX_NEEDS_MAX;
}

int hp_index_modules_add(struct hp_index_modules *modules, enum hp_index_module kind,
			 const char *path, const char *const needs[], size_t n_needs)
{
	struct hp_index_module_record module = {.kind = kind};
	int r = hp_array_grow(&modules->record, modules->n, sizeof(module));

	if (r < 0)
		return r;
	if (hp_modulefile_name(module.name, path) < 0)
		return -E2BIG;
	if (kind == HP_INDEX_PLAIN && !fits(path, n_needs))
		module.kind = HP_INDEX_SPECIAL;
	module.path = strdup(path);
	r = take_needs(&module, needs, n_needs);
	if (r < 0 || !module.path) {
		free_record(&module);
		return r < 0 ? r : -ENOMEM;
	}
	modules->record[modules->n++] = module;
	return 0;
}

static int by_name(const void *a, const void *b)
{
	const struct hp_index_module_record *x = a, *y = b;

	return strcmp(x->name, y->name);
}

/* Sorts them, and keeps one of each name. Of two, nobody but libkmod knows the right one.
 */
static void sort(struct hp_index_modules *modules)
{
	struct hp_index_module_record *record = modules->record;
	size_t i, kept = 0;

	if (modules->n)
		qsort(record, modules->n, sizeof(*record), by_name);
	for (i = 0; i < modules->n; i++) {
		if (kept && streq(record[kept - 1].name, record[i].name)) {
			record[kept - 1].kind = HP_INDEX_SPECIAL;
			free_record(&record[i]);
		} else {
			record[kept++] = record[i];
		}
	}
	modules->n = kept;
}

static const struct hp_index_module_record *find(const struct hp_index_modules *modules,
						 const char *name)
{
	struct hp_index_module_record key;

	strcpy(key.name, name);
	return bsearch(&key, modules->record, modules->n, sizeof(key), by_name);
}

/* What needs something special is special. All that a module needs is in its own list, so
 * that one round will do. */
static void demote(struct hp_index_modules *modules)
{
	const struct hp_index_module_record *need;
	size_t i, j;

	for (i = 0; i < modules->n; i++) {
		struct hp_index_module_record *module = &modules->record[i];

		for (j = 0; j < module->n_needs; j++) {
			need = find(modules, module->needs[j]);
			if (!need || need->kind != HP_INDEX_PLAIN)
				module->kind = HP_INDEX_SPECIAL;
		}
	}
}

/* Only a plan is about files. */
static const char *text_of(const struct hp_index_module_record *module)
{
	return module->kind == HP_INDEX_PLAIN ? module->path : module->name;
}

static size_t needs_of(const struct hp_index_module_record *module)
{
	return module->kind == HP_INDEX_PLAIN ? module->n_needs : 0;
}

/* Finds a place for each. Returns the number of pages. */
static size_t place(struct hp_index_modules *modules)
{
	size_t i, bytes, at = HP_INDEX_PAGE_FIRST, page = 0;

	for (i = 0; i < modules->n; i++) {
		struct hp_index_module_record *module = &modules->record[i];

		bytes = HP_INDEX_MODULE_FIELDS + strlen(text_of(module)) + 1 +
			needs_of(module) * HP_INDEX_NEED_BYTES;
		if (at + bytes > HP_INDEX_PAGE) {
			page++;
			at = HP_INDEX_PAGE_FIRST;
		}
		module->page = page;
		module->at = at;
		at += bytes;
	}
	return modules->n ? page + 1 : 0;
}

static void put_module(const struct hp_index_modules *modules,
		       const struct hp_index_module_record *module, unsigned char *page)
{
	unsigned char *at = page + module->at;
	const struct hp_index_module_record *need;
	size_t i, n = needs_of(module);

	*at++ = module->kind;
	*at++ = n;
	for (i = 0; i < n; i++, at += HP_INDEX_NEED_BYTES) {
		need = find(modules, module->needs[i]);
		hp_put16(at, need->page);
		hp_put16(at + 2, need->at);
	}
	strcpy((char *)at, text_of(module));
	hp_put16(page + HP_INDEX_PAGE_ITEMS, hp_get16(page + HP_INDEX_PAGE_ITEMS) + 1);
}

int hp_index_modules_write(struct hp_index_modules *modules, FILE *pages, FILE *names)
{
	unsigned char page[HP_INDEX_PAGE];
	size_t i = 0, n, n_pages;

	sort(modules);
	demote(modules);
	n_pages = place(modules);
	if (n_pages > UINT16_MAX)
		return -E2BIG;
	for (n = 0; n < n_pages; n++) {
		memset(page, 0, sizeof(page));
		if (fputs(modules->record[i].name, names) < 0 || fputc('\0', names) < 0)
			return -ENOMEM;
		for (; i < modules->n && modules->record[i].page == n; i++)
			put_module(modules, &modules->record[i], page);
		if (fwrite(page, sizeof(page), 1, pages) != 1)
			return -ENOMEM;
	}
	return n_pages;
}
