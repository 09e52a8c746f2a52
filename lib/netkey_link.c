/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the keys of [Link]. See netkey.h. */
#include <errno.h>

#include "netkey.h"

struct hp_net_where hp_net_where_of(const struct hp_net_reader *r,
				    const struct hp_ini_entry *e)
{
	return (struct hp_net_where){r->path, e->line, e->column};
}

int hp_net_key_name(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	struct hp_net_file *file = r->file;

	file->ifname_where = (struct hp_net_where){0};
	if (!*entry->value)
		return 0;
	if (!hp_ifname_is_valid(entry->value)) {
		hp_ini_warn(entry,
			    "'%s' cannot be the name of an interface (1 to 15 bytes, "
			    "no blank, '/', ':' or '%%')",
			    entry->value);
		return 0;
	}
	strcpy(file->ifname, entry->value);
	file->ifname_where = hp_net_where_of(r, entry);
	return 0;
}

int hp_net_key_mac(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	static const struct hp_hwaddr zero = {.len = 6};
	struct hp_net_file *file = r->file;
	struct hp_hwaddr mac;

	file->mac_where = (struct hp_net_where){0};
	if (!*entry->value)
		return 0;
	if (hp_hwaddr_parse(&mac, entry->value) < 0) {
		hp_ini_warn(entry, "'%s' is no hardware address", entry->value);
	} else if (mac.len == 6 && (mac.bytes[0] & 1 || hp_hwaddr_equal(&mac, &zero))) {
		hp_ini_warn(entry, "%s is no address that an interface can have",
			    entry->value);
	} else {
		file->mac = mac;
		file->mac_where = hp_net_where_of(r, entry);
	}
	return 0;
}

int hp_net_key_mtu(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	struct hp_net_file *file = r->file;

	file->mtu_where = (struct hp_net_where){0};
	if (!*entry->value)
		return 0;
	if (hp_size_parse(&file->mtu, entry->value) < 0 || file->mtu > INT32_MAX)
		hp_ini_warn(entry, "'%s' is no size in bytes", entry->value);
	else
		file->mtu_where = hp_net_where_of(r, entry);
	return 0;
}
