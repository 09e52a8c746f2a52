/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what one *.link or *.network file says: a table of its sections and keys. See
 * netconf.h. */
#include <errno.h>
#include <linux/rtnetlink.h>

#include "ini.h"
#include "log.h"
#include "netconf.h"
#include "number.h"

#define IN_LINK	   (1u << HP_NET_FILE_LINK)
#define IN_NETWORK (1u << HP_NET_FILE_NETWORK)

struct reader;

/* One key. The parser is given the entry, and arg to tell keys apart that it serves
 * together. It returns 0 (whatever was wrong is logged by then) or a negative errno that
 * ends the reading. */
struct key {
	const char *section;
	const char *name;
	unsigned int kinds;
	int (*parse)(struct reader *r, const struct hp_ini_entry *entry, int arg);
	int arg;
};

/* One section; begin and end see each occurrence of it and may be NULL. */
struct section {
	const char *name;
	unsigned int kinds;
	int (*begin)(struct reader *r, const struct hp_ini_entry *entry);
	void (*end)(struct reader *r);
};

struct reader {
	struct hp_net_file *file;
	const struct section *section; /* NULL: unknown, its keys are skipped */
	struct hp_ini_entry start;     /* of the section */
	int result;
};

static struct hp_net_where where_of(const struct reader *r, const struct hp_ini_entry *e)
{
	return (struct hp_net_where){r->file->path, e->line, e->column};
}

static int match_globs(struct reader *r, const struct hp_ini_entry *entry, int key)
{
	return hp_net_match_add_globs(&r->file->match, key, entry->value);
}

static int match_macs(struct reader *r, const struct hp_ini_entry *entry, int arg)
{
	int result = hp_net_match_add_macs(&r->file->match, entry->value);

	if (result != -EINVAL)
		return result;
	hp_ini_warn(entry, "'%s' is no list of hardware addresses; the file is not used",
		    entry->value);
	r->file->unusable = true;
	return 0;
}

static int link_name(struct reader *r, const struct hp_ini_entry *entry, int arg)
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
	file->ifname_where = where_of(r, entry);
	return 0;
}

static int link_mac(struct reader *r, const struct hp_ini_entry *entry, int arg)
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
		file->mac_where = where_of(r, entry);
	}
	return 0;
}

static int link_mtu(struct reader *r, const struct hp_ini_entry *entry, int arg)
{
	struct hp_net_file *file = r->file;

	file->mtu_where = (struct hp_net_where){0};
	if (!*entry->value)
		return 0;
	if (hp_size_parse(&file->mtu, entry->value) < 0 || file->mtu > INT32_MAX)
		hp_ini_warn(entry, "'%s' is no size in bytes", entry->value);
	else
		file->mtu_where = where_of(r, entry);
	return 0;
}

static int add_address(struct reader *r, const struct hp_net_conf_address *address)
{
	struct hp_net_file *file = r->file;
	void *p = reallocarray(file->addresses, file->n_addresses + 1, sizeof(*address));

	if (!p)
		return -ENOMEM;
	file->addresses = p;
	file->addresses[file->n_addresses++] = *address;
	return 0;
}

static int network_address(struct reader *r, const struct hp_ini_entry *entry, int arg)
{
	struct hp_net_conf_address new = {.where = where_of(r, entry)};
	struct hp_prefix *prefix = &new.address.prefix;

	if (!*entry->value) {
		r->file->n_addresses = 0;
		return 0;
	}
	if (hp_prefix_parse(prefix, entry->value) < 0)
		hp_ini_warn(entry, "'%s' is no ADDRESS/LENGTH; it is left out",
			    entry->value);
	else if (!strchr(entry->value, '/'))
		hp_ini_warn(entry, "%s has no /LENGTH; it is left out", entry->value);
	else if (hp_ip_is_zero(prefix) || hp_ip_is_multicast(prefix))
		hp_ini_warn(entry,
			    "%s is no address that an interface can have; it is "
			    "left out",
			    entry->value);
	else
		return add_address(r, &new);
	return 0;
}

/* [Address] has one address, the last given. */
static int begin_address(struct reader *r, const struct hp_ini_entry *entry)
{
	static const struct hp_net_conf_address none;

	return add_address(r, &none);
}

static int address_address(struct reader *r, const struct hp_ini_entry *entry, int arg)
{
	size_t n = r->file->n_addresses - 1;
	int result;

	if (!*entry->value) {
		r->file->addresses[n] = (struct hp_net_conf_address){0};
		return 0;
	}
	result = network_address(r, entry, 0);
	if (r->file->n_addresses > n + 1) {
		r->file->addresses[n] = r->file->addresses[n + 1];
		r->file->n_addresses--;
	}
	return result;
}

static void end_address(struct reader *r)
{
	struct hp_net_file *file = r->file;

	if (!file->addresses[file->n_addresses - 1].where.file)
		file->n_addresses--;
}

static int add_route(struct reader *r, const struct hp_ini_entry *entry)
{
	struct hp_net_file *file = r->file;
	void *p = reallocarray(file->routes, file->n_routes + 1, sizeof(*file->routes));

	if (!p)
		return -ENOMEM;
	file->routes = p;
	file->routes[file->n_routes++] = (struct hp_net_conf_route){
		.where = where_of(r, entry),
		.route.protocol = RTPROT_STATIC,
	};
	return 0;
}

static struct hp_net_conf_route *last_route(struct reader *r)
{
	return &r->file->routes[r->file->n_routes - 1];
}

static bool parse_gateway(const struct hp_ini_entry *entry, struct hp_prefix *ret)
{
	if (hp_ip_parse(ret, entry->value) == 0 && !hp_ip_is_zero(ret) &&
	    !hp_ip_is_multicast(ret))
		return true;
	hp_ini_warn(entry, "'%s' is no gateway's address; the route is left out",
		    entry->value);
	return false;
}

/* Fills in what the route does not say. Returns false where it makes no sense. */
static bool finish_route(struct hp_net_conf_route *conf)
{
	struct hp_net_route *route = &conf->route;
	int family = route->gateway.family;

	if (!conf->has_destination)
		route->destination = (struct hp_prefix){.family = family};
	else if (family && family != route->destination.family)
		return false;
	hp_prefix_mask(&route->destination);
	if (!conf->has_metric)
		route->metric = route->destination.family == AF_INET6
					? HP_NET_METRIC_DEFAULT_V6
					: HP_NET_METRIC_DEFAULT_V4;
	return true;
}

static int network_gateway(struct reader *r, const struct hp_ini_entry *entry, int arg)
{
	struct hp_prefix gateway;
	int result;

	if (!*entry->value) {
		r->file->n_routes = 0;
		return 0;
	}
	if (!parse_gateway(entry, &gateway))
		return 0;
	result = add_route(r, entry);
	if (result < 0)
		return result;
	last_route(r)->route.gateway = gateway;
	finish_route(last_route(r));
	return 0;
}

/* A wrong key makes the whole [Route] section wrong: half a route leads elsewhere. */
static int spoil_route(struct reader *r)
{
	last_route(r)->where.file = NULL;
	return 0;
}

static int route_gateway(struct reader *r, const struct hp_ini_entry *entry, int arg)
{
	struct hp_prefix *gateway = &last_route(r)->route.gateway;

	*gateway = (struct hp_prefix){0};
	if (*entry->value && !parse_gateway(entry, gateway))
		return spoil_route(r);
	return 0;
}

static int route_destination(struct reader *r, const struct hp_ini_entry *entry, int arg)
{
	struct hp_net_conf_route *conf = last_route(r);

	conf->has_destination = *entry->value;
	if (!*entry->value ||
	    hp_prefix_parse(&conf->route.destination, entry->value) == 0)
		return 0;
	hp_ini_warn(entry, "'%s' is no ADDRESS/LENGTH; the route is left out",
		    entry->value);
	return spoil_route(r);
}

static int route_metric(struct reader *r, const struct hp_ini_entry *entry, int arg)
{
	struct hp_net_conf_route *conf = last_route(r);
	uint64_t metric = 0;

	conf->has_metric = *entry->value;
	if (*entry->value && hp_number_parse(entry->value, 10, UINT32_MAX, &metric) < 0) {
		hp_ini_warn(entry,
			    "'%s' is no metric (0 to 4294967295); the route is left "
			    "out",
			    entry->value);
		return spoil_route(r);
	}
	conf->route.metric = metric;
	return 0;
}

static void end_route(struct reader *r)
{
	struct hp_net_conf_route *conf = last_route(r);

	if (conf->where.file && !conf->has_destination && !conf->route.gateway.family)
		hp_ini_warn(&r->start,
			    "[Route] without Destination= or Gateway=; it is left "
			    "out");
	else if (conf->where.file && !finish_route(conf))
		hp_ini_warn(&r->start, "[Route] with a Destination= of one family and a "
				       "Gateway= of another; it is left out");
	else if (conf->where.file)
		return;
	r->file->n_routes--;
}

static const struct section sections[] = {
	{"Match", IN_LINK | IN_NETWORK},
	{"Link", IN_LINK | IN_NETWORK},
	{"Network", IN_NETWORK},
	{"Address", IN_NETWORK, begin_address, end_address},
	{"Route", IN_NETWORK, add_route, end_route},
};

static const struct key keys[] = {
	{"Match", "OriginalName", IN_LINK, match_globs, HP_NET_MATCH_ORIGINAL_NAME},
	{"Match", "Name", IN_NETWORK, match_globs, HP_NET_MATCH_NAME},
	{"Match", "MACAddress", IN_LINK | IN_NETWORK, match_macs},
	{"Match", "Driver", IN_LINK | IN_NETWORK, match_globs, HP_NET_MATCH_DRIVER},
	{"Match", "Path", IN_LINK | IN_NETWORK, match_globs, HP_NET_MATCH_PATH},
	{"Match", "Type", IN_LINK | IN_NETWORK, match_globs, HP_NET_MATCH_TYPE},
	{"Link", "Name", IN_LINK, link_name},
	{"Link", "MACAddress", IN_LINK | IN_NETWORK, link_mac},
	{"Link", "MTUBytes", IN_LINK | IN_NETWORK, link_mtu},
	{"Network", "Address", IN_NETWORK, network_address},
	{"Network", "Gateway", IN_NETWORK, network_gateway},
	{"Address", "Address", IN_NETWORK, address_address},
	{"Route", "Destination", IN_NETWORK, route_destination},
	{"Route", "Gateway", IN_NETWORK, route_gateway},
	{"Route", "Metric", IN_NETWORK, route_metric},
};

static void end_section(struct reader *r)
{
	if (r->section && r->section->end)
		r->section->end(r);
	r->section = NULL;
}

static const struct section *find_section(const struct reader *r, const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(sections); i++)
		if (sections[i].kinds & 1u << r->file->kind &&
		    streq(sections[i].name, name))
			return &sections[i];
	return NULL;
}

static int take_section(struct reader *r, const struct hp_ini_entry *entry)
{
	end_section(r);
	r->section = find_section(r, entry->section);
	r->start = *entry;
	/* systemd.syntax(7): sections X-... belong to others. */
	if (!r->section && !skip_prefix(entry->section, "X-"))
		hp_ini_warn(entry, "unknown section [%s]; it is left out",
			    entry->section);
	return r->section && r->section->begin ? r->section->begin(r, entry) : 0;
}

static const struct key *find_key(const struct reader *r,
				  const struct hp_ini_entry *entry)
{
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
		if (keys[i].kinds & 1u << r->file->kind &&
		    streq(keys[i].section, entry->section) &&
		    streq(keys[i].name, entry->key))
			return &keys[i];
	return NULL;
}

static int take_entry(const struct hp_ini_entry *entry, void *data)
{
	struct reader *r = data;
	const struct key *key;
	bool matters;

	if (!entry->key)
		return take_section(r, entry);
	if (!r->section)
		return 0;
	key = find_key(r, entry);
	if (key)
		return key->parse(r, entry, key->arg);
	/* Without the key, the file would fit interfaces that it is not meant for. */
	matters = streq(entry->section, "Match");
	hp_ini_warn(entry, "unknown key %s= in [%s]; %s", entry->key, entry->section,
		    matters ? "the file is not used" : "it is left out");
	r->file->unusable |= matters;
	return 0;
}

int hp_net_file_read_stream(struct hp_net_file *ret, enum hp_net_file_kind kind,
			    FILE *stream, const char *path)
{
	struct reader r = {.file = ret};
	int result;

	ret->kind = kind;
	ret->path = strdup(path);
	if (!ret->path)
		return -ENOMEM;
	result = hp_ini_read_stream(stream, ret->path, take_entry, &r);
	if (result >= 0)
		end_section(&r);
	return result < 0 ? result : 0;
}

void hp_net_file_free(struct hp_net_file *file)
{
	hp_net_match_free(&file->match);
	free(file->addresses);
	free(file->routes);
	free(file->name);
	free(file->path);
	*file = (struct hp_net_file){0};
}
