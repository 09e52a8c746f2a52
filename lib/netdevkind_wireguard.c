/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what a WireGuard device and its peers can be told. See netdevkind.h; source of
 * the contract: linux/wireguard.h. */
#include <errno.h>
#include <linux/rtnetlink.h>
#include <linux/wireguard.h>
#include <netinet/in.h>

#include "netdevkinds.h"
#include "number.h"
#include "wgkey.h"

static int parse_key(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
		     const char *value)
{
	return hp_netdev_parse_key(attr, value, hp_wgkey_parse, HP_WGKEY_BYTES);
}

/* The family decides how long the address is. */
static int append_allowed(struct hp_net_attr *attr, const struct hp_prefix *prefix)
{
	struct hp_net_attr inner = {0};
	uint16_t family = prefix->family;
	int r = hp_net_attr_append_nested(&inner, WGALLOWEDIP_A_FAMILY, &family,
					  sizeof(family));

	if (r == 0)
		r = hp_net_attr_append_nested(&inner, WGALLOWEDIP_A_IPADDR, prefix->bytes,
					      hp_family_bits(family) / 8);
	if (r == 0)
		r = hp_net_attr_append_nested(&inner, WGALLOWEDIP_A_CIDR_MASK,
					      &prefix->length, 1);
	if (r == 0)
		r = hp_net_attr_append_nested(attr, NLA_F_NESTED, inner.bytes, inner.len);
	free(inner.bytes);
	return r;
}

static int take_allowed(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
			const char *word)
{
	struct hp_prefix prefix;
	int r = hp_prefix_parse(&prefix, word);

	return r < 0 ? r : append_allowed(attr, &prefix);
}

static int parse_allowed(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
			 const char *value)
{
	return hp_net_attr_each_word(attr, row, value, ", \t", take_allowed);
}

static int set_endpoint(struct hp_net_attr *attr, const struct hp_prefix *ip,
			uint16_t port)
{
	struct sockaddr_in v4 = {AF_INET, htons(port), ip->v4};
	struct sockaddr_in6 v6 = {.sin6_family = AF_INET6, .sin6_port = htons(port)};

	if (ip->family == AF_INET)
		return hp_net_attr_set(attr, &v4, sizeof(v4));
	memcpy(&v6.sin6_addr, ip->bytes, sizeof(v6.sin6_addr));
	return hp_net_attr_set(attr, &v6, sizeof(v6));
}

/* ADDRESS:PORT; an IPv6 address stands in brackets. */
static int parse_endpoint(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
			  const char *value)
{
	const char *colon = strrchr(value, ':');
	bool is_v6 = *value == '[';
	char host[64];
	struct hp_prefix ip;
	uint64_t port;
	size_t n;

	if (!colon || colon == value || (is_v6 && colon[-1] != ']') ||
	    hp_number_parse(colon + 1, 10, UINT16_MAX, &port) < 0 || !port)
		return -EINVAL;
	n = colon - value - (is_v6 ? 2 : 0);
	if (n >= sizeof(host))
		return -EINVAL;
	memcpy(host, value + is_v6, n);
	host[n] = '\0';
	if (hp_ip_parse(&ip, host) < 0 || (ip.family == AF_INET6) != is_v6)
		return -EINVAL;
	return set_endpoint(attr, &ip, port);
}

/* The far end would not take what is sent without them. */
#define EXPECTS_KEY "32 bytes in base64"
static const struct hp_net_attr_form form_secret = {parse_key, EXPECTS_KEY,
						    .is_vital = true, .is_secret = true};
static const struct hp_net_attr_form form_public = {parse_key, EXPECTS_KEY};
static const struct hp_net_attr_form form_allowed = {
	parse_allowed, "ADDRESS/LENGTH, or several", .is_nested = true};
static const struct hp_net_attr_form form_endpoint = {
	parse_endpoint, "ADDRESS:PORT or [ADDRESS]:PORT; names are not looked up"};

/* As systemd-networkd does, it takes the value of a boolean for no. */
static int parse_table(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
		       const char *value)
{
	bool on = true;

	if (hp_boolean_parse(&on, value) == 0 && !on)
		return hp_net_attr_set_number(attr, row, RT_TABLE_UNSPEC);
	return hp_net_form_number.parse(attr, row, value);
}

static const struct hp_net_attr_form form_table = {
	parse_table, "a routing table: main, local, default, 1 to 4294967295, or off"};

static const struct hp_net_word automatic[] = {{"auto", 0}, {NULL}};
static const struct hp_net_word off[] = {{"off", 0}, {NULL}};

static const struct hp_net_word tables[] = {
	{"main", RT_TABLE_MAIN},
	{"local", RT_TABLE_LOCAL},
	{"default", RT_TABLE_DEFAULT},
	{NULL},
};

#define ROUTES(section)                                                                  \
	{section,    "RouteTable", HP_NETDEV_ROUTE_TABLE, &form_table,                   \
	 .width = 4, .min = 1,	   .max = UINT32_MAX,	  .words = tables},              \
	{                                                                                \
		section, "RouteMetric", HP_NETDEV_ROUTE_METRIC, &hp_net_form_number,     \
			.width = 4, .max = UINT32_MAX                                    \
	}

/* clang-format off */
static const struct hp_net_attr_row rows[] = {
	{"WireGuard", "PrivateKey", WGDEVICE_A_PRIVATE_KEY, &form_secret},
	{"WireGuard", "PrivateKeyFile", HP_NETDEV_KEY_FILE, &hp_netdev_form_path},
	{"WireGuard", "ListenPort", WGDEVICE_A_LISTEN_PORT, &hp_net_form_number, .width = 2,
		.min = 1, .max = UINT16_MAX, .words = automatic},
	{"WireGuard", "FirewallMark", WGDEVICE_A_FWMARK, &hp_net_form_number, .width = 4,
		.min = 1, .max = UINT32_MAX},
	ROUTES("WireGuard"),
	{"WireGuardPeer", "PublicKey", WGPEER_A_PUBLIC_KEY, &form_public},
	{"WireGuardPeer", "PresharedKey", WGPEER_A_PRESHARED_KEY, &form_secret},
	{"WireGuardPeer", "PresharedKeyFile", HP_NETDEV_KEY_FILE, &hp_netdev_form_path},
	{"WireGuardPeer", "AllowedIPs", WGPEER_A_ALLOWEDIPS, &form_allowed},
	{"WireGuardPeer", "Endpoint", WGPEER_A_ENDPOINT, &form_endpoint},
	{"WireGuardPeer", "PersistentKeepalive", WGPEER_A_PERSISTENT_KEEPALIVE_INTERVAL,
		&hp_net_form_number, .width = 2, .max = UINT16_MAX, .words = off},
	ROUTES("WireGuardPeer"),
};
/* clang-format on */

const struct hp_netdev_kind hp_netdev_wireguard = {
	.name = "wireguard",
	.rows = rows,
	.n_rows = ARRAY_SIZE(rows),
	.needs = {{"PrivateKey", "PrivateKeyFile"}},
	.told = WGDEVICE_A_UNSPEC + 1,
	.parts = {{"WireGuardPeer", {{"PublicKey"}}}},
};
