/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what only a whole file tells. See netfinish.h. */
#include <linux/pkt_sched.h>

#include "log.h"
#include "netfinish.h"
#include "netlinklocal.h"
#include "netstack.h"

#define WHERE(w) (w)->file, (w)->line, (w)->column

static const struct hp_net_conf_object *find_kind(const struct hp_net_file *file,
						  enum hp_net_object_kind kind,
						  const char *sysctl)
{
	for (size_t i = 0; i < file->n_objects; i++) {
		const struct hp_net_object *object = &file->objects[i].object;

		if (object->kind == kind &&
		    (kind != HP_NET_SYSCTL || streq(object->sysctl.name, sysctl)))
			return &file->objects[i];
	}
	return NULL;
}

/* It is not compared with what is there: an address of another origin may lead to the
 * gateway as well. */
static void reach_gateway(struct hp_net_conf_object *conf)
{
	struct hp_net_route *route = &conf->object.route;

	if (conf->object.kind != HP_NET_ROUTE || !route->gateway.family ||
	    route->given & HP_NET_ROUTE_ONLINK)
		return;
	hp_warning(0,
		   "%s:%u:%u: Gateway= and no static address: it is taken for "
		   "GatewayOnLink=yes",
		   WHERE(&conf->where));
	route->onlink = true;
}

/* Where the same address stands behind it; NULL: nowhere. The kernel has an IPv6 address
 * once, whatever its length. */
static const struct hp_net_where *find_again(const struct hp_net_file *file, size_t n)
{
	const struct hp_net_object *object = &file->objects[n].object;

	if (object->kind != HP_NET_ADDRESS)
		return NULL;
	for (size_t i = n + 1; i < file->n_objects; i++)
		if (file->objects[i].object.kind == HP_NET_ADDRESS &&
		    hp_net_object_same(object, &file->objects[i].object))
			return &file->objects[i].where;
	return NULL;
}

static void drop_repeated(struct hp_net_file *file)
{
	char text[HP_NET_OBJECT_TEXT];
	size_t kept = 0;

	for (size_t i = 0; i < file->n_objects; i++) {
		struct hp_net_conf_object *conf = &file->objects[i];
		const struct hp_net_where *again = find_again(file, i);

		if (again)
			hp_warning(0,
				   "%s:%u:%u: %s stands again at %s:%u:%u; this one is "
				   "left out",
				   WHERE(&conf->where),
				   hp_net_object_describe(&conf->object, text),
				   WHERE(again));
		else
			file->objects[kept++] = *conf;
	}
	file->n_objects = kept;
}

static bool is_root(const struct hp_net_object *object)
{
	return object->kind == HP_NET_TEQL ||
	       (object->kind == HP_NET_QDISC && object->qdisc.parent == TC_H_ROOT);
}

/* An equalizer, or another discipline, where one of the other sort stands at the root. */
static bool is_root_taken(const struct hp_net_file *file, size_t n)
{
	const struct hp_net_object *object = &file->objects[n].object;

	for (size_t i = 0; i < n && is_root(object); i++)
		if (is_root(&file->objects[i].object) &&
		    file->objects[i].object.kind != object->kind)
			return true;
	return false;
}

/* Those that speak against what stands before them. */
static void drop_against(struct hp_net_file *file,
			 bool (*is_against)(const struct hp_net_file *file, size_t n),
			 const char *why)
{
	char text[HP_NET_OBJECT_TEXT];
	size_t kept = 0;

	for (size_t i = 0; i < file->n_objects; i++) {
		struct hp_net_conf_object *conf = &file->objects[kept];

		*conf = file->objects[i];
		if (!is_against(file, kept)) {
			kept++;
			continue;
		}
		hp_warning(0, "%s:%u:%u: %s %s; it is left out", WHERE(&conf->where),
			   hp_net_object_describe(&conf->object, text), why);
	}
	file->n_objects = kept;
}

static void keep_master(struct hp_net_uppers *uppers)
{
	size_t kept = 0;

	for (size_t i = 0; i < uppers->n; i++) {
		const struct hp_net_upper *upper = &uppers->upper[i];

		if (hp_net_upper_is_master(upper->key))
			hp_warning(0,
				   "%s:%u:%u: beside KeepMaster=, %s=%s does not count",
				   WHERE(&upper->where),
				   hp_net_upper_key_name(upper->key), upper->name);
		else
			uppers->upper[kept++] = *upper;
	}
	uppers->n = kept;
}

/* A neighbor to answer for turns on the answering. */
static int finish_proxies(struct hp_net_file *file)
{
	const struct hp_net_conf_object *proxy = find_kind(file, HP_NET_PROXY, NULL);
	const struct hp_net_conf_object *sysctl =
		find_kind(file, HP_NET_SYSCTL, "proxy_ndp");
	struct hp_net_conf_object implied = {
		.object.kind = HP_NET_SYSCTL,
		.object.sysctl = {.family = "ipv6", .name = "proxy_ndp", .value = 1},
	};

	if (!proxy || (sysctl && sysctl->object.sysctl.value))
		return 0;
	if (!sysctl) {
		implied.where = proxy->where;
		return hp_net_file_add(file, &implied);
	}
	hp_warning(0,
		   "%s:%u:%u: beside IPv6ProxyNDP=no, IPv6ProxyNDPAddress= does not "
		   "count",
		   WHERE(&proxy->where));
	hp_net_file_drop(file, HP_NET_PROXY);
	return 0;
}

static int add_device_route(struct hp_net_file *file)
{
	const struct hp_net_conf_object route = {
		.where = file->device_route_where,
		.object.kind = HP_NET_ROUTE,
		.object.route =
			{
				.destination.family = AF_INET,
				.protocol = RTPROT_STATIC,
				.type = RTN_UNICAST,
				.scope = RT_SCOPE_LINK,
				.table = RT_TABLE_MAIN,
			},
	};

	return route.where.file ? hp_net_file_add(file, &route) : 0;
}

static bool is_queue(const struct hp_net_object *object)
{
	return object->kind == HP_NET_QDISC || object->kind == HP_NET_TCLASS;
}

/* Whether one queueing discipline or class can only be made after the other. */
static bool stands_on(const struct hp_net_object *object, const struct hp_net_object *on)
{
	const struct hp_net_qdisc *a = &object->qdisc, *b = &on->qdisc;

	if (on->kind == HP_NET_TCLASS)
		return a->parent == b->handle;
	if (object->kind == HP_NET_TCLASS)
		return b->handle == TC_H_MAJ(a->handle);
	return a->parent != TC_H_ROOT && b->handle == TC_H_MAJ(a->parent);
}

static bool stands_on_any(const struct hp_net_file *file, size_t n, size_t first)
{
	for (size_t i = first; i < file->n_objects; i++)
		if (i != n && is_queue(&file->objects[i].object) &&
		    stands_on(&file->objects[n].object, &file->objects[i].object))
			return true;
	return false;
}

/* Moves a queueing discipline or class to place n that stands on none behind that; where
 * each stands on another, nothing. */
static void bring_first(struct hp_net_file *file, size_t n)
{
	struct hp_net_conf_object conf;

	for (size_t i = n; i < file->n_objects; i++) {
		if (!is_queue(&file->objects[i].object) || stands_on_any(file, i, n))
			continue;
		conf = file->objects[i];
		memmove(&file->objects[n + 1], &file->objects[n], (i - n) * sizeof(conf));
		file->objects[n] = conf;
		return;
	}
}

static void sort_queues(struct hp_net_file *file)
{
	for (size_t i = 0; i < file->n_objects; i++)
		if (is_queue(&file->objects[i].object))
			bring_first(file, i);
}

static bool is_member(const struct hp_net_file *file)
{
	for (size_t i = 0; file->uppers && i < file->uppers->n; i++)
		if (file->uppers->upper[i].key == HP_NET_UPPER_BOND)
			return true;
	return false;
}

/* A member of a bond has none; else it has where there is an address, if only the
 * kernel's. */
static bool has_ipv6(const struct hp_net_file *file)
{
	for (size_t i = 0; i < file->n_objects; i++)
		if (file->objects[i].object.kind == HP_NET_ADDRESS &&
		    file->objects[i].object.address.prefix.family == AF_INET6)
			return true;
	return !is_member(file) && hp_net_linklocal_is_wanted(file);
}

/* With a smaller one, the kernel has no IPv6 there at all. */
static void raise_mtu(struct hp_net_file *file)
{
	if (!file->mtu_where.file || file->mtu >= HP_NET_IPV6_MIN_MTU || !has_ipv6(file))
		return;
	hp_warning(0, "%s:%u:%u: IPv6 needs an MTU of %u; it is taken for MTUBytes=%u",
		   WHERE(&file->mtu_where), HP_NET_IPV6_MIN_MTU, HP_NET_IPV6_MIN_MTU);
	file->mtu = HP_NET_IPV6_MIN_MTU;
}

int hp_net_network_finish(struct hp_net_file *file)
{
	bool has_address = find_kind(file, HP_NET_ADDRESS, NULL);
	int r = file->uppers ? hp_net_uppers_finish(file->uppers) : 0;

	if (r < 0)
		return r;
	if (file->uppers && file->uppers->keep.file)
		keep_master(file->uppers);
	drop_repeated(file);
	drop_against(file, is_root_taken, "finds another discipline at the root");
	for (size_t i = 0; i < file->n_objects && !has_address; i++)
		reach_gateway(&file->objects[i]);
	raise_mtu(file);
	hp_net_token_finish(file);
	hp_net_can_finish(file);
	sort_queues(file);
	r = add_device_route(file);
	if (r == 0)
		r = finish_proxies(file);
	return r < 0 ? r : hp_net_linklocal_finish(file);
}

static bool wants(const struct hp_net_file *file, enum hp_net_ethtool which,
		  uint32_t value)
{
	return hp_net_ethtool_has(file->ethtool.known, which) &&
	       file->ethtool.value[which] == value;
}

static void want(struct hp_net_file *file, enum hp_net_ethtool which, uint32_t value,
		 struct hp_net_where where)
{
	file->ethtool.known |= (uint64_t)1 << which;
	file->ethtool.value[which] = value;
	file->ethtool_where[which] = where;
}

static void negotiate(struct hp_net_file *file)
{
	const struct hp_net_where *where = &file->ethtool_where[HP_NET_ADVERTISE];

	if (wants(file, HP_NET_AUTONEG, false))
		hp_warning(0, "%s:%u:%u: Advertise= implies AutoNegotiation=yes",
			   WHERE(where));
	want(file, HP_NET_AUTONEG, true, *where);
}

static void force(struct hp_net_file *file)
{
	if (!file->speed_where.file) {
		hp_warning(0, "%s:%u:%u: Duplex= without BitsPerSecond=; it is left out",
			   WHERE(&file->duplex_where));
	} else if (!wants(file, HP_NET_AUTONEG, false)) {
		hp_warning(0,
			   "%s:%u:%u: BitsPerSecond= without AutoNegotiation=no; it is "
			   "left out",
			   WHERE(&file->speed_where));
	} else {
		file->ethtool.known &= ~((uint64_t)1 << HP_NET_AUTONEG);
		want(file, HP_NET_FORCED,
		     hp_net_ethtool_forced(file->speed, !file->is_half_duplex),
		     file->speed_where);
	}
}

int hp_net_link_finish(struct hp_net_file *file)
{
	if (hp_net_ethtool_has(file->ethtool.known, HP_NET_ADVERTISE))
		negotiate(file);
	if (file->speed_where.file || file->duplex_where.file)
		force(file);
	if (hp_net_ethtool_has(file->ethtool.known, HP_NET_WOL_PASSWORD))
		want(file, HP_NET_WOL_SECUREON, true,
		     file->ethtool_where[HP_NET_WOL_PASSWORD]);
	return hp_net_vfs_finish(file);
}

static const struct hp_net_upper *find_vrf(const struct hp_net_file *file)
{
	for (size_t i = 0; file->uppers && i < file->uppers->n; i++)
		if (file->uppers->upper[i].key == HP_NET_UPPER_VRF)
			return &file->uppers->upper[i];
	return NULL;
}

/* 0: no file tells it. */
static uint32_t table_of(const struct hp_net_conf *conf, const struct hp_net_upper *vrf)
{
	const struct hp_net_file *file = hp_netdevs_find(conf, vrf->name);
	const struct hp_net_attr *table;

	if (!file || !(file->netdev->kind->uppers & 1u << HP_NET_UPPER_VRF))
		return 0;
	table = hp_net_attrs_find(&file->netdev->attrs, "Table");
	return hp_net_attr_get_number(table, table->row);
}

static void set_table(struct hp_net_conf_object *conf, const struct hp_net_upper *vrf,
		      uint32_t table)
{
	struct hp_net_route *route = &conf->object.route;

	if (conf->object.kind != HP_NET_ROUTE || route->given & HP_NET_ROUTE_TABLE)
		return;
	if (table)
		route->table = table;
	else
		hp_warning(0,
			   "%s:%u:%u: no *.netdev file tells the table of VRF=%s: the "
			   "route needs Table= to be in it",
			   WHERE(&conf->where), vrf->name);
}

void hp_net_vrfs_finish(struct hp_net_conf *conf)
{
	for (size_t i = 0; i < conf->n; i++) {
		struct hp_net_file *file = &conf->files[i];
		const struct hp_net_upper *vrf = file->unusable ? NULL : find_vrf(file);
		uint32_t table = vrf ? table_of(conf, vrf) : 0;

		for (size_t k = 0; vrf && k < file->n_objects; k++)
			set_table(&file->objects[k], vrf, table);
	}
}
