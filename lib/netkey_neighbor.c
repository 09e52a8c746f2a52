/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the keys of [Neighbor]. See netkey.h. */
#include <linux/neighbour.h>

#include "netkey.h"

int hp_net_begin_neighbor(struct hp_net_reader *r, const struct hp_ini_entry *entry)
{
	r->current.object.kind = HP_NET_NEIGHBOR;
	r->current.object.neighbor.state = NUD_PERMANENT;
	return 0;
}

static int take_address(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			int arg)
{
	struct hp_prefix *address = &r->current.object.neighbor.address;

	*address = (struct hp_prefix){0};
	if (!*entry->value ||
	    (hp_ip_parse(address, entry->value) == 0 && !hp_ip_is_zero(address)))
		return 0;
	return hp_net_reader_spoil(r, entry, "address of a neighbor");
}

/* A tunnel's link layer is IP itself. */
static int take_hwaddr(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	struct hp_hwaddr *hwaddr = &r->current.object.neighbor.hwaddr;
	struct hp_prefix ip;

	*hwaddr = (struct hp_hwaddr){0};
	if (!*entry->value)
		return 0;
	if (hp_ip_parse(&ip, entry->value) == 0) {
		hwaddr->len = hp_family_bits(ip.family) / 8;
		memcpy(hwaddr->bytes, ip.bytes, hwaddr->len);
		return 0;
	}
	if (hp_hwaddr_parse(hwaddr, entry->value) == 0)
		return 0;
	return hp_net_reader_spoil(r, entry, "hardware or IP address");
}

int hp_net_end_neighbor(struct hp_net_reader *r)
{
	const struct hp_net_neighbor *neighbor = &r->current.object.neighbor;
	bool whole = neighbor->address.family && neighbor->hwaddr.len;

	if (!r->spoilt && !whole)
		hp_ini_warn(&r->start, "[Neighbor] without Address= or "
				       "LinkLayerAddress=; it is left out");
	return r->spoilt || !whole ? 0 : hp_net_reader_add(r);
}

#define KEY(name, ...)                                                                   \
	{                                                                                \
		"Neighbor", name, HP_NET_IN_NETWORK, __VA_ARGS__                         \
	}

const struct hp_net_key hp_net_neighbor_keys[] = {
	KEY("Address", take_address),
	KEY("LinkLayerAddress", take_hwaddr),
	{0},
};
