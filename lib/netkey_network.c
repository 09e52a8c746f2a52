/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the keys of [Network], [Address] and [Route]. See netkey.h. */
#include <errno.h>
#include <linux/rtnetlink.h>

#include "netkey.h"
#include "number.h"

static int add_address(struct hp_net_reader *r, const struct hp_net_conf_address *address)
{
	struct hp_net_file *file = r->file;
	void *p = reallocarray(file->addresses, file->n_addresses + 1, sizeof(*address));

	if (!p)
		return -ENOMEM;
	file->addresses = p;
	file->addresses[file->n_addresses++] = *address;
	return 0;
}

int hp_net_key_network_address(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			       int arg)
{
	struct hp_net_conf_address new = {.where = hp_net_where_of(r, entry)};
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
int hp_net_begin_address(struct hp_net_reader *r, const struct hp_ini_entry *entry)
{
	static const struct hp_net_conf_address none;

	r->assigned = false;
	return add_address(r, &none);
}

int hp_net_key_address(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	size_t n = r->file->n_addresses - 1;
	int result;

	r->assigned = true;
	if (!*entry->value) {
		r->file->addresses[n] = (struct hp_net_conf_address){0};
		return 0;
	}
	result = hp_net_key_network_address(r, entry, 0);
	if (r->file->n_addresses > n + 1) {
		r->file->addresses[n] = r->file->addresses[n + 1];
		r->file->n_addresses--;
	}
	return result;
}

void hp_net_end_address(struct hp_net_reader *r)
{
	struct hp_net_file *file = r->file;

	if (!file->addresses[file->n_addresses - 1].where.file)
		file->n_addresses--;
	if (!r->assigned)
		hp_ini_warn(&r->start, "[Address] without Address=; it is left out");
}

int hp_net_begin_route(struct hp_net_reader *r, const struct hp_ini_entry *entry)
{
	struct hp_net_file *file = r->file;
	void *p = reallocarray(file->routes, file->n_routes + 1, sizeof(*file->routes));

	if (!p)
		return -ENOMEM;
	file->routes = p;
	file->routes[file->n_routes++] = (struct hp_net_conf_route){
		.where = hp_net_where_of(r, entry),
		.route.protocol = RTPROT_STATIC,
	};
	return 0;
}

static struct hp_net_conf_route *last_route(struct hp_net_reader *r)
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
	/* IPv6 knows no metric 0: the kernel takes it for its default. */
	if (route->destination.family == AF_INET6 && !route->metric)
		route->metric = HP_NET_METRIC_DEFAULT_V6;
	return true;
}

int hp_net_key_network_gateway(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			       int arg)
{
	struct hp_prefix gateway;
	int result;

	if (!*entry->value) {
		r->file->n_routes = 0;
		return 0;
	}
	if (!parse_gateway(entry, &gateway))
		return 0;
	result = hp_net_begin_route(r, entry);
	if (result < 0)
		return result;
	last_route(r)->route.gateway = gateway;
	finish_route(last_route(r));
	return 0;
}

/* A wrong key makes the whole [Route] section wrong: half a route leads elsewhere. */
static int spoil_route(struct hp_net_reader *r)
{
	last_route(r)->where.file = NULL;
	return 0;
}

int hp_net_key_gateway(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	struct hp_prefix *gateway = &last_route(r)->route.gateway;

	*gateway = (struct hp_prefix){0};
	if (*entry->value && !parse_gateway(entry, gateway))
		return spoil_route(r);
	return 0;
}

int hp_net_key_destination(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			   int arg)
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

int hp_net_key_metric(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	struct hp_net_conf_route *conf = last_route(r);
	uint64_t metric = 0;

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

void hp_net_end_route(struct hp_net_reader *r)
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
