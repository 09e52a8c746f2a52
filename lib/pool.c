/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: memory for objects of one size. See pool.h. */
#include <errno.h>
#include <sys/mman.h>

#include "pool.h"

#define CHUNK 32768

struct hp_pool_chunk {
	struct hp_pool_chunk *next;
	_Alignas(8) char objects[];
};

struct unused {
	struct unused *next;
};

void *hp_pool_map(size_t size)
{
	void *map = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
			 -1, 0);

	if (map == MAP_FAILED)
		return NULL;
	madvise(map, size, MADV_DONTFORK);
	return map;
}

void hp_pool_unmap(void *map, size_t size)
{
	munmap(map, size);
}

static int grow(struct hp_pool *pool)
{
	struct hp_pool_chunk *chunk = hp_pool_map(CHUNK);

	if (!chunk)
		return -ENOMEM;
	chunk->next = pool->chunks;
	pool->chunks = chunk;
	pool->left = (CHUNK - sizeof(*chunk)) / pool->size;
	return 0;
}

/* A page that nobody needs is not touched. */
void *hp_pool_get(struct hp_pool *pool)
{
	struct unused *first = pool->free;

	if (!first && !pool->left && grow(pool) < 0)
		return NULL;
	pool->used++;
	if (!first)
		return pool->chunks->objects + --pool->left * pool->size;
	pool->free = first->next;
	return first;
}

static void drop_chunks(struct hp_pool *pool)
{
	while (pool->chunks) {
		struct hp_pool_chunk *chunk = pool->chunks;

		pool->chunks = chunk->next;
		hp_pool_unmap(chunk, CHUNK);
	}
	pool->free = NULL;
	pool->left = 0;
}

void hp_pool_put(struct hp_pool *pool, void *object)
{
	struct unused *unused = object;

	unused->next = pool->free;
	pool->free = unused;
	if (--pool->used == 0 && pool->chunks->next)
		drop_chunks(pool);
}

void hp_pool_free(struct hp_pool *pool)
{
	drop_chunks(pool);
	pool->used = 0;
}
