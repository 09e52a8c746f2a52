/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the keys of [Network]. See netkey.h. */
#include "dhcp.h"
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

/* The last three are of files that are older than the others. */
static const struct hp_word dhcps[] = {
	{"ipv4", 1u << HP_DHCP_V4},
	{"ipv6", 1u << HP_DHCP_V6},
	{"both", 1u << HP_DHCP_V4 | 1u << HP_DHCP_V6},
	{"v4", 1u << HP_DHCP_V4},
	{"v6", 1u << HP_DHCP_V6},
	{NULL},
};

int hp_net_key_dhcp(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	bool both = false;
	uint32_t dhcp = 0;

	if (*entry->value && hp_boolean_parse(&both, entry->value) < 0 &&
	    hp_word_parse(&dhcp, dhcps, 0, entry->value) < 0) {
		hp_ini_warn(entry, "'%s' is no boolean, ipv4 or ipv6; it is left out",
			    entry->value);
		return 0;
	}
	r->file->dhcp = both ? 1u << HP_DHCP_V4 | 1u << HP_DHCP_V6 : dhcp;
	r->file->dhcp_where = hp_net_where_of(r, entry);
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
