/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: how two entries of a bridge's, or a vxlan's, tables stand to one another. See
 * netobject.h. */
#include <linux/neighbour.h>

#include "netobject.h"

/* Several destinations may have what is for many. */
bool hp_net_fdb_is_for_many(const struct hp_net_fdb *fdb)
{
	static const struct hp_hwaddr none = {.len = 6};

	return fdb->mac.bytes[0] & 1 || hp_hwaddr_equal(&fdb->mac, &none);
}

static bool same_fdb(const struct hp_net_object *a, const struct hp_net_object *b)
{
	return hp_hwaddr_equal(&a->fdb.mac, &b->fdb.mac) && a->fdb.vlan == b->fdb.vlan &&
	       (a->fdb.flags & NTF_MASTER) == (b->fdb.flags & NTF_MASTER) &&
	       (!hp_net_fdb_is_for_many(&a->fdb) ||
		hp_ip_equal(&a->fdb.destination, &b->fdb.destination));
}

/* The kernel does not tell a VNI that is the device's own. */
static enum hp_net_relation relate_fdb(const struct hp_net_object *wanted,
				       const struct hp_net_object *there)
{
	const struct hp_net_fdb *a = &wanted->fdb, *b = &there->fdb;

	if (!same_fdb(wanted, there))
		return HP_NET_APART;
	return b->state & NUD_PERMANENT &&
			       hp_ip_equal(&a->destination, &b->destination) &&
			       (!a->vni || !b->vni || a->vni == b->vni)
		       ? HP_NET_EQUAL
		       : HP_NET_BESIDE;
}

static void describe_fdb(const struct hp_net_object *object, char *ret)
{
	const struct hp_net_fdb *fdb = &object->fdb;
	char mac[HP_HWADDR_TEXT];

	ret[0] = '\0';
	hp_net_text_add(ret, "fdb ", hp_hwaddr_format(&fdb->mac, mac));
	if (fdb->vlan)
		hp_net_text_add_number(ret, " vlan ", fdb->vlan);
	if (fdb->destination.family)
		hp_net_text_add_ip(ret, " to ", &fdb->destination);
	if (fdb->vni)
		hp_net_text_add_number(ret, " vni ", fdb->vni);
}

static bool same_mdb(const struct hp_net_object *a, const struct hp_net_object *b)
{
	return hp_ip_equal(&a->mdb.group, &b->mdb.group) && a->mdb.vlan == b->mdb.vlan;
}

/* A bridge that filters has one without a VLAN in each VLAN of the port. One that was
 * heard of goes with time, and is no other that could be changed. */
static enum hp_net_relation relate_mdb(const struct hp_net_object *wanted,
				       const struct hp_net_object *there)
{
	const struct hp_net_mdb *a = &wanted->mdb, *b = &there->mdb;

	if (!hp_ip_equal(&a->group, &b->group) || (a->vlan && a->vlan != b->vlan))
		return HP_NET_APART;
	return b->goes ? HP_NET_IN_WAY : HP_NET_EQUAL;
}

static void describe_mdb(const struct hp_net_object *object, char *ret)
{
	ret[0] = '\0';
	hp_net_text_add_ip(ret, "mdb ", &object->mdb.group);
	if (object->mdb.vlan)
		hp_net_text_add_number(ret, " vlan ", object->mdb.vlan);
}

const struct hp_net_object_type hp_net_fdb_type = {same_fdb, relate_fdb, describe_fdb};
const struct hp_net_object_type hp_net_mdb_type = {same_mdb, relate_mdb, describe_mdb};
