/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the keys of [Network] and [IPv6AcceptRA] that IPv6 is told once: the MTU, and
 * the token. See netkey.h. */
#include "netkey.h"

static int take_mtu(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	uint32_t mtu = HP_NET_IPV6_MIN_MTU;

	if (*entry->value && (hp_size_parse(&mtu, entry->value) < 0 ||
			      mtu < HP_NET_IPV6_MIN_MTU || mtu > INT32_MAX)) {
		hp_ini_warn(entry,
			    "'%s' is no MTU for IPv6 (1280 to 2147483647, K, M, G); it "
			    "is left out",
			    entry->value);
		return 0;
	}
	hp_net_reader_drop(r, HP_NET_MTU6);
	if (!*entry->value)
		return 0;
	r->current = (struct hp_net_conf_object){
		.where = hp_net_where_of(r, entry),
		.object.kind = HP_NET_MTU6,
		.object.mtu6 = mtu,
	};
	return hp_net_reader_add(r);
}

/* The lower half of an address, which is all that a token has. */
static bool parse_token(const char *value, struct in6_addr *ret)
{
	static const uint8_t zero[8];
	const char *address = skip_prefix(value, "static:");
	struct hp_prefix ip;

	if (hp_ip_parse(&ip, address ?: value) < 0 || ip.family != AF_INET6 ||
	    memcmp(ip.bytes + 8, zero, 8) == 0)
		return false;
	*ret = (struct in6_addr){0};
	memcpy(ret->s6_addr + 8, ip.bytes + 8, 8);
	return true;
}

static void warn_of_token(const struct hp_ini_entry *entry)
{
	if (skip_prefix(entry->value, "prefixstable"))
		hp_ini_warn(entry,
			    "the kernel makes stable addresses by "
			    "IPv6LinkLocalAddressGenerationMode=stable-privacy; '%s' is "
			    "left out",
			    entry->value);
	else
		hp_ini_warn(entry,
			    "'%s' is no token (eui64, or an IPv6 address whose lower "
			    "half is not 0); it is left out",
			    entry->value);
}

/* With none, addresses are made of the hardware address. */
static int take_token(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	size_t before = r->file->n_objects;
	struct in6_addr token = in6addr_any;

	if (*entry->value && !streq(entry->value, "eui64") &&
	    !parse_token(entry->value, &token)) {
		warn_of_token(entry);
		return 0;
	}
	hp_net_reader_drop(r, HP_NET_TOKEN);
	if (!*entry->value)
		return 0;
	if (r->file->n_objects < before)
		hp_ini_warn(entry, "the kernel has one token: this one counts");
	r->current = (struct hp_net_conf_object){
		.where = hp_net_where_of(r, entry),
		.object.kind = HP_NET_TOKEN,
		.object.token = token,
	};
	return hp_net_reader_add(r);
}

const struct hp_net_key hp_net_ipv6_keys[] = {
	{"Network", "IPv6MTUBytes", HP_NET_IN_NETWORK, take_mtu},
	{"IPv6AcceptRA", "Token", HP_NET_IN_NETWORK, take_token},
	{0},
};
