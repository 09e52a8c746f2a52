/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: how two labels of IPv6 prefixes stand to one another. See netobject.h. */
#include "netobject.h"

static bool same(const struct hp_net_object *a, const struct hp_net_object *b)
{
	return hp_prefix_equal(&a->addrlabel.prefix, &b->addrlabel.prefix);
}

static enum hp_net_relation relate(const struct hp_net_object *wanted,
				   const struct hp_net_object *there)
{
	if (!same(wanted, there))
		return HP_NET_APART;
	return wanted->addrlabel.label == there->addrlabel.label ? HP_NET_EQUAL
								 : HP_NET_BESIDE;
}

static void describe(const struct hp_net_object *object, char *ret)
{
	ret[0] = '\0';
	hp_net_text_add_ip(ret, "addrlabel ", &object->addrlabel.prefix);
	hp_net_text_add_number(ret, " label ", object->addrlabel.label);
}

const struct hp_net_object_type hp_net_addrlabel_type = {same, relate, describe};
