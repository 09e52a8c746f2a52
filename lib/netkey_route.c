/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the keys of [Route]. See netkey.h. */
#include <linux/icmpv6.h>

#include "netkey.h"
#include "number.h"

/* The kernel cuts these values down silently (ip_metrics_convert()). */
#define MTU_MAX (65535 - 15)
#define MSS_MAX (65535 - 40)

static struct hp_net_route *current(struct hp_net_reader *r)
{
	return &r->current.object.route;
}

int hp_net_begin_route(struct hp_net_reader *r, const struct hp_ini_entry *entry)
{
	r->current.object.kind = HP_NET_ROUTE;
	current(r)->protocol = RTPROT_STATIC;
	current(r)->type = RTN_UNICAST;
	return 0;
}

int hp_net_key_gateway(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	return hp_net_reader_gateway(r, entry, &current(r)->gateway);
}

/* Zero: that there is none, which tells the family alone. */
static int take_gateway(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			int arg)
{
	struct hp_net_route *route = current(r);
	struct hp_prefix ip;

	if (hp_ip_parse(&ip, entry->value) < 0 || !hp_ip_is_zero(&ip))
		return hp_net_key_gateway(r, entry, arg);
	route->gateway = (struct hp_prefix){0};
	if (!route->destination.family)
		route->destination.family = ip.family;
	return 0;
}

static int take_prefix(struct hp_net_reader *r, const struct hp_ini_entry *entry,
		       struct hp_prefix *ret)
{
	*ret = (struct hp_prefix){0};
	if (!*entry->value || hp_prefix_parse(ret, entry->value) == 0)
		return 0;
	return hp_net_reader_spoil(r, entry, "ADDRESS/LENGTH");
}

static int take_destination(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			    int arg)
{
	return take_prefix(r, entry, &current(r)->destination);
}

static int take_source(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	return take_prefix(r, entry, &current(r)->source);
}

static void set_given(struct hp_net_reader *r, unsigned int bit, bool given)
{
	current(r)->given &= ~bit;
	if (given)
		current(r)->given |= bit;
}

static int take_preferred(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			  int arg)
{
	struct hp_prefix *preferred = &current(r)->preferred;

	*preferred = (struct hp_prefix){0};
	set_given(r, HP_NET_ROUTE_PREFERRED, *entry->value);
	if (!*entry->value || hp_ip_parse(preferred, entry->value) == 0)
		return 0;
	return hp_net_reader_spoil(r, entry, "address");
}

static int take_metric(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	uint64_t metric = 0;

	if (*entry->value && hp_number_parse(entry->value, 10, UINT32_MAX, &metric) < 0)
		return hp_net_reader_spoil(r, entry, "metric (0 to 4294967295)");
	current(r)->metric = metric;
	return 0;
}

static int take_nexthop(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			int arg)
{
	uint64_t id = 0;

	if (*entry->value &&
	    (hp_number_parse(entry->value, 10, UINT32_MAX, &id) < 0 || !id))
		return hp_net_reader_spoil(r, entry,
					   "number of a [NextHop] (1 to 4294967295)");
	current(r)->nexthop = id;
	return 0;
}

static int take_table(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	current(r)->table = RT_TABLE_UNSPEC;
	set_given(r, HP_NET_ROUTE_TABLE, *entry->value);
	if (*entry->value && (hp_word_parse(&current(r)->table, hp_net_tables, UINT32_MAX,
					    entry->value) < 0 ||
			      current(r)->table == RT_TABLE_UNSPEC))
		return hp_net_reader_spoil(
			r, entry,
			"routing table (main, local, default, 1 to 4294967295)");
	return 0;
}

static int take_type(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	uint32_t type = RTN_UNICAST;

	if (*entry->value &&
	    (hp_word_parse(&type, hp_net_route_types, 0, entry->value) < 0 || !type))
		return hp_net_reader_spoil(
			r, entry,
			"type of a route (unicast, local, broadcast, anycast, "
			"multicast, blackhole, unreachable, prohibit, throw)");
	current(r)->type = type;
	return 0;
}

static int take_protocol(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			 int arg)
{
	static const struct hp_word protocols[] = {
		{"kernel", RTPROT_KERNEL},
		{"boot", RTPROT_BOOT},
		{"static", RTPROT_STATIC},
		{NULL},
	};
	uint32_t protocol = RTPROT_STATIC;

	if (*entry->value &&
	    hp_word_parse(&protocol, protocols, UINT8_MAX, entry->value) < 0)
		return hp_net_reader_spoil(r, entry,
					   "protocol (kernel, boot, static, 0 to 255)");
	current(r)->protocol = protocol;
	return 0;
}

static int take_scope(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	static const struct hp_word scopes[] = {
		{"global", RT_SCOPE_UNIVERSE}, {"site", RT_SCOPE_SITE},
		{"link", RT_SCOPE_LINK},       {"host", RT_SCOPE_HOST},
		{"nowhere", RT_SCOPE_NOWHERE}, {NULL},
	};
	uint32_t scope = 0;

	set_given(r, HP_NET_ROUTE_SCOPE, *entry->value);
	if (*entry->value && hp_word_parse(&scope, scopes, UINT8_MAX, entry->value) < 0)
		return hp_net_reader_spoil(
			r, entry, "scope (global, site, link, host, nowhere, 0 to 255)");
	current(r)->scope = scope;
	return 0;
}

static int take_preference(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			   int arg)
{
	static const struct hp_word preferences[] = {
		{"low", ICMPV6_ROUTER_PREF_LOW},
		{"medium", ICMPV6_ROUTER_PREF_MEDIUM},
		{"high", ICMPV6_ROUTER_PREF_HIGH},
		{NULL},
	};
	uint32_t preference = ICMPV6_ROUTER_PREF_MEDIUM;

	set_given(r, HP_NET_ROUTE_PREFERENCE, *entry->value);
	if (*entry->value && (strspn(entry->value, "0123456789") ||
			      hp_word_parse(&preference, preferences, 0, entry->value)))
		return hp_net_reader_spoil(r, entry, "preference (low, medium, high)");
	current(r)->preference = preference;
	return 0;
}

static int take_onlink(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	set_given(r, HP_NET_ROUTE_ONLINK, *entry->value);
	return hp_net_reader_boolean(r, entry, &current(r)->onlink);
}

static void set_detail(struct hp_net_reader *r, int metric, uint32_t value, bool given)
{
	struct hp_net_route *route = current(r);

	route->metrics[metric] = value;
	route->metrics_given &= ~(1u << metric);
	if (given)
		route->metrics_given |= 1u << metric;
}

/* metric: RTAX_* */
static int take_bytes(struct hp_net_reader *r, const struct hp_ini_entry *entry,
		      int metric)
{
	uint32_t most = metric == RTAX_MTU ? MTU_MAX : MSS_MAX, bytes = 0;

	if (*entry->value &&
	    (hp_size_parse(&bytes, entry->value) < 0 || !bytes || bytes > most))
		return hp_net_reader_spoil(r, entry,
					   metric == RTAX_MTU
						   ? "MTU (1 to 65520)"
						   : "segment size (1 to 65495)");
	set_detail(r, metric, bytes, *entry->value);
	return 0;
}

static int take_window(struct hp_net_reader *r, const struct hp_ini_entry *entry,
		       int metric)
{
	uint64_t packets = 0;

	if (*entry->value &&
	    (hp_number_parse(entry->value, 10, 1023, &packets) < 0 || !packets))
		return hp_net_reader_spoil(r, entry, "window (1 to 1023 packets)");
	set_detail(r, metric, packets, *entry->value);
	return 0;
}

static int take_boolean(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			int metric)
{
	bool yes = false;

	if (*entry->value && hp_boolean_parse(&yes, entry->value) < 0)
		return hp_net_reader_spoil(r, entry, "boolean");
	set_detail(r, metric, yes, *entry->value);
	return 0;
}

static int take_congestion(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			   int arg)
{
	struct hp_net_route *route = current(r);

	set_given(r, HP_NET_ROUTE_CONGESTION, *entry->value);
	memset(route->congestion, 0, sizeof(route->congestion));
	if (strlen(entry->value) >= sizeof(route->congestion) ||
	    strcspn(entry->value, " \t/") != strlen(entry->value))
		return hp_net_reader_spoil(r, entry, "algorithm of TCP (1 to 15 bytes)");
	strcpy(route->congestion, entry->value);
	return 0;
}

static int take_ttl(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	set_given(r, HP_NET_ROUTE_TTL, *entry->value);
	return hp_net_reader_boolean(r, entry, &current(r)->ttl_propagate);
}

static bool is_of_other_family(const struct hp_prefix *p, int family)
{
	return p->family && p->family != family;
}

static const char *contradiction(const struct hp_net_route *route)
{
	int family = route->destination.family ?: route->gateway.family;
	bool has_way = route->gateway.family || route->nexthop || route->n_hops;

	if (!family)
		return "without Destination= or Gateway=";
	/* RTA_VIA: by a gateway of IPv6 to destinations of IPv4. */
	if (family == AF_INET6 && is_of_other_family(&route->gateway, family))
		return "with a Destination= of one family and a Gateway= of another";
	if (is_of_other_family(&route->preferred, family))
		return "with a PreferredSource= of another family";
	if (route->source.length &&
	    (family == AF_INET || route->source.family == AF_INET))
		return "with a Source= that is not for IPv6";
	if (hp_net_route_is_unbound(route) && has_way)
		return "with a Type= that leads nowhere and a way";
	if (route->gateway.family && route->nexthop)
		return "with both Gateway= and NextHop=";
	if (route->onlink && !route->gateway.family && !route->n_hops)
		return "with GatewayOnLink= and no Gateway=";
	return hp_net_multipath_contradiction(route, family);
}

/* What the route does not say. */
static void fill_in(struct hp_net_route *route)
{
	if (!route->destination.family)
		route->destination.family = route->gateway.family;
	hp_prefix_mask(&route->destination);
	hp_prefix_mask(&route->source);
	if (!route->table)
		route->table = route->type == RTN_LOCAL || route->type == RTN_BROADCAST ||
					       route->type == RTN_ANYCAST
				       ? RT_TABLE_LOCAL
				       : RT_TABLE_MAIN;
	if (!(route->given & HP_NET_ROUTE_SCOPE))
		route->scope = hp_net_route_usual_scope(route);
	if (route->destination.family == AF_INET) {
		route->given &= ~HP_NET_ROUTE_PREFERENCE;
		route->preference = 0;
		return;
	}
	/* IPv6 has no scopes of routes, and no metric 0: the kernel takes it for its
	 * default. */
	route->given &= ~HP_NET_ROUTE_SCOPE;
	route->scope = 0;
	if (!route->metric)
		route->metric = HP_NET_METRIC_DEFAULT_V6;
}

int hp_net_end_route(struct hp_net_reader *r)
{
	struct hp_net_route *route = current(r);
	const char *wrong;

	if (!route->destination.family && route->n_hops)
		route->destination.family = route->hops[0].gateway.family;
	wrong = r->spoilt ? NULL : contradiction(route);

	if (wrong)
		hp_ini_warn(&r->start, "[Route] %s; it is left out", wrong);
	if (wrong || r->spoilt)
		return 0;
	hp_net_multipath_settle(route);
	fill_in(route);
	return hp_net_reader_add(r);
}

#define KEY(name, ...)                                                                   \
	{                                                                                \
		"Route", name, HP_NET_IN_NETWORK, __VA_ARGS__                            \
	}

const struct hp_net_key hp_net_route_keys[] = {
	KEY("Destination", take_destination),
	KEY("Gateway", take_gateway),
	KEY("GatewayOnLink", take_onlink),
	KEY("Source", take_source),
	KEY("PreferredSource", take_preferred),
	KEY("Metric", take_metric),
	KEY("IPv6Preference", take_preference),
	KEY("Scope", take_scope),
	KEY("Table", take_table),
	KEY("Protocol", take_protocol),
	KEY("Type", take_type),
	KEY("NextHop", take_nexthop),
	KEY("MultiPathRoute", hp_net_key_multipath),
	KEY("MTUBytes", take_bytes, RTAX_MTU),
	KEY("TCPAdvertisedMaximumSegmentSize", take_bytes, RTAX_ADVMSS),
	KEY("InitialCongestionWindow", take_window, RTAX_INITCWND),
	KEY("InitialAdvertisedReceiveWindow", take_window, RTAX_INITRWND),
	KEY("QuickAck", take_boolean, RTAX_QUICKACK),
	KEY("FastOpenNoCookie", take_boolean, RTAX_FASTOPEN_NO_COOKIE),
	KEY("TCPCongestionControlAlgorithm", take_congestion),
	KEY("TTLPropagate", take_ttl),
	{0},
};
