/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: how two IPv6 neighbors that an interface answers for stand to one another. See
 * netobject.h. */
#include "netobject.h"

static bool same(const struct hp_net_object *a, const struct hp_net_object *b)
{
	return hp_ip_equal(&a->proxy, &b->proxy);
}

static enum hp_net_relation relate(const struct hp_net_object *wanted,
				   const struct hp_net_object *there)
{
	return same(wanted, there) ? HP_NET_EQUAL : HP_NET_APART;
}

static void describe(const struct hp_net_object *object, char *ret)
{
	ret[0] = '\0';
	hp_net_text_add_ip(ret, "proxy ", &object->proxy);
}

const struct hp_net_object_type hp_net_proxy_type = {same, relate, describe};
