/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the head of modules.hotplug.bin: what it was made from, modprobe.d, the keys.
 */
#ifndef HP_INDEXHEAD_H
#define HP_INDEXHEAD_H

#include <stdint.h>

#include "indexfile.h"
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
	struct hp_index_list keys;    /* one a leaf page */
	struct hp_index_list modules; /* one a module page; these follow the leaf pages */
	struct hp_index_list sources, config, denied, needed;
};

/* Reads and checks the head of an index. Returns 0; -EBADMSG with what is wrong; -ENOMEM
 * or the negative errno of pread(2). */
int hp_index_head_read(struct hp_index_head *ret, int fd, const char **ret_what);

/* Whether all in the list, sources or needed, is as it was. Returns 0, -ESTALE, or
 * -EBADMSG with what is wrong. */
int hp_index_head_check(const struct hp_index_head *head,
			const struct hp_index_list *sources, const char *tree,
			const char **ret_what);

/* Calls each for every path of the sources, there or not. Returns as hp_index_places().
 */
int hp_index_head_places(const struct hp_index_head *head, const char *tree,
			 int (*each)(const char *path, void *data), void *data);

/* The first key of a page in the list, keys or modules. page: below its n. */
const char *hp_index_head_key(const struct hp_index_head *head,
			      const struct hp_index_list *keys, uint32_t page);

/* The modules that modprobe.d's lines of that kind have for a normalized alias. Returns
 * the number of matches, or -ENOMEM. */
int hp_index_head_lookup(const struct hp_index_head *head, enum hp_index_config kind,
			 const char *alias, struct hp_names *names);

/* Whether modprobe.d has `blacklist module`. */
bool hp_index_head_denies(const struct hp_index_head *head, const char *module);

void hp_index_head_free(struct hp_index_head *head);

#endif
