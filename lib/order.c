/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: which unfinished events may be worked now. See order.h. */
#include <errno.h>

#include "order_internal.h"

/* An event's stay at one place. */
struct link {
	struct hp_list list;
	struct place *place;
	unsigned int index; /* in its event's link[] */
};

struct event {
	struct hp_pending pending; /* first: the caller has a pointer to it */
	uint64_t rank, arrival;	   /* the order, by both */
	struct hp_list all;	   /* in order->all, as they arrived */
	struct hp_list ready;	   /* in order->ready; empty while it waits or is taken */
	bool taken;
	unsigned char n_links, n_links_max;
	unsigned int bytes; /* with links and msg, without the places */
	struct link link[];
};

static size_t size_of_event(size_t n_links)
{
	return sizeof(struct event) + n_links * sizeof(struct link);
}

int hp_order_new(struct hp_order **ret, size_t bytes_max)
{
	struct hp_order *order = hp_pool_map(sizeof(*order));

	if (!order)
		return -ENOMEM;
	order->places.size = sizeof(struct place);
	for (size_t i = 0; i < LINKS_MAX; i++)
		order->events[i].size = size_of_event(i + 1);
	hp_list_init(&order->ready);
	hp_list_init(&order->all);
	order->bytes_max = bytes_max;
	*ret = order;
	return 0;
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

static bool begins_earlier(const struct place *place, const struct event *event)
{
	const struct event *head = first(&place->at);

	return head && is_earlier(head, event);
}

static bool has_earlier_inside(const struct place *place, const struct event *event)
{
	const struct hp_list *item;

	for (item = place->inside.next; item != &place->inside; item = item->next) {
		const struct place *inner = hp_list_entry(item, struct place, beside);

		if (begins_earlier(inner, event) || has_earlier_inside(inner, event))
			return true;
	}
	return false;
}

static bool waits_at(const struct place *place, const struct event *event)
{
	for (const struct place *it = place; it; it = it->above)
		if (begins_earlier(it, event))
			return true;
	return has_earlier_inside(place, event);
}

static bool waits(const struct event *event)
{
	for (size_t i = 0; i < event->n_links; i++)
		if (waits_at(event->link[i].place, event))
			return true;
	return false;
}

/* event: NULL for none */
static void look_again(struct hp_order *order, struct event *event)
{
	if (event && !event->taken && hp_list_is_empty(&event->ready) && !waits(event))
		hp_list_add_after(order->ready.prev, &event->ready);
}

/* At each place the first event alone may wait for nothing. */
static void look_inside(struct hp_order *order, const struct place *place)
{
	const struct hp_list *item;

	for (item = place->inside.next; item != &place->inside; item = item->next) {
		const struct place *inner = hp_list_entry(item, struct place, beside);

		look_again(order, first(&inner->at));
		look_inside(order, inner);
	}
}

static void leave_place(struct hp_order *order, struct link *link)
{
	hp_list_remove(&link->list);
	for (const struct place *it = link->place; it; it = it->above)
		look_again(order, first(&it->at));
	look_inside(order, link->place);
	hp_order_drop_if_empty(order, link->place);
}

static void leave_places(struct hp_order *order, struct event *event)
{
	event->taken = true;
	for (size_t i = 0; i < event->n_links; i++)
		leave_place(order, &event->link[i]);
}

/* place: NULL where there was no memory for it. Returns 0 or -ENOMEM. */
static int go_to_place(struct event *event, struct place *place)
{
	struct link *link = &event->link[event->n_links];

	if (!place)
		return -ENOMEM;
	*link = (struct link){.place = place, .index = event->n_links++};
	insert(&place->at, link);
	return 0;
}

/* old: NULL for none. Returns 0 or -ENOMEM. */
static int go_to_places(struct hp_order *order, struct event *new,
			const struct hp_uevent *event, const char *old)
{
	char kind = streq(event->subsystem, "block") ? 'b' : 'c';
	int r = go_to_place(new, hp_order_get_path(order, event->devpath));

	if (r == 0 && old)
		r = go_to_place(new, hp_order_get_path(order, old));
	if (r == 0 && event->ifindex)
		r = go_to_place(new, hp_order_get_number(order, 'n', event->ifindex));
	if (r == 0 && event->devnum)
		r = go_to_place(new, hp_order_get_number(order, kind, event->devnum));
	return r;
}

static struct event *new_event(struct hp_order *order, const struct hp_pending *pending,
			       size_t n_links)
{
	size_t n = pending->place ? 0 : pending->n;
	_cleanup_free_ char *msg = n ? malloc(n) : NULL;
	struct event *event = n && !msg ? NULL : hp_pool_get(&order->events[n_links - 1]);

	if (!event)
		return NULL;
	*event = (struct event){
		.pending = *pending,
		.rank = pending->seqnum ?: order->newest,
		.arrival = order->arrivals++,
		.bytes = size_of_event(n_links) + n,
		.n_links_max = n_links,
	};
	event->pending.msg = n ? memcpy(TAKE_PTR(msg), pending->msg, n) : NULL;
	hp_list_init(&event->ready);
	hp_list_init(&event->all);
	return event;
}

static void free_event(struct hp_order *order, struct event *event)
{
	leave_places(order, event);
	hp_list_remove(&event->all);
	order->bytes -= event->bytes;
	free((char *)event->pending.msg);
	hp_pool_put(&order->events[event->n_links_max - 1], event);
}

int hp_order_put(struct hp_order *order, const struct hp_uevent *event,
		 const struct hp_pending *pending)
{
	const char *old = hp_uevent_get(event, "DEVPATH_OLD") ?: "";
	size_t n_links = 1 + !!*old + !!event->ifindex + !!event->devnum;
	struct event *new = new_event(order, pending, n_links);
	int r;

	if (!new)
		return -ENOMEM;
	order->bytes += new->bytes;
	r = go_to_places(order, new, event, *old ? old : NULL);
	if (r == 0 && order->bytes > order->bytes_max)
		r = -ENOBUFS;
	if (r < 0) {
		free_event(order, new);
		return r;
	}
	order->count++;
	hp_list_add_after(order->all.prev, &new->all);
	if (new->rank > order->newest)
		order->newest = new->rank;
	look_again(order, new);
	return 0;
}

void hp_order_set_msg(struct hp_pending *pending, char *msg)
{
	pending->msg = msg;
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

	order->count--;
	free_event(order, event);
}

bool hp_order_has(struct hp_order *order, const char *devpath)
{
	const struct place *place = hp_order_find_path(order, devpath);

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

/* Each event stays at one place at least, and only there it is found. */
void hp_order_free(struct hp_order *order)
{
	if (!order)
		return;
	while (!hp_list_is_empty(&order->all)) {
		struct event *event = hp_list_entry(order->all.next, struct event, all);

		hp_list_remove(&event->ready);
		free_event(order, event);
	}
	hp_pool_free(&order->places);
	for (size_t n = 0; n < LINKS_MAX; n++)
		hp_pool_free(&order->events[n]);
	hp_pool_unmap(order, sizeof(*order));
}
