/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the key of [Link] for the password that wakes the machine up. See netkey.h;
 * source of the contract: systemd.link(5). */
#include <errno.h>

#include "keyfile.h"
#include "netkey.h"

static int parse(uint8_t *ret, const char *text)
{
	struct hp_hwaddr password;

	if (hp_hwaddr_parse(&password, text) < 0 ||
	    password.len != HP_NET_WOL_PASSWORD_BYTES)
		return -EINVAL;
	memcpy(ret, password.bytes, HP_NET_WOL_PASSWORD_BYTES);
	return 0;
}

/* What is no password may still be a secret. */
static int read_own(uint8_t *ret, const struct hp_ini_entry *entry)
{
	int r = parse(ret, entry->value);

	if (hp_keyfile_is_open(entry->file))
		hp_ini_warn(entry, "others can read the %s= in this file", entry->key);
	if (r < 0)
		hp_ini_warn(entry,
			    "this is no %s= (six bytes as of a MAC address, or the "
			    "absolute path of a file); it is left out",
			    entry->key);
	return r;
}

static int read_file(uint8_t *ret, const struct hp_ini_entry *entry)
{
	bool open = false;
	int r = hp_keyfile_read(ret, parse, entry->value, &open);

	if (open)
		hp_ini_warn(entry, "others can read %s", entry->value);
	if (r < 0)
		hp_ini_warn(entry,
			    "%s: no password can be read there (%s); it is left out",
			    entry->value, strerror(-r));
	return r;
}

static int key_password(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			int arg)
{
	struct hp_net_ethtool_values *wanted = &r->file->ethtool;
	uint8_t bytes[HP_NET_WOL_PASSWORD_BYTES];
	int result;

	if (!*entry->value) {
		wanted->known &= ~((uint64_t)1 << HP_NET_WOL_PASSWORD);
		return 0;
	}
	result = *entry->value == '/' ? read_file(bytes, entry) : read_own(bytes, entry);
	if (result < 0)
		return result == -ENOMEM ? result : 0;
	wanted->known |= (uint64_t)1 << HP_NET_WOL_PASSWORD;
	wanted->value[HP_NET_WOL_PASSWORD] = hp_net_ethtool_password(bytes);
	r->file->ethtool_where[HP_NET_WOL_PASSWORD] = hp_net_where_of(r, entry);
	return 0;
}

const struct hp_net_key hp_net_wolpassword_keys[] = {
	{"Link", "WakeOnLanPassword", HP_NET_IN_LINK, key_password},
	{0},
};
