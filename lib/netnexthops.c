/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the nexthop objects of files, by their numbers. See netfinish.h. */
#include <errno.h>

#include "array.h"
#include "log.h"
#include "netfinish.h"

#define WHERE(w) (w)->file, (w)->line, (w)->column

struct numbered {
	size_t n; /* in the order of the files and their lines */
	struct hp_net_conf_object *conf;
};

struct nexthops {
	size_t n;
	struct numbered *item;
};

static int add(struct nexthops *nexthops, struct hp_net_conf_object *conf)
{
	int r = hp_array_grow(&nexthops->item, nexthops->n, sizeof(*nexthops->item));

	if (r < 0)
		return r;
	nexthops->item[nexthops->n] = (struct numbered){nexthops->n, conf};
	nexthops->n++;
	return 0;
}

static int gather(struct nexthops *ret, const struct hp_net_file *file)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < file->n_objects; i++)
		if (file->objects[i].object.kind == HP_NET_NEXTHOP)
			r = add(ret, &file->objects[i]);
	return r;
}

static int compare(const void *a, const void *b)
{
	const struct numbered *x = a, *y = b;
	uint32_t i = x->conf->object.nexthop.id, k = y->conf->object.nexthop.id;

	if (i != k)
		return (i > k) - (i < k);
	return (x->n > y->n) - (x->n < y->n);
}

/* The same of no interface is the same for all. */
static bool may_be_twice(const struct hp_net_object *a, const struct hp_net_object *b)
{
	return (a->nexthop.blackhole || a->nexthop.n_group) &&
	       hp_net_object_relate(a, b) == HP_NET_EQUAL;
}

typedef void (*double_fn)(const struct hp_net_conf_object *first,
			  struct hp_net_conf_object *again);

static void each_double(struct nexthops *nexthops, double_fn fn)
{
	struct hp_net_conf_object *first = NULL;

	if (nexthops->n)
		qsort(nexthops->item, nexthops->n, sizeof(*nexthops->item), compare);
	for (size_t i = 0; i < nexthops->n; i++) {
		struct hp_net_conf_object *conf = nexthops->item[i].conf;

		if (!first || first->object.nexthop.id != conf->object.nexthop.id)
			first = conf;
		else if (!may_be_twice(&first->object, &conf->object))
			fn(first, conf);
	}
}

/* A number of 0 is none, which no file can ask for. */
static void refuse(const struct hp_net_conf_object *first,
		   struct hp_net_conf_object *again)
{
	hp_warning(0, "%s:%u:%u: nexthop %u stands at %s:%u:%u already; it is left out",
		   WHERE(&again->where), again->object.nexthop.id, WHERE(&first->where));
	again->object.nexthop.id = 0;
}

static void tell(const struct hp_net_conf_object *first, struct hp_net_conf_object *again)
{
	hp_warning(0,
		   "%s:%u:%u: nexthop %u stands at %s:%u:%u as well: one number is one "
		   "object of all interfaces",
		   WHERE(&again->where), again->object.nexthop.id, WHERE(&first->where));
}

static void drop_refused(struct hp_net_file *file)
{
	size_t kept = 0;

	for (size_t i = 0; i < file->n_objects; i++) {
		const struct hp_net_object *object = &file->objects[i].object;

		if (object->kind != HP_NET_NEXTHOP || object->nexthop.id)
			file->objects[kept++] = file->objects[i];
	}
	file->n_objects = kept;
}

int hp_net_nexthops_finish(struct hp_net_file *file)
{
	struct nexthops nexthops = {0};
	int r = file->unusable ? 0 : gather(&nexthops, file);

	if (r == 0 && nexthops.n > 1) {
		each_double(&nexthops, refuse);
		drop_refused(file);
	}
	free(nexthops.item);
	return r;
}

int hp_net_nexthops_tell_doubles(const struct hp_net_conf *conf)
{
	const struct hp_net_file *file = conf->first[HP_NET_FILE_NETWORK];
	struct nexthops nexthops = {0};
	int r = 0;

	for (; file && r == 0; file = file->next)
		if (!file->match.machine_misfits)
			r = gather(&nexthops, file);
	if (r == 0)
		each_double(&nexthops, tell);
	free(nexthops.item);
	return r;
}
