/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: how two neighbors of an interface stand to one another. See netobject.h. */
#include <linux/neighbour.h>

#include "netobject.h"

static bool same(const struct hp_net_object *a, const struct hp_net_object *b)
{
	return hp_ip_equal(&a->neighbor.address, &b->neighbor.address);
}

static enum hp_net_relation relate(const struct hp_net_object *wanted,
				   const struct hp_net_object *there)
{
	if (!same(wanted, there))
		return HP_NET_APART;
	return there->neighbor.state & NUD_PERMANENT &&
			       hp_hwaddr_equal(&wanted->neighbor.hwaddr,
					       &there->neighbor.hwaddr)
		       ? HP_NET_EQUAL
		       : HP_NET_BESIDE;
}

static void describe(const struct hp_net_object *object, char *ret)
{
	char hwaddr[HP_HWADDR_TEXT];

	ret[0] = '\0';
	hp_net_text_add_ip(ret, "neighbor ", &object->neighbor.address);
	hp_net_text_add(ret, " at ", hp_hwaddr_format(&object->neighbor.hwaddr, hwaddr));
}

const struct hp_net_object_type hp_net_neighbor_type = {same, relate, describe};
