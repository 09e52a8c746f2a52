/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: test lib/order: against a model that compares each event with each other. */
#include <errno.h>

#include "order.h"
#include "sandbox.h"

#define EVENTS_MAX 64

/* An event as the model knows it. */
struct model {
	uint64_t seqnum, rank;
	unsigned int arrival;
	char path[32], old[32];
	unsigned int ifindex, devnum;
	bool block;
	struct hp_pending *taken;
};

static struct {
	struct model list[EVENTS_MAX];
	size_t n;
	uint64_t next, newest;
	unsigned int arrivals;
	unsigned long put, finished;
} model;

static struct hp_order *order;

static size_t add_var(char *msg, size_t n, const char *key, const char *value)
{
	return n + snprintf(msg + n, 512 - n, "%s=%s", key, value) + 1;
}

static size_t add_number(char *msg, size_t n, const char *key, uint64_t value)
{
	char text[24];

	snprintf(text, sizeof(text), "%llu", (unsigned long long)value);
	return value ? add_var(msg, n, key, text) : n;
}

static int put(const struct model *event)
{
	struct hp_uevent uevent;
	char msg[512], why[HP_UEVENT_WHY_MAX];
	size_t n = snprintf(msg, sizeof(msg), "change@%s", event->path) + 1;

	n = add_var(msg, n, "ACTION", "change");
	n = add_var(msg, n, "DEVPATH", event->path);
	n = add_var(msg, n, "SUBSYSTEM", event->block ? "block" : "bus");
	n = add_number(msg, n, "SEQNUM", event->seqnum);
	n = add_number(msg, n, "IFINDEX", event->ifindex);
	n = add_number(msg, n, "MAJOR", event->devnum);
	n = add_number(msg, n, "MINOR", event->devnum);
	if (*event->old)
		n = add_var(msg, n, "DEVPATH_OLD", event->old);
	if (hp_uevent_from_netlink(&uevent, msg, n, why) < 0)
		fail_msg("%s", why);
	return hp_order_put(order, &uevent,
			    &(struct hp_pending){
				    .seqnum = uevent.seqnum,
				    .place = event->arrival,
				    .msg = msg,
				    .n = n,
			    });
}

static void put_path(const char *path, uint64_t seqnum)
{
	struct model event = {.seqnum = seqnum};

	strcpy(event.path, path);
	assert_int_equal(put(&event), 0);
}

static uint64_t take_seqnum(void)
{
	struct hp_pending *pending = hp_order_take(order);
	uint64_t seqnum = pending ? pending->seqnum : 0;

	if (pending)
		hp_order_finish(order, pending);
	return seqnum;
}

static bool is_above(const char *a, const char *b)
{
	const char *rest = skip_prefix(b, a);

	return *a && rest && (*rest == '\0' || *rest == '/');
}

static bool are_related(const char *a, const char *b)
{
	return is_above(a, b) || is_above(b, a);
}

static bool concern_the_same(const struct model *a, const struct model *b)
{
	if (are_related(a->path, b->path) || are_related(a->old, b->path) ||
	    are_related(a->path, b->old) || are_related(a->old, b->old))
		return true;
	if (a->ifindex && a->ifindex == b->ifindex)
		return true;
	return a->devnum && a->devnum == b->devnum && a->block == b->block;
}

static bool is_earlier(const struct model *a, const struct model *b)
{
	return a->rank != b->rank ? a->rank < b->rank : a->arrival < b->arrival;
}

static bool may_be_taken(const struct model *event)
{
	for (size_t i = 0; i < model.n; i++)
		if (is_earlier(&model.list[i], event) &&
		    concern_the_same(&model.list[i], event))
			return false;
	return !event->taken;
}

static void random_path(char path[static 32])
{
	static const char *const paths[] = {
		"/a", "/a/b", "/a/b/c", "/a/b/d", "/a/bb", "/e", "/e/b", "/e/b/c",
	};

	strcpy(path, paths[random() % ARRAY_SIZE(paths)]);
}

static uint64_t random_seqnum(void)
{
	switch (random() % 8) {
	case 0:
		return 0;
	case 1: /* late */
		return model.next > 8 ? model.next - 1 - random() % 8 : 1;
	default:
		return model.next++;
	}
}

static void put_random(void)
{
	struct model *event = &model.list[model.n];

	if (model.n == EVENTS_MAX)
		return;
	*event = (struct model){
		.seqnum = random_seqnum(),
		.arrival = model.arrivals++,
		.ifindex = random() % 4 ? 0 : 1 + random() % 3,
		.devnum = random() % 4 ? 0 : 1 + random() % 3,
		.block = random() % 2,
	};
	event->rank = event->seqnum ?: model.newest;
	if (event->rank > model.newest)
		model.newest = event->rank;
	random_path(event->path);
	if (random() % 8 == 0)
		random_path(event->old);
	assert_int_equal(put(event), 0);
	model.n++;
	model.put++;
}

static void take_one(void)
{
	struct hp_pending *pending = hp_order_take(order);

	for (size_t i = 0; i < model.n; i++) {
		if (pending && model.list[i].arrival == pending->place) {
			assert_true(may_be_taken(&model.list[i]));
			model.list[i].taken = pending;
			return;
		}
		/* Where there is one that may be, one is given. */
		if (!pending)
			assert_false(may_be_taken(&model.list[i]));
	}
	assert_null(pending);
}

static void end_one(bool finish)
{
	size_t i = random() % EVENTS_MAX, left = EVENTS_MAX;

	while (left && (i >= model.n || !model.list[i].taken)) {
		i = (i + 1) % EVENTS_MAX;
		left--;
	}
	if (!left)
		return;
	if (finish) {
		hp_order_finish(order, model.list[i].taken);
		model.list[i] = model.list[--model.n];
		model.finished++;
	} else {
		hp_order_give_back(order, model.list[i].taken);
		model.list[i].taken = NULL;
	}
}

static void step(void)
{
	switch (random() % 16) {
	case 0 ... 5:
		put_random();
		break;
	case 6 ... 10:
		take_one();
		break;
	case 11:
		end_one(false);
		break;
	default:
		end_one(true);
	}
	assert_int_equal(hp_order_count(order), model.n);
}

/* Events come, are taken, given back and finished in any order, until none is left. */
static void interleave(void)
{
	for (unsigned int n = 1 + random() % EVENTS_MAX; n; n--)
		step();
	while (model.n) {
		take_one();
		end_one(true);
	}
	assert_null(hp_order_take(order));
	assert_int_equal(hp_order_count(order), 0);
}

static void it_agrees_with_the_model(void **state)
{
	unsigned long count = getenv("HOTPLUG_SOAK") ? 1000000 : 100000;

	model.next = 1;
	for (unsigned long i = 0; i < count; i++)
		interleave();
	assert_int_equal(model.put, model.finished);
	print_message("%lu interleavings, %lu events\n", count, model.put);
}

static void the_device_s_events_stay_in_order(void **state)
{
	put_path("/a", 1);
	put_path("/a", 3);
	put_path("/a", 2);
	assert_int_equal(take_seqnum(), 1);
	assert_int_equal(take_seqnum(), 2);
	assert_int_equal(take_seqnum(), 3);
	assert_int_equal(take_seqnum(), 0);
}

static void others_do_not_wait(void **state)
{
	struct hp_pending *parent, *other;

	put_path("/a", 1);
	put_path("/a/b", 2);
	put_path("/ab", 3);
	parent = hp_order_take(order);
	other = hp_order_take(order);
	assert_int_equal(parent->seqnum, 1);
	assert_int_equal(other->seqnum, 3);
	assert_null(hp_order_take(order));
	hp_order_finish(order, other);
	assert_null(hp_order_take(order));
	hp_order_finish(order, parent);
	assert_int_equal(take_seqnum(), 2);
}

static void one_that_came_late_goes_first(void **state)
{
	put_path("/a/b", 2);
	put_path("/a", 1);
	assert_int_equal(take_seqnum(), 1);
	assert_int_equal(take_seqnum(), 2);
}

static void what_came_later_is_not_waited_for(void **state)
{
	uint64_t mark = hp_order_mark(order);
	struct hp_pending *first, *second;

	assert_true(hp_order_is_past(order, mark));
	put_path("/b", 2);
	put_path("/c", 1);
	assert_true(hp_order_is_past(order, mark));
	mark = hp_order_mark(order);
	put_path("/d", 3);
	assert_false(hp_order_is_past(order, mark));
	first = hp_order_take(order);
	second = hp_order_take(order);
	hp_order_finish(order, second);
	assert_false(hp_order_is_past(order, mark));
	hp_order_finish(order, first);
	assert_true(hp_order_is_past(order, mark));
	assert_false(hp_order_is_past(order, hp_order_mark(order)));
}

static unsigned int put_until_full(const struct model *event)
{
	unsigned int n = 0;

	while (put(event) == 0)
		n++;
	assert_int_equal(put(event), -ENOBUFS);
	return n;
}

static void its_memory_is_bounded(void **state)
{
	struct model event = {.path = "/a/b/c/d/e"};
	struct hp_pending *pending;
	unsigned int put_in;

	hp_order_free(order);
	assert_int_equal(hp_order_new(&order, 64 * 1024), 0);
	put_in = put_until_full(&event);
	assert_in_range(put_in, 64, 1024);
	assert_int_equal(hp_order_count(order), put_in);
	hp_order_finish(order, hp_order_take(order));
	assert_int_equal(put(&event), 0);
	while ((pending = hp_order_take(order)))
		hp_order_finish(order, pending);
	/* Nothing is left of what was refused, and of directories. */
	assert_int_equal(put_until_full(&event), put_in);
}

static void what_is_left_is_freed(void **state)
{
	put_path("/a", 1);
	put_path("/a/b", 2);
	put_path("/a/b", 3);
	assert_non_null(hp_order_take(order));
}

static int set_up(void **state)
{
	srandom(1);
	return hp_order_new(&order, 16 << 20);
}

static int tear_down(void **state)
{
	hp_order_free(order);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_device_s_events_stay_in_order, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(others_do_not_wait, set_up, tear_down),
		cmocka_unit_test_setup_teardown(one_that_came_late_goes_first, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(what_came_later_is_not_waited_for, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(its_memory_is_bounded, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_left_is_freed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(it_agrees_with_the_model, set_up,
						tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
