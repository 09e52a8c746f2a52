/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: fill one leaf page of modules.hotplug.bin after the other. See indexpage.h. */
#include <errno.h>

#include "checksum.h"
#include "indexpage.h"

#define RANK_BYTES 4

void hp_index_page_init(struct hp_index_page *page)
{
	*page = (struct hp_index_page){
		.front = HP_INDEX_PAGE_FIRST,
		.back = HP_INDEX_PAGE,
	};
}

static size_t shared_bytes(const struct hp_index_page *page, const char *key, size_t len)
{
	size_t i = 0;

	while (i < len && i < page->key_len && key[i] == page->key[i])
		i++;
	return i;
}

int hp_index_page_group(struct hp_index_page *page, const char *key, size_t len,
			const uint16_t *prefixes, size_t n_prefixes)
{
	size_t shared = shared_bytes(page, key, len), own = len - shared;
	unsigned char *group = page->data + page->front;

	if (HP_INDEX_GROUP_FIELDS + own + n_prefixes * 2 > page->back - page->front)
		return -ENOSPC;
	hp_put16(group, shared);
	hp_put16(group + 2, own);
	hp_put16(group + 4, n_prefixes);
	hp_put16(group + 6, 0);
	memcpy(group + HP_INDEX_GROUP_FIELDS, key + shared, own);
	for (size_t i = 0; i < n_prefixes; i++)
		hp_put16(group + HP_INDEX_GROUP_FIELDS + own + 2 * i, prefixes[i]);
	memcpy(page->key, key, len);
	page->key_len = len;
	page->group = page->front;
	page->front += HP_INDEX_GROUP_FIELDS + own + n_prefixes * 2;
	hp_put16(page->data + HP_INDEX_PAGE_ITEMS, ++page->n_groups);
	return 0;
}

/* Where the text stands already; 0: nowhere. */
static size_t find_text(const struct hp_index_page *page, const char *text,
			bool is_module)
{
	const char *held;

	for (size_t i = 0; i < page->n_texts; i++) {
		if (page->text[i].is_module != is_module)
			continue;
		held = (const char *)page->data + page->text[i].at;
		if (streq(held + (is_module ? RANK_BYTES : 0), text))
			return page->text[i].at;
	}
	return 0;
}

static size_t add_text(struct hp_index_page *page, const char *text, bool is_module,
		       uint32_t rank)
{
	size_t fixed = is_module ? RANK_BYTES : 0, len = strlen(text) + 1;

	page->back -= fixed + len;
	if (is_module)
		hp_put32(page->data + page->back, rank);
	memcpy(page->data + page->back + fixed, text, len);
	page->text[page->n_texts++] = (struct hp_index_text){page->back, is_module};
	return page->back;
}

int hp_index_page_entry(struct hp_index_page *page, const char *rest, const char *module,
			uint32_t rank)
{
	size_t rest_at = find_text(page, rest, false);
	size_t module_at = find_text(page, module, true);
	size_t need = HP_INDEX_ENTRY_BYTES;
	unsigned char *n_entries = page->data + page->group + 6;

	if (!rest_at)
		need += strlen(rest) + 1;
	if (!module_at)
		need += RANK_BYTES + strlen(module) + 1;
	if (need > page->back - page->front || page->n_texts + 2 > HP_INDEX_TEXTS_MAX)
		return -ENOSPC;
	if (!rest_at)
		rest_at = add_text(page, rest, false, 0);
	if (!module_at)
		module_at = add_text(page, module, true, rank);
	hp_put16(page->data + page->front, rest_at);
	hp_put16(page->data + page->front + 2, module_at);
	page->front += HP_INDEX_ENTRY_BYTES;
	hp_put16(n_entries, hp_get16(n_entries) + 1);
	return 0;
}
