/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: how two addresses of an interface stand to one another. See netobject.h. */
#include <linux/if_addr.h>

#include "netobject.h"

static bool same(const struct hp_net_object *a, const struct hp_net_object *b)
{
	return hp_prefix_equal(&a->address.prefix, &b->address.prefix);
}

/* What was found to be a duplicate on the wire is tried again by the kernel only when it
 * is added anew. One that somebody lent for a time is made ours by adding it again. */
static enum hp_net_relation relate(const struct hp_net_object *wanted,
				   const struct hp_net_object *there)
{
	if (!hp_ip_equal(&wanted->address.prefix, &there->address.prefix))
		return HP_NET_APART;
	if (there->address.flags & IFA_F_DADFAILED || !same(wanted, there))
		return HP_NET_IN_WAY;
	return there->address.flags & IFA_F_PERMANENT ? HP_NET_EQUAL : HP_NET_BESIDE;
}

static void describe(const struct hp_net_object *object, char *ret)
{
	const struct hp_prefix *p = &object->address.prefix;
	char prefix[HP_PREFIX_TEXT];

	hp_prefix_format(p, prefix);
	snprintf(ret, HP_NET_OBJECT_TEXT, "address %s%s", prefix,
		 strchr(prefix, '/')	 ? ""
		 : p->family == AF_INET6 ? "/128"
					 : "/32");
}

const struct hp_net_object_type hp_net_address_type = {same, relate, describe};
