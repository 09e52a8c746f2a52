/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the things that an interface has several of. See netobject.h. */
#include <errno.h>

#include "array.h"
#include "netobject.h"

static const struct hp_net_object_type *const types[HP_NET_OBJECT_KINDS] = {
	[HP_NET_ADDRESS] = &hp_net_address_type,
	[HP_NET_NEIGHBOR] = &hp_net_neighbor_type,
	[HP_NET_PROXY] = &hp_net_proxy_type,
	[HP_NET_NEXTHOP] = &hp_net_nexthop_type,
	[HP_NET_ROUTE] = &hp_net_route_type,
	[HP_NET_RULE] = &hp_net_rule_type,
	[HP_NET_SYSCTL] = &hp_net_sysctl_type,
	[HP_NET_QDISC] = &hp_net_qdisc_type,
	[HP_NET_TCLASS] = &hp_net_tclass_type,
	[HP_NET_TEQL] = &hp_net_teql_type,
	[HP_NET_FDB] = &hp_net_fdb_type,
	[HP_NET_MDB] = &hp_net_mdb_type,
	[HP_NET_ADDRLABEL] = &hp_net_addrlabel_type,
	[HP_NET_TOKEN] = &hp_net_token_type,
	[HP_NET_MTU6] = &hp_net_mtu6_type,
	[HP_NET_CAN] = &hp_net_can_type,
	[HP_NET_IPOIB] = &hp_net_ipoib_type,
	[HP_NET_VFS] = &hp_net_vfs_type,
	[HP_NET_VF] = &hp_net_vf_type,
};

int hp_net_objects_add(struct hp_net_objects *objects, const struct hp_net_object *object)
{
	int r = hp_array_grow(&objects->item, objects->n, sizeof(*object));

	if (r == 0)
		objects->item[objects->n++] = *object;
	return r;
}

void hp_net_objects_drop(struct hp_net_objects *objects, enum hp_net_object_kind kind)
{
	size_t n = 0;

	for (size_t i = 0; i < objects->n; i++)
		if (objects->item[i].kind != kind)
			objects->item[n++] = objects->item[i];
	objects->n = n;
}

void hp_net_objects_free(struct hp_net_objects *objects)
{
	free(objects->item);
	*objects = (struct hp_net_objects){0};
}

enum hp_net_relation hp_net_object_relate(const struct hp_net_object *wanted,
					  const struct hp_net_object *there)
{
	return types[wanted->kind]->relate(wanted, there);
}

bool hp_net_object_same(const struct hp_net_object *a, const struct hp_net_object *b)
{
	return types[a->kind]->same(a, b);
}

char *hp_net_object_describe(const struct hp_net_object *object,
			     char ret[static HP_NET_OBJECT_TEXT])
{
	types[object->kind]->describe(object, ret);
	return ret;
}

void hp_net_text_add(char ret[static HP_NET_OBJECT_TEXT], const char *word,
		     const char *value)
{
	size_t used = strlen(ret);

	snprintf(ret + used, HP_NET_OBJECT_TEXT - used, "%s%s", word, value);
}

void hp_net_text_add_number(char ret[static HP_NET_OBJECT_TEXT], const char *word,
			    uint32_t value)
{
	char text[16];

	snprintf(text, sizeof(text), "%u", value);
	hp_net_text_add(ret, word, text);
}

void hp_net_text_add_ip(char ret[static HP_NET_OBJECT_TEXT], const char *word,
			const struct hp_prefix *p)
{
	char text[HP_PREFIX_TEXT];

	hp_net_text_add(ret, word, hp_prefix_format(p, text));
}
