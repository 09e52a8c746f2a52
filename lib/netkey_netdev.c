/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the keys of *.netdev files. See netkey.h. */
#include <errno.h>

#include "netdev.h"
#include "netkey.h"

static int key_kind(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	struct hp_netdev *netdev = hp_netdev_of(r->file);

	if (!netdev)
		return -ENOMEM;
	netdev->kind_where = (struct hp_net_where){0};
	netdev->kind = hp_netdev_kind_find(entry->value);
	if (*entry->value)
		netdev->kind_where = hp_net_where_of(r, entry);
	if (*entry->value && !netdev->kind)
		hp_ini_warn(entry, "'%s' is no kind of device that is known",
			    entry->value);
	return 0;
}

/* The kernel chooses where nothing is asked for. */
static int key_mac(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	struct hp_ini_entry empty = *entry;

	if (!streq(entry->value, "none"))
		return hp_net_key_mac(r, entry, arg);
	empty.value = "";
	return hp_net_key_mac(r, &empty, arg);
}

int hp_net_begin_of_kind(struct hp_net_reader *r, const struct hp_ini_entry *entry)
{
	return hp_netdev_add_entry(r->file, entry->section, "", "",
				   hp_net_where_of(r, entry));
}

int hp_net_key_of_kind(struct hp_net_reader *r, const struct hp_ini_entry *entry)
{
	return hp_netdev_add_entry(r->file, entry->section, entry->key, entry->value,
				   hp_net_where_of(r, entry));
}

const struct hp_net_key hp_net_netdev_keys[] = {
	{"NetDev", "Name", HP_NET_IN_NETDEV, hp_net_key_name},
	{"NetDev", "Kind", HP_NET_IN_NETDEV, key_kind},
	{"NetDev", "MACAddress", HP_NET_IN_NETDEV, key_mac},
	{"NetDev", "MTUBytes", HP_NET_IN_NETDEV, hp_net_key_mtu},
	{0},
};
