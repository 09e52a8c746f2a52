/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the keys of [BridgeVLAN]. All occurrences are one. See netkey.h. */
#include <errno.h>

#include "netkey.h"
#include "netvlans.h"
#include "number.h"

static struct hp_net_vlans *vlans_of(struct hp_net_reader *r,
				     const struct hp_ini_entry *entry)
{
	struct hp_net_file *file = r->file;

	if (!file->vlans)
		file->vlans = calloc(1, sizeof(*file->vlans));
	if (file->vlans)
		file->vlans->where = hp_net_where_of(r, entry);
	return file->vlans;
}

/* VLAN, or VLAN-VLAN. */
static int parse(const char *value, uint64_t *ret_first, uint64_t *ret_last)
{
	const char *rest = hp_number_take(value, ret_first);

	if (!rest || !*ret_first)
		return -EINVAL;
	*ret_last = *ret_first;
	if (*rest &&
	    (*rest != '-' || hp_number_parse(rest + 1, 10, UINT16_MAX, ret_last) < 0))
		return -EINVAL;
	return *ret_first <= *ret_last && *ret_last <= HP_NET_VLAN_MAX ? 0 : -EINVAL;
}

static int key_vlans(struct hp_net_reader *r, const struct hp_ini_entry *entry,
		     int is_untagged)
{
	struct hp_net_vlans *vlans;
	uint64_t first = 1, last = HP_NET_VLAN_MAX;
	bool on = *entry->value;

	if (on && parse(entry->value, &first, &last) < 0) {
		hp_ini_warn(
			entry,
			"'%s' is no VLAN or range of such (1 to 4094); it is left out",
			entry->value);
		return 0;
	}
	vlans = vlans_of(r, entry);
	if (!vlans)
		return -ENOMEM;
	for (; first <= last; first++) {
		if (is_untagged)
			vlans->untagged[first] = on;
		if (on || !is_untagged)
			vlans->there[first] = on;
	}
	return 0;
}

static int key_pvid(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	struct hp_net_vlans *vlans;
	uint64_t vid = 0;

	if (*entry->value &&
	    (hp_number_parse(entry->value, 10, HP_NET_VLAN_MAX, &vid) < 0 || !vid)) {
		hp_ini_warn(entry, "'%s' is no VLAN (1 to 4094); it is left out",
			    entry->value);
		return 0;
	}
	vlans = vlans_of(r, entry);
	if (!vlans)
		return -ENOMEM;
	vlans->pvid = vid;
	vlans->there[vid] |= vid != 0;
	return 0;
}

const struct hp_net_key hp_net_vlans_keys[] = {
	{"BridgeVLAN", "VLAN", HP_NET_IN_NETWORK, key_vlans, false},
	{"BridgeVLAN", "EgressUntagged", HP_NET_IN_NETWORK, key_vlans, true},
	{"BridgeVLAN", "PVID", HP_NET_IN_NETWORK, key_pvid},
	{0},
};
