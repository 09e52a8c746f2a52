/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the keys of [Network] that are sysctls of the interface. See netkey.h. */
#include <errno.h>

#include "netkey.h"

struct setting {
	const char *family, *name;
	const struct hp_word *words; /* beside booleans, or in place of them */
	bool is_boolean;
	uint32_t least, most; /* of a number; most 0: it is none */
	uint32_t yes;	      /* what true is; false is 0 */
	const char *expected;
};

static const struct hp_word no_words[] = {{NULL}};
static const struct hp_word privacies[] = {{"prefer-public", 1}, {NULL}};

enum {
	ACCEPT_RA,
	PRIVACY,
	DAD,
	HOP_LIMIT,
	PROXY_ARP,
	PROXY_NDP,
	ACCEPT_LOCAL,
	ROUTE_LOCALNET,
	FORWARD_V4,
	FORWARD_V6,
	RA_GATEWAY,
	RA_METRIC,
	RA_MTU,
};

#define BOOLEAN "boolean"

static const struct setting settings[] = {
	/* 2: also where packets are forwarded. */
	[ACCEPT_RA] = {"ipv6", "accept_ra", no_words, true, 0, 0, 2, BOOLEAN},
	[PRIVACY] = {"ipv6", "use_tempaddr", privacies, true, 0, 0, 2,
		     "boolean, prefer-public or kernel"},
	[DAD] = {"ipv6", "dad_transmits", no_words, false, 0, INT32_MAX, 0,
		 "number of probes (0 to 2147483647)"},
	[HOP_LIMIT] = {"ipv6", "hop_limit", no_words, false, 1, 255, 0,
		       "hop limit (1 to 255)"},
	[PROXY_ARP] = {"ipv4", "proxy_arp", no_words, true, 0, 0, 1, BOOLEAN},
	[PROXY_NDP] = {"ipv6", "proxy_ndp", no_words, true, 0, 0, 1, BOOLEAN},
	[ACCEPT_LOCAL] = {"ipv4", "accept_local", no_words, true, 0, 0, 1, BOOLEAN},
	[ROUTE_LOCALNET] = {"ipv4", "route_localnet", no_words, true, 0, 0, 1, BOOLEAN},
	[FORWARD_V4] = {"ipv4", "forwarding", no_words, true, 0, 0, 1, BOOLEAN},
	[FORWARD_V6] = {"ipv6", "forwarding", no_words, true, 0, 0, 1, BOOLEAN},
	[RA_GATEWAY] = {"ipv6", "accept_ra_defrtr", no_words, true, 0, 0, 1, BOOLEAN},
	[RA_METRIC] = {"ipv6", "ra_defrtr_metric", no_words, false, 1, INT32_MAX, 0,
		       "metric (1 to 2147483647)"},
	[RA_MTU] = {"ipv6", "accept_ra_mtu", no_words, true, 0, 0, 1, BOOLEAN},
};

/* The last assignment counts. */
static void forget(struct hp_net_file *file, const struct setting *setting)
{
	size_t n = 0;

	for (size_t i = 0; i < file->n_objects; i++) {
		const struct hp_net_object *object = &file->objects[i].object;

		if (object->kind != HP_NET_SYSCTL ||
		    !streq(object->sysctl.name, setting->name) ||
		    !streq(object->sysctl.family, setting->family))
			file->objects[n++] = file->objects[i];
	}
	file->n_objects = n;
}

static int add(struct hp_net_reader *r, const struct hp_ini_entry *entry,
	       const struct setting *setting, int value)
{
	r->current = (struct hp_net_conf_object){
		.where = hp_net_where_of(r, entry),
		.object.kind = HP_NET_SYSCTL,
		.object.sysctl = {setting->family, setting->name, value},
	};
	return hp_net_reader_add(r);
}

static int parse(const struct setting *setting, const char *text, uint32_t *ret)
{
	bool yes;

	if (setting->is_boolean && hp_boolean_parse(&yes, text) == 0) {
		*ret = yes ? setting->yes : 0;
		return 0;
	}
	if (!setting->most)
		return hp_word_parse(ret, setting->words, 0, text);
	if (hp_word_parse(ret, no_words, setting->most, text) < 0 ||
	    *ret < setting->least)
		return -EINVAL;
	return 0;
}

static int take(struct hp_net_reader *r, const struct hp_ini_entry *entry, int which)
{
	const struct setting *setting = &settings[which];
	uint32_t value;

	forget(r->file, setting);
	if (!*entry->value)
		return 0;
	if (parse(setting, entry->value, &value) == 0)
		return add(r, entry, setting, value);
	hp_ini_warn(entry, "'%s' is no %s; it is left out", entry->value,
		    setting->expected);
	return 0;
}

/* "kernel" leaves it alone. */
static int take_privacy(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			int which)
{
	if (!streq(entry->value, "kernel"))
		return take(r, entry, which);
	forget(r->file, &settings[which]);
	return 0;
}

static int take_forward(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			int arg)
{
	const char *value = entry->value;
	bool v4 = streq(value, "ipv4"), v6 = streq(value, "ipv6"), both = false;
	int result;

	forget(r->file, &settings[FORWARD_V4]);
	forget(r->file, &settings[FORWARD_V6]);
	if (!*value)
		return 0;
	if (!v4 && !v6 && hp_boolean_parse(&both, value) < 0) {
		hp_ini_warn(entry, "'%s' is no boolean, ipv4 or ipv6; it is left out",
			    value);
		return 0;
	}
	result = add(r, entry, &settings[FORWARD_V4], v4 || both);
	return result < 0 ? result : add(r, entry, &settings[FORWARD_V6], v6 || both);
}

#define KEY(name, ...)                                                                   \
	{                                                                                \
		"Network", name, HP_NET_IN_NETWORK, __VA_ARGS__                          \
	}

const struct hp_net_key hp_net_sysctl_keys[] = {
	KEY("IPForward", take_forward),
	KEY("IPv6AcceptRA", take, ACCEPT_RA),
	KEY("IPv6PrivacyExtensions", take_privacy, PRIVACY),
	KEY("IPv6DuplicateAddressDetection", take, DAD),
	KEY("IPv6HopLimit", take, HOP_LIMIT),
	KEY("IPv6ProxyNDP", take, PROXY_NDP),
	KEY("IPv4ProxyARP", take, PROXY_ARP),
	KEY("IPv4AcceptLocal", take, ACCEPT_LOCAL),
	KEY("IPv4RouteLocalnet", take, ROUTE_LOCALNET),
	{"IPv6AcceptRA", "UseGateway", HP_NET_IN_NETWORK, take, RA_GATEWAY},
	{"IPv6AcceptRA", "RouteMetric", HP_NET_IN_NETWORK, take, RA_METRIC},
	{"IPv6AcceptRA", "UseMTU", HP_NET_IN_NETWORK, take, RA_MTU},
	{0},
};
