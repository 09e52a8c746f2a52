/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what the sections that are things of their own have in common. See netkey.h.
 */
#include <errno.h>

#include "netkey.h"

int hp_net_file_add(struct hp_net_file *file, const struct hp_net_conf_object *object)
{
	void *p = reallocarray(file->objects, file->n_objects + 1, sizeof(*object));

	if (!p)
		return -ENOMEM;
	file->objects = p;
	file->objects[file->n_objects++] = *object;
	return 0;
}

int hp_net_reader_add(struct hp_net_reader *r)
{
	return hp_net_file_add(r->file, &r->current);
}

void hp_net_reader_drop(struct hp_net_reader *r, enum hp_net_object_kind kind)
{
	hp_net_file_drop(r->file, kind);
}

void hp_net_file_drop(struct hp_net_file *file, enum hp_net_object_kind kind)
{
	size_t n = 0;

	for (size_t i = 0; i < file->n_objects; i++)
		if (file->objects[i].object.kind != kind)
			file->objects[n++] = file->objects[i];
	file->n_objects = n;
}

int hp_net_reader_spoil(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			const char *expected)
{
	static const char *const nouns[HP_NET_OBJECT_KINDS] = {
		[HP_NET_ADDRESS] = "address", [HP_NET_NEIGHBOR] = "neighbor",
		[HP_NET_NEXTHOP] = "nexthop", [HP_NET_ROUTE] = "route",
		[HP_NET_RULE] = "rule",	      [HP_NET_QDISC] = "queueing discipline",
		[HP_NET_TCLASS] = "class",    [HP_NET_TEQL] = "equalizer",
		[HP_NET_FDB] = "entry",	      [HP_NET_MDB] = "entry",
		[HP_NET_ADDRLABEL] = "entry",
	};

	hp_ini_warn(entry, "'%s' is no %s; the %s is left out", entry->value, expected,
		    nouns[r->current.object.kind]);
	r->spoilt = true;
	return 0;
}

int hp_net_reader_gateway(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			  struct hp_prefix *ret)
{
	*ret = (struct hp_prefix){0};
	if (!*entry->value || (hp_ip_parse(ret, entry->value) == 0 &&
			       !hp_ip_is_zero(ret) && !hp_ip_is_multicast(ret)))
		return 0;
	return hp_net_reader_spoil(r, entry, "gateway's address");
}

int hp_net_reader_boolean(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			  bool *ret)
{
	*ret = false;
	if (!*entry->value || hp_boolean_parse(ret, entry->value) == 0)
		return 0;
	return hp_net_reader_spoil(r, entry, "boolean");
}
