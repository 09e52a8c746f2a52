/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the head of modules.hotplug.bin: what it was made from, modprobe.d, the keys.
 */
#ifndef HP_INDEXHEAD_H
#define HP_INDEXHEAD_H

#include <stdint.h>

#include "names.h"

/* A list in the head: n items, from there to the end of the head at the most. */
struct hp_index_list {
	const unsigned char *at;
	uint32_t n;
};

struct hp_index_head {
	unsigned char *data; /* owned */
	uint32_t bytes;
	uint64_t sum;
	uint32_t n_pages;
	struct hp_index_list sources, config, denied;
};

/* Reads and checks the head of an index. Returns 0; -EBADMSG with what is wrong; -ENOMEM
 * or the negative errno of pread(2). */
int hp_index_head_read(struct hp_index_head *ret, int fd, const char **ret_what);

/* Whether all that the index was made from is as it was. Returns 0, -ESTALE, or -EBADMSG
 * with what is wrong. */
int hp_index_head_check(const struct hp_index_head *head, const char *tree,
			const char **ret_what);

/* The first key of a leaf page. page: below n_pages. */
const char *hp_index_head_key(const struct hp_index_head *head, uint32_t page);

/* What modprobe.d alone answers for a normalized alias. Returns the number of matches, or
 * -ENOMEM. */
int hp_index_head_lookup(const struct hp_index_head *head, const char *alias,
			 struct hp_names *names);

/* Whether modprobe.d has `blacklist module`. */
bool hp_index_head_denies(const struct hp_index_head *head, const char *module);

void hp_index_head_free(struct hp_index_head *head);

#endif
