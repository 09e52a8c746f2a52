/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what an interface can have. See netfit.h. */
#include "log.h"
#include "netfit.h"
#include "netplan_internal.h"
#include "netvlans.h"

/* What only an interface of a kind has. */
static const struct {
	enum hp_net_object_kind object;
	const char *kind; /* IFLA_INFO_KIND */
	const char *what;
} of_kinds[] = {
	{HP_NET_CAN, "can", "is no CAN controller; [CAN]"},
	{HP_NET_IPOIB, "ipoib", "is no IP over InfiniBand; [IPoIB]"},
};

/* Why the interface cannot have it; NULL: it is of the kind that can. */
static const char *misfit(const struct hp_net_object *object,
			  const struct hp_net_link *link)
{
	for (size_t i = 0; i < ARRAY_SIZE(of_kinds); i++)
		if (of_kinds[i].object == object->kind &&
		    !streq(of_kinds[i].kind, link->kind))
			return of_kinds[i].what;
	return NULL;
}

bool hp_net_object_fits(const struct hp_net_object *object,
			const struct hp_net_link *link)
{
	if (object->kind == HP_NET_NEIGHBOR)
		return object->neighbor.hwaddr.len == link->mac.len;
	return !misfit(object, link);
}

void hp_net_object_suit(struct hp_net_object *object, const struct hp_net_link *link)
{
	struct hp_net_address *address = &object->address;

	if (object->kind == HP_NET_ADDRESS && address->prefix.family == AF_INET &&
	    streq(link->kind, "wireguard") && !(address->given & HP_NET_ADDRESS_DERIVED))
		address->given |= HP_NET_ADDRESS_BROADCAST;
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

static void tell_object(const struct hp_net_link *link,
			const struct hp_net_conf_object *conf)
{
	const struct hp_net_where *where = &conf->where;
	const char *why = misfit(&conf->object, link);

	if (why)
		hp_warning(0, "%s:%u:%u: %s: %s is left out", where->file, where->line,
			   where->column, link->name, why);
	else if (!hp_net_object_fits(&conf->object, link))
		tell(link, &conf->object.neighbor.hwaddr, where);
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
	for (size_t i = 0; want->network && i < want->network->n_objects; i++)
		tell_object(link, &want->network->objects[i]);
}
