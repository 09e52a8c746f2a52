/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what index.c and indexmodules.c share. */
#ifndef HP_INDEX_INTERNAL_H
#define HP_INDEX_INTERNAL_H

#include "index.h"
#include "indexfile.h"
#include "indexhead.h"

struct hp_index {
	int fd;
	char *path;
	char *tree; /* NULL: stamps are not compared */
	struct hp_index_head head;
	bool modules_checked; /* what they were made from is as it was */
	uint32_t page_n;      /* which one page holds; UINT32_MAX: none */
	unsigned char page[HP_INDEX_PAGE];
};

/* Says that the index is corrupt. Returns -EBADMSG. */
int hp_index_corrupt(const struct hp_index *index, const char *what);

/* Reads page n, behind the head, into index->page. Returns 0, -EBADMSG (logged), or the
 * negative errno of pread(2). */
int hp_index_read_page(struct hp_index *index, uint32_t n);

/* Text in a page; NULL where it does not end within it. */
const char *hp_index_page_text(const unsigned char *page, size_t at);

/* The number of pages in a list of the head whose first key is less than key (or, where
 * equal, not greater). */
uint32_t hp_index_count_pages(const struct hp_index *index,
			      const struct hp_index_list *list, const char *key,
			      size_t len, bool equal);

/* What the aliases of the tree answer for a normalized name. Returns as
 * hp_index_lookup(). */
int hp_index_lookup_tree(struct hp_index *index, const char *name,
			 struct hp_names *names);

#endif
