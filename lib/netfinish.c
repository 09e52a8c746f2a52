/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what only a whole *.network file tells. See netfinish.h. */
#include "log.h"
#include "netfinish.h"

#define WHERE(w) (w)->file, (w)->line, (w)->column

static bool has_address(const struct hp_net_file *file)
{
	for (size_t i = 0; i < file->n_objects; i++)
		if (file->objects[i].object.kind == HP_NET_ADDRESS)
			return true;
	return false;
}

/* It is not compared with what is there: an address of another origin may lead to the
 * gateway as well. */
static void reach_gateway(struct hp_net_conf_object *conf)
{
	struct hp_net_route *route = &conf->object.route;

	if (conf->object.kind != HP_NET_ROUTE || !route->gateway.family ||
	    route->given & HP_NET_ROUTE_ONLINK)
		return;
	hp_warning(0,
		   "%s:%u:%u: Gateway= and no static address: it is taken for "
		   "GatewayOnLink=yes",
		   WHERE(&conf->where));
	route->onlink = true;
}

/* The kernel has an IPv6 address once. */
static bool is_of_other_length(const struct hp_net_object *a,
			       const struct hp_net_object *b)
{
	return a->kind == HP_NET_ADDRESS && b->kind == HP_NET_ADDRESS &&
	       hp_net_object_same(a, b) &&
	       a->address.prefix.length != b->address.prefix.length;
}

static bool is_had_already(const struct hp_net_file *file, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (is_of_other_length(&file->objects[i].object,
				       &file->objects[n].object))
			return true;
	return false;
}

static void drop_other_lengths(struct hp_net_file *file)
{
	char text[HP_NET_OBJECT_TEXT];
	size_t kept = 0;

	for (size_t i = 0; i < file->n_objects; i++) {
		struct hp_net_conf_object *conf = &file->objects[kept];

		*conf = file->objects[i];
		if (!is_had_already(file, kept)) {
			kept++;
			continue;
		}
		hp_warning(0,
			   "%s:%u:%u: %s stands here with another length already; it is "
			   "left out",
			   WHERE(&conf->where),
			   hp_net_object_describe(&conf->object, text));
	}
	file->n_objects = kept;
}

void hp_net_network_finish(struct hp_net_file *file)
{
	drop_other_lengths(file);
	for (size_t i = 0; i < file->n_objects && !has_address(file); i++)
		reach_gateway(&file->objects[i]);
}
