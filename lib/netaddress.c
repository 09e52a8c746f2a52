/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: how two addresses of an interface stand to one another. See netobject.h. */
#include <arpa/inet.h>
#include <linux/if_addr.h>

#include "netobject.h"

static bool same_far_end(const struct hp_net_address *a, const struct hp_net_address *b)
{
	return a->peer.family == b->peer.family &&
	       (!a->peer.family || hp_ip_equal(&a->peer, &b->peer));
}

/* Of an IPv4 address there can be one for each peer (find_matching_ifa()). */
static bool same_peer(const struct hp_net_address *a, const struct hp_net_address *b)
{
	return !(a->given & b->given & HP_NET_ADDRESS_PEER) || same_far_end(a, b);
}

/* Of an IPv6 address there is one, whatever its length (ipv6_add_addr()). */
static bool same(const struct hp_net_object *a, const struct hp_net_object *b)
{
	const struct hp_net_address *x = &a->address, *y = &b->address;

	if (!hp_ip_equal(&x->prefix, &y->prefix))
		return false;
	return x->prefix.family == AF_INET6 ||
	       (x->prefix.length == y->prefix.length && same_peer(x, y));
}

static bool same_label(const struct hp_net_address *a, const struct hp_net_address *b)
{
	return streq(a->label, b->label);
}

static bool same_broadcast(const struct hp_net_address *a, const struct hp_net_address *b)
{
	return a->broadcast.s_addr == b->broadcast.s_addr;
}

static bool same_scope(const struct hp_net_address *a, const struct hp_net_address *b)
{
	return a->scope == b->scope;
}

/* Whether it is deprecated: the kernel counts the seconds down. */
static bool same_preferred(const struct hp_net_address *a, const struct hp_net_address *b)
{
	return !a->preferred == !b->preferred;
}

static bool same_metric(const struct hp_net_address *a, const struct hp_net_address *b)
{
	return a->metric == b->metric;
}

/* firm: IPv4 does not change it in an address that is there (inet_rtm_newaddr()). */
static const struct {
	unsigned int bit;
	bool (*same)(const struct hp_net_address *a, const struct hp_net_address *b);
	bool firm;
} members[] = {
	{HP_NET_ADDRESS_LABEL, same_label, true},
	{HP_NET_ADDRESS_PEER, same_far_end, false},
	{HP_NET_ADDRESS_BROADCAST, same_broadcast, true},
	{HP_NET_ADDRESS_SCOPE, same_scope, true},
	{HP_NET_ADDRESS_PREFERRED, same_preferred, false},
	{HP_NET_ADDRESS_METRIC, same_metric, false},
};

static enum hp_net_relation relate_members(const struct hp_net_address *wanted,
					   const struct hp_net_address *there)
{
	bool v4 = wanted->prefix.family == AF_INET;
	/* One that somebody lent for a time is made ours by writing it again. */
	bool differs = !(there->flags & IFA_F_PERMANENT);

	if ((wanted->flags ^ there->flags) & wanted->flags_given) {
		if (v4)
			return HP_NET_IN_WAY;
		differs = true;
	}
	for (size_t i = 0; i < ARRAY_SIZE(members); i++) {
		if (!(wanted->given & members[i].bit) || members[i].same(wanted, there))
			continue;
		if (v4 && members[i].firm)
			return HP_NET_IN_WAY;
		differs = true;
	}
	return differs ? HP_NET_BESIDE : HP_NET_EQUAL;
}

/* What was found to be a duplicate on the wire is tried again by the kernel only when it
 * is added anew. */
static enum hp_net_relation relate(const struct hp_net_object *wanted,
				   const struct hp_net_object *there)
{
	if (!hp_ip_equal(&wanted->address.prefix, &there->address.prefix))
		return HP_NET_APART;
	if (there->address.flags & IFA_F_DADFAILED || !same(wanted, there) ||
	    wanted->address.prefix.length != there->address.prefix.length)
		return HP_NET_IN_WAY;
	return relate_members(&wanted->address, &there->address);
}

static void describe(const struct hp_net_object *object, char *ret)
{
	const struct hp_net_address *address = &object->address;
	char local[HP_PREFIX_TEXT], peer[HP_PREFIX_TEXT] = "";
	bool has_peer = address->peer.family, is_alias = strchr(address->label, ':');
	struct hp_prefix p = address->prefix;

	p.length = hp_family_bits(p.family);
	hp_prefix_format(&p, local);
	if (has_peer)
		hp_prefix_format(&address->peer, peer);
	snprintf(ret, HP_NET_OBJECT_TEXT, "address %s%s%s/%u%s%s", local,
		 has_peer ? " peer " : "", peer, address->prefix.length,
		 is_alias ? " label " : "", is_alias ? address->label : "");
}

const struct hp_net_object_type hp_net_address_type = {same, relate, describe};
