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

	if (!*entry->value) {
		file->ifname_where = (struct hp_net_where){0};
		return 0;
	}
	if (!hp_ifname_is_valid(entry->value) || hp_ifname_is_number(entry->value)) {
		hp_ini_warn(entry,
			    "'%s' cannot be the name of an interface (1 to 15 bytes, "
			    "no blank, '/', ':' or '%%', not only digits)",
			    entry->value);
		return 0;
	}
	strcpy(file->ifname, entry->value);
	file->ifname_where = hp_net_where_of(r, entry);
	return 0;
}

static void warn_of_both(const struct hp_net_file *file, const struct hp_ini_entry *entry)
{
	if (file->mac_policy != HP_NET_MAC_NONE && file->mac_where.file)
		hp_ini_warn(entry,
			    "beside MACAddressPolicy=, MACAddress= does not count");
}

int hp_net_key_mac(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	static const struct hp_hwaddr zero = {.len = 6};
	struct hp_net_file *file = r->file;
	struct hp_hwaddr mac;

	if (!*entry->value) {
		file->mac_where = (struct hp_net_where){0};
		return 0;
	}
	if (hp_hwaddr_parse(&mac, entry->value) < 0) {
		hp_ini_warn(entry, "'%s' is no hardware address", entry->value);
	} else if (mac.len == 6 && (mac.bytes[0] & 1 || hp_hwaddr_equal(&mac, &zero))) {
		hp_ini_warn(entry, "%s is no address that an interface can have",
			    entry->value);
	} else {
		file->mac = mac;
		file->mac_where = hp_net_where_of(r, entry);
		warn_of_both(file, entry);
	}
	return 0;
}

int hp_net_key_mac_policy(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			  int arg)
{
	struct hp_net_file *file = r->file;
	int policy =
		*entry->value ? hp_net_mac_policy_find(entry->value) : HP_NET_MAC_NONE;

	if (policy < 0) {
		hp_ini_warn(entry,
			    "'%s' is no policy for addresses (persistent, random, "
			    "none); it is left out",
			    entry->value);
		return 0;
	}
	file->mac_policy = policy;
	file->mac_policy_where = hp_net_where_of(r, entry);
	warn_of_both(file, entry);
	return 0;
}

int hp_net_key_mtu(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	struct hp_net_file *file = r->file;
	uint32_t mtu;

	if (!*entry->value) {
		file->mtu_where = (struct hp_net_where){0};
		return 0;
	}
	if (hp_size_parse(&mtu, entry->value) < 0 || mtu > INT32_MAX) {
		hp_ini_warn(entry,
			    "'%s' is no size in bytes (0 to 2147483647, K, M, G); it is "
			    "left out",
			    entry->value);
	} else {
		file->mtu = mtu;
		file->mtu_where = hp_net_where_of(r, entry);
	}
	return 0;
}

/* For people. */
int hp_net_key_description(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			   int arg)
{
	return 0;
}

/* ASCII without control characters: what systemd takes, and a terminal stands. */
static bool is_plain(const char *text)
{
	for (; *text; text++)
		if (*text < ' ' || *text > '~')
			return false;
	return true;
}

int hp_net_key_alias(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	struct hp_net_file *file = r->file;

	if (!*entry->value) {
		file->alias_where = (struct hp_net_where){0};
		return 0;
	}
	if (strlen(entry->value) >= HP_NET_ALIAS_MAX || !is_plain(entry->value)) {
		hp_ini_warn(entry, "'%s' is no alias (1 to 255 bytes of ASCII)",
			    entry->value);
		return 0;
	}
	strcpy(file->alias, entry->value);
	file->alias_where = hp_net_where_of(r, entry);
	return 0;
}

int hp_net_key_amount(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	const struct hp_net_amount_kind *kind = &hp_net_amount_kinds[arg];
	struct hp_net_file *file = r->file;

	if (!*entry->value) {
		file->amount_where[arg] = (struct hp_net_where){0};
		return 0;
	}
	if (hp_net_amount_parse(&file->amount[arg], arg, entry->value) < 0)
		hp_ini_warn(entry, "'%s' is no number from %u to %u", entry->value,
			    kind->min, kind->max);
	else
		file->amount_where[arg] = hp_net_where_of(r, entry);
	return 0;
}
