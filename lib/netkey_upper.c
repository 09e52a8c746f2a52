/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the keys of [Network] that name virtual devices. See netkey.h. */
#include <errno.h>
#include <stddef.h>

#include "netkey.h"
#include "netstack.h"

/* An interface has one master; what stands over it may be many. */
static bool gives_way(const struct hp_net_upper *old, enum hp_net_upper_key key,
		      const char *name)
{
	return old->key == key || (hp_net_upper_is_master(old->key) && *name);
}

static void drop_others(struct hp_net_uppers *uppers, const struct hp_ini_entry *entry,
			enum hp_net_upper_key key)
{
	size_t kept = 0;

	for (size_t i = 0; i < uppers->n; i++) {
		const struct hp_net_upper *old = &uppers->upper[i];

		if (!gives_way(old, key, entry->value))
			uppers->upper[kept++] = *old;
		else if (old->key != key)
			hp_ini_warn(entry,
				    "an interface has one master: %s=%s is left out",
				    hp_net_upper_key_name(old->key), old->name);
	}
	uppers->n = kept;
}

static int key_upper(struct hp_net_reader *r, const struct hp_ini_entry *entry, int key)
{
	struct hp_net_uppers *uppers = hp_net_uppers_of(r->file);
	struct hp_net_upper new = {.key = key, .where = hp_net_where_of(r, entry)};
	void *p;

	if (!uppers)
		return -ENOMEM;
	if (*entry->value && !hp_ifname_is_valid(entry->value)) {
		hp_ini_warn(entry, "'%s' cannot be the name of an interface",
			    entry->value);
		return 0;
	}
	if (!*entry->value || hp_net_upper_is_master(key))
		drop_others(uppers, entry, key);
	if (!*entry->value)
		return 0;
	p = reallocarray(uppers->upper, uppers->n + 1, sizeof(new));
	if (!p)
		return -ENOMEM;
	uppers->upper = p;
	strcpy(new.name, entry->value);
	uppers->upper[uppers->n++] = new;
	return 0;
}

/* What is yes or no about its master. offset: of a where in struct hp_net_uppers. */
static int key_of_master(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			 int offset)
{
	struct hp_net_uppers *uppers = hp_net_uppers_of(r->file);
	struct hp_net_where *where;
	bool on = false;

	if (!uppers)
		return -ENOMEM;
	where = (struct hp_net_where *)((char *)uppers + offset);
	if (*entry->value && hp_boolean_parse(&on, entry->value) < 0) {
		hp_ini_warn(entry, "'%s' is neither yes nor no; it is left out",
			    entry->value);
		return 0;
	}
	*where = on ? hp_net_where_of(r, entry) : (struct hp_net_where){0};
	return 0;
}

const struct hp_net_key hp_net_upper_keys[] = {
	{"Network", "KeepMaster", HP_NET_IN_NETWORK, key_of_master,
	 offsetof(struct hp_net_uppers, keep)},
	{"Network", "PrimarySlave", HP_NET_IN_NETWORK, key_of_master,
	 offsetof(struct hp_net_uppers, primary)},
	{"Network", "ActiveSlave", HP_NET_IN_NETWORK, key_of_master,
	 offsetof(struct hp_net_uppers, active)},
	{"Network", "BatmanAdvanced", HP_NET_IN_NETWORK, key_upper, HP_NET_UPPER_BATADV},
	{"Network", "Bridge", HP_NET_IN_NETWORK, key_upper, HP_NET_UPPER_BRIDGE},
	{"Network", "Bond", HP_NET_IN_NETWORK, key_upper, HP_NET_UPPER_BOND},
	{"Network", "VLAN", HP_NET_IN_NETWORK, key_upper, HP_NET_UPPER_VLAN},
	{"Network", "VRF", HP_NET_IN_NETWORK, key_upper, HP_NET_UPPER_VRF},
	{"Network", "MACVLAN", HP_NET_IN_NETWORK, key_upper, HP_NET_UPPER_MACVLAN},
	{"Network", "MACVTAP", HP_NET_IN_NETWORK, key_upper, HP_NET_UPPER_MACVTAP},
	{"Network", "IPVLAN", HP_NET_IN_NETWORK, key_upper, HP_NET_UPPER_IPVLAN},
	{"Network", "IPVTAP", HP_NET_IN_NETWORK, key_upper, HP_NET_UPPER_IPVTAP},
	{"Network", "VXLAN", HP_NET_IN_NETWORK, key_upper, HP_NET_UPPER_VXLAN},
	{"Network", "Tunnel", HP_NET_IN_NETWORK, key_upper, HP_NET_UPPER_TUNNEL},
	{"Network", "Xfrm", HP_NET_IN_NETWORK, key_upper, HP_NET_UPPER_XFRM},
	{"Network", "IPoIB", HP_NET_IN_NETWORK, key_upper, HP_NET_UPPER_IPOIB},
	{"Network", "MACsec", HP_NET_IN_NETWORK, key_upper, HP_NET_UPPER_MACSEC},
	{0},
};
