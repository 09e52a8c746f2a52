/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the keys of [Network]. See netkey.h. */
#include "netkey.h"

/* One key says what a whole section can say. */
static int take_as_section(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			   int (*begin)(struct hp_net_reader *r,
					const struct hp_ini_entry *entry),
			   hp_net_key_parser parse, int (*end)(struct hp_net_reader *r))
{
	int result;

	r->current = (struct hp_net_conf_object){.where = hp_net_where_of(r, entry)};
	r->given = 0;
	r->spoilt = false;
	result = begin(r, entry);
	if (result == 0)
		result = parse(r, entry, 0);
	return result < 0 ? result : end(r);
}

int hp_net_key_network_address(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			       int arg)
{
	if (*entry->value)
		return take_as_section(r, entry, hp_net_begin_address, hp_net_key_address,
				       hp_net_end_address);
	hp_net_reader_drop(r, HP_NET_ADDRESS);
	return 0;
}

int hp_net_key_network_gateway(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			       int arg)
{
	if (*entry->value)
		return take_as_section(r, entry, hp_net_begin_route, hp_net_key_gateway,
				       hp_net_end_route);
	hp_net_reader_drop(r, HP_NET_ROUTE);
	return 0;
}

int hp_net_key_device_route(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			    int arg)
{
	bool yes = false;

	r->file->device_route_where = (struct hp_net_where){0};
	if (*entry->value && hp_boolean_parse(&yes, entry->value) < 0)
		hp_ini_warn(entry, "'%s' is no boolean; it is left out", entry->value);
	if (yes)
		r->file->device_route_where = hp_net_where_of(r, entry);
	return 0;
}

int hp_net_key_proxy(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	struct hp_prefix *proxy = &r->current.object.proxy;

	if (!*entry->value) {
		hp_net_reader_drop(r, HP_NET_PROXY);
		return 0;
	}
	r->current = (struct hp_net_conf_object){
		.where = hp_net_where_of(r, entry),
		.object.kind = HP_NET_PROXY,
	};
	if (hp_ip_parse(proxy, entry->value) == 0 && proxy->family == AF_INET6 &&
	    !hp_ip_is_zero(proxy) && !hp_ip_is_multicast(proxy))
		return hp_net_reader_add(r);
	hp_ini_warn(entry, "'%s' is no IPv6 address of a station; it is left out",
		    entry->value);
	return 0;
}
