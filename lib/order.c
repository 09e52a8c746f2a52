/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: which unfinished events may be worked now. See order.h. */
#include <errno.h>
#include <sys/sysmacros.h>

#include "hash.h"
#include "list.h"
#include "order.h"

#define BUCKETS 4096

/* What events are about: a path, an interface, a device number. Two with the same hash
 * are taken for one: their events are worked one after the other, no more. */
struct place {
	struct place *next; /* in its bucket */
	uint64_t hash;
	struct hp_list at;    /* links of events about it, the earliest first */
	struct hp_list below; /* and of events about something below it in /sys */
};

/* An event's stay at one place. */
struct link {
	struct hp_list list;
	struct place *place;
	uint16_t index; /* in its event's link[] */
	bool below;
};

struct event {
	struct hp_pending pending; /* first: the caller has a pointer to it */
	uint64_t rank, arrival;	   /* the order, by both */
	struct hp_list all;	   /* in order->all, as they arrived */
	struct hp_list ready;	   /* in order->ready; empty while it waits or is taken */
	bool taken;
	size_t bytes;
	size_t n_links;
	struct link link[];
};

/* The places of one event, before it stays there. */
struct places {
	size_t n;
	struct {
		uint64_t hash;
		bool below;
	} list[HP_UEVENT_BYTES_MAX + 2]; /* more than its paths have components */
};

struct hp_order {
	struct hp_list ready, all;
	uint64_t newest, arrivals;
	size_t count, bytes, bytes_max;
	struct place *bucket[BUCKETS];
	struct places places; /* of the event that is being put */
};

int hp_order_new(struct hp_order **ret, size_t bytes_max)
{
	struct hp_order *order = calloc(1, sizeof(*order));

	if (!order)
		return -ENOMEM;
	hp_list_init(&order->ready);
	hp_list_init(&order->all);
	order->bytes_max = bytes_max;
	*ret = order;
	return 0;
}

static struct place **find_place(struct hp_order *order, uint64_t hash)
{
	struct place **place = &order->bucket[hash % BUCKETS];

	while (*place && (*place)->hash != hash)
		place = &(*place)->next;
	return place;
}

static struct place *get_place(struct hp_order *order, uint64_t hash)
{
	struct place **at = find_place(order, hash), *place = *at;

	if (place)
		return place;
	place = malloc(sizeof(*place));
	if (!place)
		return NULL;
	*place = (struct place){.hash = hash};
	hp_list_init(&place->at);
	hp_list_init(&place->below);
	return *at = place;
}

static void drop_empty_place(struct hp_order *order, uint64_t hash)
{
	struct place **at = find_place(order, hash), *place = *at;

	if (!place || !hp_list_is_empty(&place->at) || !hp_list_is_empty(&place->below))
		return;
	*at = place->next;
	free(place);
}

/* Once for each place; being there counts for more than being below. */
static void add_hash(struct places *places, uint64_t hash, bool below)
{
	size_t i = 0;

	while (i < places->n && places->list[i].hash != hash)
		i++;
	if (i == places->n) {
		places->list[places->n].hash = hash;
		places->list[places->n++].below = below;
	}
	places->list[i].below &= below;
}

/* The path itself, and as something below them, the directories that it is in. */
static void add_path(struct places *places, const char *path)
{
	uint64_t hash = HP_HASH_START;

	for (const char *c = path; *c; c++) {
		if (*c == '/' && c > path)
			add_hash(places, hash, true);
		hash = hp_hash_byte(hash, *c);
	}
	add_hash(places, hash, false);
}

static void add_number(struct places *places, char kind, uint64_t number)
{
	uint64_t hash = hp_hash_byte(HP_HASH_START, kind);

	for (; number; number >>= 8)
		hash = hp_hash_byte(hash, number);
	add_hash(places, hash, false);
}

static void find_places(struct places *ret, const struct hp_uevent *event)
{
	const char *old = hp_uevent_get(event, "DEVPATH_OLD");

	ret->n = 0;
	add_path(ret, event->devpath);
	if (old && *old)
		add_path(ret, old);
	if (event->ifindex)
		add_number(ret, 'n', event->ifindex);
	if (event->devnum)
		add_number(ret, streq(event->subsystem, "block") ? 'b' : 'c',
			   event->devnum);
}

static struct event *event_of(const struct link *link)
{
	return (struct event *)((char *)(link - link->index) -
				offsetof(struct event, link));
}

static bool is_earlier(const struct event *a, const struct event *b)
{
	return a->rank != b->rank ? a->rank < b->rank : a->arrival < b->arrival;
}

/* The event of the first link; NULL where the list is empty. */
static struct event *first(const struct hp_list *list)
{
	return hp_list_is_empty(list)
		       ? NULL
		       : event_of(hp_list_entry(list->next, struct link, list));
}

/* Nearly always the event is the latest. */
static void insert(struct hp_list *list, struct link *link)
{
	struct hp_list *before = list->prev;

	while (before != list &&
	       is_earlier(event_of(link),
			  event_of(hp_list_entry(before, struct link, list))))
		before = before->prev;
	hp_list_add_after(before, &link->list);
}

static bool begins_earlier(const struct hp_list *list, const struct event *event)
{
	const struct event *head = first(list);

	return head && is_earlier(head, event);
}

static bool waits(const struct event *event)
{
	for (size_t i = 0; i < event->n_links; i++) {
		const struct link *link = &event->link[i];

		if (begins_earlier(&link->place->at, event))
			return true;
		if (!link->below && begins_earlier(&link->place->below, event))
			return true;
	}
	return false;
}

static void look_again(struct hp_order *order, struct event *event)
{
	if (!event->taken && hp_list_is_empty(&event->ready) && !waits(event))
		hp_list_add_after(order->ready.prev, &event->ready);
}

/* The event has left the place. */
static void let_go(struct hp_order *order, const struct link *left)
{
	struct place *place = left->place;
	struct event *next = first(&place->at);
	struct hp_list *item;

	if (next)
		look_again(order, next);
	if (left->below)
		return;
	for (item = place->below.next; item != &place->below; item = item->next) {
		struct event *event = event_of(hp_list_entry(item, struct link, list));

		if (next && is_earlier(next, event))
			return;
		look_again(order, event);
	}
}

static void leave_places(struct hp_order *order, struct event *event)
{
	for (size_t i = 0; i < event->n_links; i++)
		hp_list_remove(&event->link[i].list);
	for (size_t i = 0; i < event->n_links; i++) {
		let_go(order, &event->link[i]);
		drop_empty_place(order, event->link[i].place->hash);
	}
}

/* Fills the event's links. Returns 0 or -ENOMEM. */
static int go_to_places(struct hp_order *order, struct event *event)
{
	const struct places *places = &order->places;

	for (size_t i = 0; i < places->n; i++) {
		struct place *place = get_place(order, places->list[i].hash);
		struct link *link = &event->link[i];

		if (!place)
			return -ENOMEM;
		*link = (struct link){
			.place = place,
			.index = i,
			.below = places->list[i].below,
		};
		insert(link->below ? &place->below : &place->at, link);
		event->n_links++;
	}
	return 0;
}

static struct event *new_event(struct hp_order *order, const struct hp_pending *pending)
{
	size_t n_places = order->places.n;
	size_t head = sizeof(struct event) + n_places * sizeof(struct link);
	struct event *event = malloc(head + pending->n);

	if (!event)
		return NULL;
	*event = (struct event){
		.pending = *pending,
		.rank = pending->seqnum ?: order->newest,
		.arrival = order->arrivals++,
		.bytes = head + pending->n + n_places * sizeof(struct place),
	};
	event->pending.msg = (char *)event + head;
	memcpy((char *)event + head, pending->msg, pending->n);
	hp_list_init(&event->ready);
	hp_list_init(&event->all);
	return event;
}

int hp_order_put(struct hp_order *order, const struct hp_uevent *event,
		 const struct hp_pending *pending)
{
	struct event *new;
	int r;

	find_places(&order->places, event);
	new = new_event(order, pending);
	if (!new)
		return -ENOMEM;
	r = order->bytes + new->bytes > order->bytes_max ? -ENOBUFS
							 : go_to_places(order, new);
	if (r < 0) {
		leave_places(order, new);
		free(new);
		return r;
	}
	order->count++;
	order->bytes += new->bytes;
	hp_list_add_after(order->all.prev, &new->all);
	if (new->rank > order->newest)
		order->newest = new->rank;
	look_again(order, new);
	return 0;
}

struct hp_pending *hp_order_take(struct hp_order *order)
{
	while (!hp_list_is_empty(&order->ready)) {
		struct event *event =
			hp_list_entry(order->ready.next, struct event, ready);

		hp_list_remove(&event->ready);
		/* An earlier one may have come late. */
		if (waits(event))
			continue;
		event->taken = true;
		return &event->pending;
	}
	return NULL;
}

void hp_order_give_back(struct hp_order *order, struct hp_pending *pending)
{
	struct event *event = (struct event *)pending;

	event->taken = false;
	hp_list_add_after(&order->ready, &event->ready);
}

void hp_order_finish(struct hp_order *order, struct hp_pending *pending)
{
	struct event *event = (struct event *)pending;

	leave_places(order, event);
	hp_list_remove(&event->all);
	order->count--;
	order->bytes -= event->bytes;
	free(event);
}

bool hp_order_has(struct hp_order *order, const char *devpath)
{
	const struct place *place = *find_place(order, hp_hash_text(devpath));

	return place && !hp_list_is_empty(&place->at);
}

uint64_t hp_order_mark(const struct hp_order *order)
{
	return order->arrivals;
}

bool hp_order_is_past(const struct hp_order *order, uint64_t mark)
{
	return hp_list_is_empty(&order->all) ||
	       hp_list_entry(order->all.next, struct event, all)->arrival >= mark;
}

size_t hp_order_count(const struct hp_order *order)
{
	return order->count;
}

static void free_events_at(struct hp_order *order, struct place *place)
{
	struct event *event = first(&place->at) ?: first(&place->below);

	hp_list_remove(&event->ready);
	event->taken = true;
	hp_order_finish(order, &event->pending);
}

/* Each event stays at one place at least, and only there it is found. */
void hp_order_free(struct hp_order *order)
{
	if (!order)
		return;
	for (size_t i = 0; i < BUCKETS; i++)
		while (order->bucket[i])
			free_events_at(order, order->bucket[i]);
	free(order);
}
