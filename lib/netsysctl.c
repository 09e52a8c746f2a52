/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: how two values of an interface's sysctls stand to one another. See
 * netobject.h. */
#include "netobject.h"

static bool same(const struct hp_net_object *a, const struct hp_net_object *b)
{
	return streq(a->sysctl.family, b->sysctl.family) &&
	       streq(a->sysctl.name, b->sysctl.name);
}

static enum hp_net_relation relate(const struct hp_net_object *wanted,
				   const struct hp_net_object *there)
{
	if (!same(wanted, there))
		return HP_NET_APART;
	return wanted->sysctl.value == there->sysctl.value ? HP_NET_EQUAL : HP_NET_BESIDE;
}

static void describe(const struct hp_net_object *object, char *ret)
{
	snprintf(ret, HP_NET_OBJECT_TEXT, "%s %s=%d", object->sysctl.family,
		 object->sysctl.name, object->sysctl.value);
}

const struct hp_net_object_type hp_net_sysctl_type = {same, relate, describe};
