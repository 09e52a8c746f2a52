/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: how two values of an interface's sysctls stand to one another. See
 * netobject.h. */
#include "netobject.h"

static bool same(const struct hp_net_object *a, const struct hp_net_object *b)
{
	return streq(a->sysctl.family, b->sysctl.family) &&
	       streq(a->sysctl.name, b->sysctl.name);
}

static bool is_none(const struct in6_addr *secret)
{
	return IN6_IS_ADDR_UNSPECIFIED(secret);
}

/* What the kernel does not have at all is told as it is wanted. */
static bool same_value(const struct hp_net_sysctl *wanted,
		       const struct hp_net_sysctl *there)
{
	if (wanted->form == HP_NET_OWN_SECRET)
		return there->form == HP_NET_OWN_SECRET || !is_none(&there->secret);
	return wanted->value == there->value &&
	       IN6_ARE_ADDR_EQUAL(&wanted->secret, &there->secret);
}

static enum hp_net_relation relate(const struct hp_net_object *wanted,
				   const struct hp_net_object *there)
{
	if (!same(wanted, there))
		return HP_NET_APART;
	return same_value(&wanted->sysctl, &there->sysctl) ? HP_NET_EQUAL : HP_NET_BESIDE;
}

static void describe(const struct hp_net_object *object, char *ret)
{
	const struct hp_net_sysctl *sysctl = &object->sysctl;

	snprintf(ret, HP_NET_OBJECT_TEXT, "%s %s", sysctl->family, sysctl->name);
	if (sysctl->form == HP_NET_NUMBER)
		snprintf(ret + strlen(ret), HP_NET_OBJECT_TEXT - strlen(ret), "=%d",
			 sysctl->value);
}

const struct hp_net_object_type hp_net_sysctl_type = {same, relate, describe};
