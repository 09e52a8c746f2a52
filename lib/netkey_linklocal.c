/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the keys of [Network] for addresses of the link. See netkey.h. */
#include <arpa/inet.h>
#include <linux/if_link.h>

#include "netkey.h"

/* The protocol by which hosts find addresses of IPv4 among themselves is nothing that is
 * set once. */
static void warn_of_v4(const struct hp_ini_entry *entry)
{
	hp_ini_warn(entry, "no addresses of 169.254.0.0/16 are looked for");
}

static int take_addressing(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			   int arg)
{
	struct hp_net_linklocal *linklocal = &r->file->linklocal;
	bool v4 = streq(entry->value, "ipv4"), v6 = streq(entry->value, "ipv6");
	bool both = false;

	linklocal->v6_where = (struct hp_net_where){0};
	if (!*entry->value)
		return 0;
	if (!v4 && !v6 && hp_boolean_parse(&both, entry->value) < 0) {
		hp_ini_warn(entry, "'%s' is no boolean, ipv4 or ipv6; it is left out",
			    entry->value);
		return 0;
	}
	if (v4 || both)
		warn_of_v4(entry);
	linklocal->v6 = v6 || both;
	linklocal->v6_where = hp_net_where_of(r, entry);
	return 0;
}

static int take_mode(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	static const struct hp_word modes[] = {
		{"eui64", IN6_ADDR_GEN_MODE_EUI64},
		{"none", IN6_ADDR_GEN_MODE_NONE},
		{"stable-privacy", IN6_ADDR_GEN_MODE_STABLE_PRIVACY},
		{"random", IN6_ADDR_GEN_MODE_RANDOM},
		{NULL},
	};
	struct hp_net_linklocal *linklocal = &r->file->linklocal;
	bool is_number = *entry->value >= '0' && *entry->value <= '9';

	linklocal->mode_where = (struct hp_net_where){0};
	if (!*entry->value)
		return 0;
	if (is_number || hp_word_parse(&linklocal->mode, modes, 0, entry->value) < 0)
		hp_ini_warn(
			entry,
			"'%s' is no mode (eui64, none, stable-privacy, random); it is "
			"left out",
			entry->value);
	else
		linklocal->mode_where = hp_net_where_of(r, entry);
	return 0;
}

static int take_secret(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	struct hp_net_linklocal *linklocal = &r->file->linklocal;

	linklocal->secret_where = (struct hp_net_where){0};
	if (!*entry->value)
		return 0;
	if (inet_pton(AF_INET6, entry->value, &linklocal->secret) != 1 ||
	    IN6_IS_ADDR_UNSPECIFIED(&linklocal->secret))
		hp_ini_warn(entry, "that is no IPv6 address; it is left out");
	else
		linklocal->secret_where = hp_net_where_of(r, entry);
	return 0;
}

#define KEY(name, ...)                                                                   \
	{                                                                                \
		"Network", name, HP_NET_IN_NETWORK, __VA_ARGS__                          \
	}

const struct hp_net_key hp_net_linklocal_keys[] = {
	KEY("LinkLocalAddressing", take_addressing),
	KEY("IPv6LinkLocalAddressGenerationMode", take_mode),
	KEY("IPv6StableSecretAddress", take_secret),
	{0},
};
