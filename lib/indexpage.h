/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: fill one leaf page of modules.hotplug.bin after the other. See indexfile.h. */
#ifndef HP_INDEXPAGE_H
#define HP_INDEXPAGE_H

#include <stdint.h>

#include "indexfile.h"
#include "macro.h"

#define HP_INDEX_TEXTS_MAX (HP_INDEX_PAGE / 2)

/* Text that stands in the page once, however many entries speak of it. */
struct hp_index_text {
	uint16_t at;
	bool is_module;
};

struct hp_index_page {
	unsigned char data[HP_INDEX_PAGE];
	size_t front; /* groups grow up to here */
	size_t back;  /* texts grow down to here */
	uint16_t n_groups;
	size_t group; /* where the last group begins */
	char key[HP_INDEX_PAGE];
	size_t key_len; /* of the last group */
	size_t n_texts;
	struct hp_index_text text[HP_INDEX_TEXTS_MAX];
};

void hp_index_page_init(struct hp_index_page *page);

/* Begins a group. prefixes as in the format. Returns 0 or -ENOSPC. */
int hp_index_page_group(struct hp_index_page *page, const char *key, size_t len,
			const uint16_t *prefixes, size_t n_prefixes) _must_check_;

/* Adds an entry to the last group. Returns 0 or -ENOSPC. */
int hp_index_page_entry(struct hp_index_page *page, const char *rest, const char *module,
			uint32_t rank) _must_check_;

#endif
