/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: memory for many objects of one size, which children that are forked do not
 * get: what the parent writes to is not copied for them, page after page, and a fork has
 * less to do.
 *
 * Source of the contract: MADV_DONTFORK of madvise(2). Where the kernel does not know it,
 * children get it as ever.
 */
#ifndef HP_POOL_H
#define HP_POOL_H

#include "macro.h"

struct hp_pool_chunk;

/* {.size = ...} to begin with. */
struct hp_pool {
	size_t size; /* of an object: at least that of a pointer, a multiple of 8 */
	size_t used; /* objects */
	size_t left; /* that have not been used yet, of the first chunk */
	void *free;  /* that have been */
	struct hp_pool_chunk *chunks;
};

/* Returns one that is not initialized; NULL: no memory. */
void *hp_pool_get(struct hp_pool *pool);

/* With the last of them goes the memory, but for what a few take. */
void hp_pool_put(struct hp_pool *pool, void *object);

/* Gives all of it back; the pool is as to begin with. */
void hp_pool_free(struct hp_pool *pool);

/* Memory of whole pages, zeroed, that children do not get; and gives it back. NULL: there
 * is none. */
void *hp_pool_map(size_t size);
void hp_pool_unmap(void *map, size_t size);

#endif
