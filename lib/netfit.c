/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what an interface cannot have. See netfit.h. */
#include "log.h"
#include "netfit.h"
#include "netplan_internal.h"
#include "netvlans.h"

bool hp_net_object_fits(const struct hp_net_object *object,
			const struct hp_net_link *link)
{
	return object->kind != HP_NET_NEIGHBOR ||
	       object->neighbor.hwaddr.len == link->mac.len;
}

static void tell(const struct hp_net_link *link, const struct hp_hwaddr *hwaddr,
		 const struct hp_net_where *where)
{
	hp_warning(0,
		   "%s:%u:%u: %s: a hardware address has %u bytes here, not %u; it is "
		   "left out",
		   where->file, where->line, where->column, link->name, link->mac.len,
		   hwaddr->len);
}

static void tell_vlans(const struct hp_net_want *want, const struct hp_net_link *link)
{
	const struct hp_net_vlans *vlans = want->network ? want->network->vlans : NULL;

	if (vlans && !hp_net_vlans_can_be(want->network, link))
		hp_warning(0,
			   "%s:%u:%u: %s: is neither a bridge nor to be in one; "
			   "[BridgeVLAN] is left out",
			   vlans->where.file, vlans->where.line, vlans->where.column,
			   link->name);
}

/* What an interface that is down cannot have. */
static bool asks_for_up(const struct hp_net_file *file)
{
	for (size_t i = 0; i < file->n_objects; i++)
		if (hp_net_kind_waits_for_up(file->objects[i].object.kind))
			return true;
	return false;
}

void hp_net_want_tell_misfits(const struct hp_net_want *want,
			      const struct hp_net_link *link)
{
	struct hp_net_where where;
	const struct hp_hwaddr *mac = hp_net_want_last_mac(want, &where);

	if (want->network && !hp_net_want_up(want, link) && asks_for_up(want->network))
		hp_info("%s: what needs it up, as routes and neighbors, waits until it is",
			link->name);
	if (mac && mac->len != link->mac.len)
		tell(link, mac, &where);
	tell_vlans(want, link);
	for (size_t i = 0; want->network && i < want->network->n_objects; i++) {
		const struct hp_net_conf_object *conf = &want->network->objects[i];

		if (!hp_net_object_fits(&conf->object, link))
			tell(link, &conf->object.neighbor.hwaddr, &conf->where);
	}
}
