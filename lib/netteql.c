/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the true link equalizer. See netteql.h, and netobject.h for the relations. */
#include <errno.h>

#include "netteql.h"
#include "number.h"

char *hp_net_teql_name(uint32_t id, char ret[static IFNAMSIZ])
{
	snprintf(ret, IFNAMSIZ, "teql%u", id);
	return ret;
}

int hp_net_teql_parse(const char *name, uint32_t *ret)
{
	const char *digits = skip_prefix(name, "teql");
	uint64_t id;

	if (!digits || hp_number_parse(digits, 10, HP_NET_TEQL_MAX - 1, &id) < 0)
		return -EINVAL;
	*ret = id;
	return 0;
}

const struct hp_net_conf_object *hp_net_teql_find(const struct hp_net_file *file)
{
	for (size_t i = 0; file && i < file->n_objects; i++)
		if (file->objects[i].object.kind == HP_NET_TEQL)
			return &file->objects[i];
	return NULL;
}

/* n: what other files need. */
static uint32_t count_in(const struct hp_net_file *file, uint32_t n)
{
	for (size_t i = 0; i < file->n_objects; i++) {
		const struct hp_net_object *object = &file->objects[i].object;

		if (object->kind == HP_NET_TEQL && object->teql.id >= n)
			n = object->teql.id + 1;
	}
	return n;
}

uint32_t hp_net_teql_count(const struct hp_net_conf *conf)
{
	uint32_t n = 0;

	for (size_t i = 0; i < conf->n; i++)
		n = count_in(&conf->files[i], n);
	return n;
}

bool hp_net_teql_waits(const struct hp_net_step *step, int r)
{
	return r == -EUNATCH && step->kind == HP_NET_STEP_UP;
}

/* One place has one queueing discipline. */
static bool same(const struct hp_net_object *a, const struct hp_net_object *b)
{
	return a->teql.parent == b->teql.parent;
}

static enum hp_net_relation relate(const struct hp_net_object *wanted,
				   const struct hp_net_object *there)
{
	uint32_t handle = wanted->teql.handle;

	if (!same(wanted, there))
		return HP_NET_APART;
	if (*there->teql.other.kind || wanted->teql.id != there->teql.id ||
	    (handle && handle != there->teql.handle))
		return HP_NET_BESIDE;
	return HP_NET_EQUAL;
}

static void describe(const struct hp_net_object *object, char *ret)
{
	char name[IFNAMSIZ];

	ret[0] = '\0';
	if (*object->teql.other.kind)
		hp_net_text_add(ret, "qdisc ", object->teql.other.kind);
	else
		hp_net_text_add(ret, "equalizer ",
				hp_net_teql_name(object->teql.id, name));
}

const struct hp_net_object_type hp_net_teql_type = {same, relate, describe};
