/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: whether a change that was read from a file is one. See netundo_check.h. */
#include "netundo_check.h"

/* As bytes: a truth that is none must not be looked at as one. */
#define IS_BOOL(member) (*(const unsigned char *)&(member) <= 1)
#define IS_TEXT(member) (memchr(member, '\0', sizeof(member)) != NULL)
#define IS_NAME(member) (IS_TEXT(member) && (!(member)[0] || hp_ifname_is_valid(member)))

static bool is_hwaddr(const struct hp_hwaddr *hwaddr)
{
	return hwaddr->len <= HP_HWADDR_MAX;
}

static bool is_prefix(const struct hp_prefix *p)
{
	if (p->family == AF_UNSPEC)
		return p->length == 0;
	return (p->family == AF_INET || p->family == AF_INET6) &&
	       p->length <= hp_family_bits(p->family);
}

/* Of full length, and there. */
static bool is_ip(const struct hp_prefix *p)
{
	return is_prefix(p) && p->family && p->length == hp_family_bits(p->family);
}

static bool is_address(const struct hp_net_object *object)
{
	const struct hp_net_address *address = &object->address;

	return is_prefix(&address->prefix) && address->prefix.family &&
	       is_prefix(&address->peer) && IS_TEXT(address->label);
}

static bool is_neighbor(const struct hp_net_object *object)
{
	return is_ip(&object->neighbor.address) && is_hwaddr(&object->neighbor.hwaddr);
}

static bool is_proxy(const struct hp_net_object *object)
{
	return is_ip(&object->proxy);
}

static bool is_nexthop(const struct hp_net_object *object)
{
	const struct hp_net_nexthop *nexthop = &object->nexthop;

	return is_prefix(&nexthop->gateway) && IS_BOOL(nexthop->onlink) &&
	       IS_BOOL(nexthop->blackhole) && nexthop->n_group <= HP_NET_GROUP_MAX;
}

static bool are_hops(const struct hp_net_route *route)
{
	if (route->n_hops > HP_NET_HOPS_MAX)
		return false;
	for (size_t i = 0; i < route->n_hops; i++) {
		const struct hp_net_hop *hop = &route->hops[i];

		if (!is_prefix(&hop->gateway) || !IS_BOOL(hop->is_own) ||
		    !IS_TEXT(hop->ifname))
			return false;
	}
	return true;
}

static bool is_route(const struct hp_net_object *object)
{
	const struct hp_net_route *route = &object->route;

	return is_prefix(&route->destination) && route->destination.family &&
	       is_prefix(&route->source) && is_prefix(&route->gateway) &&
	       is_prefix(&route->preferred) && IS_BOOL(route->onlink) &&
	       IS_BOOL(route->is_member) && IS_BOOL(route->is_elsewhere) &&
	       IS_BOOL(route->ttl_propagate) && IS_TEXT(route->congestion) &&
	       are_hops(route);
}

static bool is_rule(const struct hp_net_object *object)
{
	const struct hp_net_rule *rule = &object->rule;

	return (rule->family == AF_INET || rule->family == AF_INET6) &&
	       is_prefix(&rule->from) && is_prefix(&rule->to) && IS_BOOL(rule->invert) &&
	       IS_BOOL(rule->has_users) && IS_TEXT(rule->iif) && IS_TEXT(rule->oif);
}

/* They are a part of a path. */
static bool is_sysctl(const struct hp_net_object *object)
{
	const struct hp_net_sysctl *sysctl = &object->sysctl;

	return sysctl->family && sysctl->name && *sysctl->name &&
	       (streq(sysctl->family, "ipv4") || streq(sysctl->family, "ipv6")) &&
	       !sysctl->name[strspn(sysctl->name,
				    "abcdefghijklmnopqrstuvwxyz0123456789_")] &&
	       sysctl->form >= HP_NET_NUMBER && sysctl->form <= HP_NET_OLD_SECRET;
}

static bool is_discipline(const struct hp_net_qdisc *qdisc)
{
	return IS_TEXT(qdisc->kind) && qdisc->n_options <= HP_NET_QDISC_OPTIONS_MAX;
}

static bool is_qdisc(const struct hp_net_object *object)
{
	return is_discipline(&object->qdisc);
}

static bool is_teql(const struct hp_net_object *object)
{
	return is_discipline(&object->teql.other);
}

static bool is_fdb(const struct hp_net_object *object)
{
	return is_hwaddr(&object->fdb.mac) && is_prefix(&object->fdb.destination) &&
	       IS_TEXT(object->fdb.oif);
}

static bool is_mdb(const struct hp_net_object *object)
{
	return is_ip(&object->mdb.group) && IS_BOOL(object->mdb.goes);
}

static bool is_addrlabel(const struct hp_net_object *object)
{
	const struct hp_prefix *prefix = &object->addrlabel.prefix;

	return is_prefix(prefix) && prefix->family == AF_INET6;
}

static bool is_token(const struct hp_net_object *object)
{
	static const uint8_t zero[8];

	return memcmp(&object->token, zero, sizeof(zero)) == 0;
}

static bool is_mtu6(const struct hp_net_object *object)
{
	return object->mtu6 >= HP_NET_IPV6_MIN_MTU && object->mtu6 <= INT32_MAX;
}

static bool is_can(const struct hp_net_object *object)
{
	return !(object->can.given & ~(HP_NET_CAN_RESTART | HP_NET_CAN_TERMINATION));
}

static bool is_ipoib(const struct hp_net_object *object)
{
	return !(object->ipoib.given & ~(HP_NET_IPOIB_MODE | HP_NET_IPOIB_UMCAST));
}

static bool is_vfs(const struct hp_net_object *object)
{
	return object->vfs.n <= INT32_MAX && IS_BOOL(object->vfs.or_more);
}

static bool is_vf(const struct hp_net_object *object)
{
	return (unsigned int)object->vf.which < HP_NET_VF_SETTINGS;
}

static bool (*const object_checks[HP_NET_OBJECT_KINDS])(
	const struct hp_net_object *object) = {
	[HP_NET_ADDRESS] = is_address,
	[HP_NET_NEIGHBOR] = is_neighbor,
	[HP_NET_PROXY] = is_proxy,
	[HP_NET_NEXTHOP] = is_nexthop,
	[HP_NET_ROUTE] = is_route,
	[HP_NET_RULE] = is_rule,
	[HP_NET_SYSCTL] = is_sysctl,
	[HP_NET_QDISC] = is_qdisc,
	[HP_NET_TCLASS] = is_qdisc,
	[HP_NET_TEQL] = is_teql,
	[HP_NET_FDB] = is_fdb,
	[HP_NET_MDB] = is_mdb,
	[HP_NET_ADDRLABEL] = is_addrlabel,
	[HP_NET_TOKEN] = is_token,
	[HP_NET_MTU6] = is_mtu6,
	[HP_NET_CAN] = is_can,
	[HP_NET_IPOIB] = is_ipoib,
	[HP_NET_VFS] = is_vfs,
	[HP_NET_VF] = is_vf,
};

static bool is_object(const struct hp_net_object *object)
{
	return (unsigned int)object->kind < HP_NET_OBJECT_KINDS &&
	       object_checks[object->kind](object);
}

static bool check_object(const struct hp_net_change *change)
{
	const struct hp_net_step *step = &change->step;

	if (!IS_BOOL(step->object.has_before) || !is_object(&step->object.now))
		return false;
	return !step->object.has_before ||
	       (step->object.before.kind == step->object.now.kind &&
		is_object(&step->object.before));
}

static bool check_name(const struct hp_net_change *change)
{
	const struct hp_net_step *step = &change->step;

	return IS_TEXT(step->name.from) && IS_TEXT(step->name.to) &&
	       hp_ifname_is_valid(step->name.from) && hp_ifname_is_valid(step->name.to);
}

static bool check_altname(const struct hp_net_change *change)
{
	return IS_TEXT(change->step.altname) && hp_altname_is_valid(change->step.altname);
}

static bool check_alias(const struct hp_net_change *change)
{
	return IS_TEXT(change->step.alias.from) && IS_TEXT(change->step.alias.to);
}

static bool check_amount(const struct hp_net_change *change)
{
	return (unsigned int)change->step.amount.amount < HP_NET_AMOUNTS;
}

static bool check_ethtool(const struct hp_net_change *change)
{
	return (unsigned int)change->step.ethtool.which < HP_NET_ETHTOOLS;
}

static bool check_mac(const struct hp_net_change *change)
{
	return is_hwaddr(&change->step.mac.from) && is_hwaddr(&change->step.mac.to);
}

static bool check_flag(const struct hp_net_change *change)
{
	return (unsigned int)change->step.flag.which < HP_NET_FLAGS &&
	       IS_BOOL(change->step.flag.on);
}

static bool check_others(const struct hp_net_change *change)
{
	return IS_NAME(change->other.name) && IS_NAME(change->before.name);
}

static bool check_tell(const struct hp_net_change *change)
{
	const struct hp_net_tell *tell = &change->tell;

	return check_others(change) && tell->now.len == tell->before.len &&
	       IS_BOOL(tell->to_master);
}

static bool check_vlans(const struct hp_net_change *change)
{
	for (size_t i = 0; i < 2; i++) {
		const struct hp_net_vlans *vlans = &change->vlans[i];

		if (vlans->pvid > HP_NET_VLAN_MAX)
			return false;
		for (size_t vid = 0; vid <= HP_NET_VLAN_MAX; vid++)
			if (!IS_BOOL(vlans->there[vid]) || !IS_BOOL(vlans->untagged[vid]))
				return false;
	}
	return true;
}

/* NULL: every value is one. */
static bool (*const checks[HP_NET_STEP_KINDS])(const struct hp_net_change *change) = {
	[HP_NET_STEP_RENAME] = check_name,
	[HP_NET_STEP_ALTNAME] = check_altname,
	[HP_NET_STEP_DROP_ALTNAME] = check_altname,
	[HP_NET_STEP_ALIAS] = check_alias,
	[HP_NET_STEP_AMOUNT] = check_amount,
	[HP_NET_STEP_ETHTOOL] = check_ethtool,
	[HP_NET_STEP_MAC] = check_mac,
	[HP_NET_STEP_FLAG] = check_flag,
	[HP_NET_STEP_MAKE] = check_others,
	[HP_NET_STEP_MASTER] = check_others,
	[HP_NET_STEP_TELL] = check_tell,
	[HP_NET_STEP_VLANS] = check_vlans,
	[HP_NET_STEP_ADD] = check_object,
	[HP_NET_STEP_DROP] = check_object,
};

bool hp_net_change_is_sane(const struct hp_net_change *change)
{
	return !checks[change->step.kind] || checks[change->step.kind](change);
}
