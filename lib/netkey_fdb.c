/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the keys of [BridgeFDB] and [BridgeMDB]. See netkey.h. */
#include <linux/neighbour.h>

#include "netkey.h"
#include "number.h"

#define VLAN_MAX 4094
#define VNI_MAX	 ((1u << 24) - 1)

static struct hp_net_fdb *fdb(struct hp_net_reader *r)
{
	return &r->current.object.fdb;
}

static struct hp_net_mdb *mdb(struct hp_net_reader *r)
{
	return &r->current.object.mdb;
}

int hp_net_begin_fdb(struct hp_net_reader *r, const struct hp_ini_entry *entry)
{
	r->current.object.kind = HP_NET_FDB;
	fdb(r)->state = NUD_NOARP | NUD_PERMANENT;
	fdb(r)->flags = NTF_SELF;
	return 0;
}

int hp_net_begin_mdb(struct hp_net_reader *r, const struct hp_ini_entry *entry)
{
	r->current.object.kind = HP_NET_MDB;
	return 0;
}

static int take_mac(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	fdb(r)->mac = (struct hp_hwaddr){0};
	if (!*entry->value ||
	    (hp_hwaddr_parse(&fdb(r)->mac, entry->value) == 0 && fdb(r)->mac.len == 6))
		return 0;
	return hp_net_reader_spoil(r, entry, "MAC address");
}

static int take_destination(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			    int arg)
{
	fdb(r)->destination = (struct hp_prefix){0};
	if (!*entry->value || hp_ip_parse(&fdb(r)->destination, entry->value) == 0)
		return 0;
	return hp_net_reader_spoil(r, entry, "IP address");
}

/* Of either section. */
static int take_vlan(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	uint64_t vlan = 0;

	if (*entry->value && hp_number_parse(entry->value, 10, VLAN_MAX, &vlan) < 0)
		return hp_net_reader_spoil(r, entry, "VLAN (1 to 4094)");
	if (r->current.object.kind == HP_NET_FDB)
		fdb(r)->vlan = vlan;
	else
		mdb(r)->vlan = vlan;
	return 0;
}

static int take_vni(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	uint64_t vni = 0;

	if (*entry->value &&
	    (hp_number_parse(entry->value, 10, VNI_MAX, &vni) < 0 || !vni))
		return hp_net_reader_spoil(r, entry, "VNI (1 to 16777215)");
	fdb(r)->vni = vni;
	return 0;
}

static int take_table(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	static const struct hp_word tables[] = {
		{"", NTF_SELF},		{"use", NTF_USE},	{"self", NTF_SELF},
		{"master", NTF_MASTER}, {"router", NTF_ROUTER},
	};

	for (size_t i = 0; i < ARRAY_SIZE(tables); i++) {
		if (!streq(entry->value, tables[i].name))
			continue;
		fdb(r)->flags = tables[i].value;
		return 0;
	}
	return hp_net_reader_spoil(r, entry, "table (use, self, master, router)");
}

static int take_interface(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			  int arg)
{
	fdb(r)->oif[0] = '\0';
	if (*entry->value && !hp_ifname_is_valid(entry->value))
		return hp_net_reader_spoil(r, entry, "name of an interface");
	strcpy(fdb(r)->oif, entry->value);
	return 0;
}

/* Those of a link are everybody's. */
static bool is_of_link(const struct hp_prefix *group)
{
	static const uint8_t v4[] = {224, 0, 0};
	static const uint8_t v6[16] = {0xff, 0x02, [15] = 1};

	return group->family == AF_INET ? memcmp(group->bytes, v4, sizeof(v4)) == 0
					: memcmp(group->bytes, v6, sizeof(v6)) == 0;
}

static int take_group(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	struct hp_prefix *group = &mdb(r)->group;

	*group = (struct hp_prefix){0};
	if (!*entry->value || (hp_ip_parse(group, entry->value) == 0 &&
			       hp_ip_is_multicast(group) && !is_of_link(group)))
		return 0;
	return hp_net_reader_spoil(r, entry, "multicast address beyond the link");
}

int hp_net_end_fdb(struct hp_net_reader *r)
{
	if (!r->spoilt && !fdb(r)->mac.len)
		hp_ini_warn(&r->start, "[BridgeFDB] without MACAddress=; it is left out");
	return r->spoilt || !fdb(r)->mac.len ? 0 : hp_net_reader_add(r);
}

int hp_net_end_mdb(struct hp_net_reader *r)
{
	bool whole = mdb(r)->group.family;

	if (!r->spoilt && !whole)
		hp_ini_warn(&r->start,
			    "[BridgeMDB] without MulticastGroupAddress=; it is "
			    "left out");
	return r->spoilt || !whole ? 0 : hp_net_reader_add(r);
}

const struct hp_net_key hp_net_fdb_keys[] = {
	{"BridgeFDB", "MACAddress", HP_NET_IN_NETWORK, take_mac},
	{"BridgeFDB", "Destination", HP_NET_IN_NETWORK, take_destination},
	{"BridgeFDB", "VLANId", HP_NET_IN_NETWORK, take_vlan},
	{"BridgeFDB", "VNI", HP_NET_IN_NETWORK, take_vni},
	{"BridgeFDB", "AssociatedWith", HP_NET_IN_NETWORK, take_table},
	{"BridgeFDB", "OutgoingInterface", HP_NET_IN_NETWORK, take_interface},
	{"BridgeMDB", "MulticastGroupAddress", HP_NET_IN_NETWORK, take_group},
	{"BridgeMDB", "VLANId", HP_NET_IN_NETWORK, take_vlan},
	{0},
};
