/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what unfinished events are about. See order_internal.h. */
#include "hash.h"
#include "order_internal.h"

static struct place **find_place(struct hp_order *order, uint64_t hash)
{
	struct place **place = &order->bucket[hash % BUCKETS];

	while (*place && (*place)->hash != hash)
		place = &(*place)->next;
	return place;
}

/* above: NULL for what is in no directory. Returns NULL where there is no memory. */
static struct place *get_place(struct hp_order *order, uint64_t hash, struct place *above)
{
	struct place **at = find_place(order, hash), *place = *at;

	if (place)
		return place;
	place = hp_pool_get(&order->places);
	if (!place)
		return NULL;
	*place = (struct place){.hash = hash, .above = above};
	hp_list_init(&place->at);
	hp_list_init(&place->inside);
	hp_list_init(&place->beside);
	if (above)
		hp_list_add_after(above->inside.prev, &place->beside);
	order->bytes += sizeof(*place);
	return *at = place;
}

static bool is_empty(const struct place *place)
{
	return hp_list_is_empty(&place->at) && hp_list_is_empty(&place->inside);
}

void hp_order_drop_if_empty(struct hp_order *order, struct place *place)
{
	while (place && is_empty(place)) {
		struct place *above = place->above;

		*find_place(order, place->hash) = place->next;
		hp_list_remove(&place->beside);
		order->bytes -= sizeof(*place);
		hp_pool_put(&order->places, place);
		place = above;
	}
}

struct place *hp_order_get_path(struct hp_order *order, const char *path)
{
	uint64_t hash = HP_HASH_START;
	struct place *above = NULL, *place;

	for (const char *c = path;; c++) {
		if (*c == '\0' || (*c == '/' && c > path)) {
			place = get_place(order, hash, above);
			if (!place)
				hp_order_drop_if_empty(order, above);
			if (!place || *c == '\0')
				return place;
			above = place;
		}
		hash = hp_hash_byte(hash, *c);
	}
}

struct place *hp_order_get_number(struct hp_order *order, char kind, uint64_t number)
{
	uint64_t hash = hp_hash_byte(HP_HASH_START, kind);

	for (; number; number >>= 8)
		hash = hp_hash_byte(hash, number);
	return get_place(order, hash, NULL);
}

struct place *hp_order_find_path(struct hp_order *order, const char *path)
{
	return *find_place(order, hp_hash_text(path));
}
