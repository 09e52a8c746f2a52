/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the keys of [Address]. See netkey.h. */
#include "netkey.h"

int hp_net_begin_address(struct hp_net_reader *r, const struct hp_ini_entry *entry)
{
	r->current.object.kind = HP_NET_ADDRESS;
	return 0;
}

static bool parse_address(const struct hp_ini_entry *entry, struct hp_prefix *ret)
{
	if (hp_prefix_parse(ret, entry->value) < 0)
		hp_ini_warn(entry, "'%s' is no ADDRESS/LENGTH; it is left out",
			    entry->value);
	else if (!strchr(entry->value, '/'))
		hp_ini_warn(entry, "%s has no /LENGTH; it is left out", entry->value);
	else if (hp_ip_is_zero(ret) || hp_ip_is_multicast(ret))
		hp_ini_warn(entry,
			    "%s is no address that an interface can have; it is "
			    "left out",
			    entry->value);
	else
		return true;
	return false;
}

/* The last one counts. */
int hp_net_key_address(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	struct hp_prefix *prefix = &r->current.object.address.prefix;
	struct hp_prefix given;

	r->given = true;
	*prefix = (struct hp_prefix){0};
	r->current.where = hp_net_where_of(r, entry);
	if (*entry->value && parse_address(entry, &given))
		*prefix = given;
	return 0;
}

int hp_net_end_address(struct hp_net_reader *r)
{
	if (!r->given)
		hp_ini_warn(&r->start, "[Address] without Address=; it is left out");
	return r->current.object.address.prefix.family ? hp_net_reader_add(r) : 0;
}

const struct hp_net_key hp_net_address_keys[] = {
	{"Address", "Address", HP_NET_IN_NETWORK, hp_net_key_address},
	{0},
};
