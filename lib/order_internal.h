/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the places that events of an order are about. For order*.c alone. */
#ifndef HP_ORDER_INTERNAL_H
#define HP_ORDER_INTERNAL_H

#include "list.h"
#include "order.h"
#include "pool.h"

#define BUCKETS	  4096
#define LINKS_MAX 4

/* What events are about: a path, an interface, a device number. Two with the same hash
 * are taken for one: their events are worked one after the other, no more. */
struct place {
	struct place *next; /* in its bucket */
	uint64_t hash;
	struct place *above;   /* the directory that a path is in; NULL: none */
	struct hp_list inside; /* places directly below it */
	struct hp_list beside; /* in above->inside */
	struct hp_list at;     /* links of events about it, the earliest first */
};

struct hp_order {
	struct hp_list ready, all;
	uint64_t newest, arrivals;
	size_t count, bytes, bytes_max;
	struct hp_pool places, events[LINKS_MAX]; /* with so many links, and one */
	struct place *bucket[BUCKETS];
};

/* Each returns the place, with the directories that it is in, or NULL where there is no
 * memory: of a path; of a number of that kind. */
struct place *hp_order_get_path(struct hp_order *order, const char *path);
struct place *hp_order_get_number(struct hp_order *order, char kind, uint64_t number);

/* NULL: nothing is, or was a moment ago, about it. */
struct place *hp_order_find_path(struct hp_order *order, const char *path);

/* And the directories that are empty then. place: NULL for none. */
void hp_order_drop_if_empty(struct hp_order *order, struct place *place);

#endif
