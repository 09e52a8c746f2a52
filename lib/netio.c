/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the messages of rtnetlink for what an interface has several of. See netio.h.
 */
#include <errno.h>

#include "netio.h"
#include "netwrite.h"

const struct hp_net_io *const hp_net_ios[HP_NET_OBJECT_KINDS] = {
	[HP_NET_ADDRESS] = &hp_net_address_io,
	[HP_NET_NEIGHBOR] = &hp_net_neighbor_io,
	[HP_NET_PROXY] = &hp_net_proxy_io,
	[HP_NET_NEXTHOP] = &hp_net_nexthop_io,
	[HP_NET_ROUTE] = &hp_net_route_io,
	[HP_NET_RULE] = &hp_net_rule_io,
	[HP_NET_SYSCTL] = &hp_net_sysctl_io,
	[HP_NET_QDISC] = &hp_net_qdisc_io,
	[HP_NET_TCLASS] = &hp_net_tclass_io,
	[HP_NET_TEQL] = &hp_net_teql_io,
	[HP_NET_FDB] = &hp_net_fdb_io,
	[HP_NET_MDB] = &hp_net_mdb_io,
	[HP_NET_ADDRLABEL] = &hp_net_addrlabel_io,
	[HP_NET_TOKEN] = &hp_net_token_io,
	[HP_NET_MTU6] = &hp_net_mtu6_io,
	[HP_NET_CAN] = &hp_net_can_io,
	[HP_NET_IPOIB] = &hp_net_ipoib_io,
	[HP_NET_VFS] = &hp_net_vfs_io,
	[HP_NET_VF] = &hp_net_vf_io,
};

bool hp_net_read_ip(struct hp_prefix *p, int family, uint8_t length,
		    const struct nlattr *attr)
{
	*p = (struct hp_prefix){.family = family, .length = length};
	if (!attr || nla_len(attr) != hp_family_bits(family) / 8)
		return false;
	memcpy(p->bytes, nla_data(attr), nla_len(attr));
	return true;
}

/* RTNH_OK() of linux/rtnetlink.h looks at a length that may lie behind the end. */
const struct rtnexthop *hp_net_next_hop(const struct nlattr *multipath,
					const struct rtnexthop *before)
{
	const char *hop = nla_data(multipath), *end = hop + nla_len(multipath);
	const struct rtnexthop *next;

	if (before)
		hop = (const char *)before + RTNH_ALIGN(before->rtnh_len);
	next = (const struct rtnexthop *)hop;
	if (end - hop < (ptrdiff_t)sizeof(*next) || next->rtnh_len < sizeof(*next) ||
	    next->rtnh_len > end - hop)
		return NULL;
	return next;
}

int hp_net_put_ip(struct nl_msg *msg, int attr, const struct hp_prefix *p)
{
	int r = nla_put(msg, attr, hp_family_bits(p->family) / 8, p->bytes);

	return r < 0 ? -ENOMEM : 0;
}

int hp_net_put_prefix(struct nl_msg *msg, int attr, const struct hp_prefix *p)
{
	return p->length ? hp_net_put_ip(msg, attr, p) : 0;
}

uint32_t hp_net_read_u32(const struct nlattr *attr)
{
	return attr && nla_len(attr) == sizeof(uint32_t) ? nla_get_u32(attr) : 0;
}

int hp_net_put_u32(struct nl_msg *msg, int attr, uint32_t value)
{
	return value ? nla_put_u32(msg, attr, value) : 0;
}

bool hp_net_family_is_known(int family)
{
	return family == AF_INET || family == AF_INET6;
}

int hp_net_write_object(struct hp_netlink *nl, unsigned int ifindex,
			const struct hp_net_object *object)
{
	const struct hp_net_io *io = hp_net_ios[object->kind];
	_cleanup_msg_ struct nl_msg *msg = NULL;
	int r;

	if (io->write)
		return io->write(nl, ifindex, object);
	msg = hp_netlink_message(io->add, io->add_flags);
	r = msg ? io->put(msg, ifindex, object) : -ENOMEM;
	if (r < 0)
		return r == -ENODEV ? r : -ENOMEM;
	r = hp_netlink_request(nl, msg);
	return r == -EEXIST ? 0 : r;
}

int hp_net_drop_object(struct hp_netlink *nl, unsigned int ifindex,
		       const struct hp_net_object *object)
{
	const struct hp_net_io *io = hp_net_ios[object->kind];
	_cleanup_msg_ struct nl_msg *msg = NULL;
	int r;

	if (io->erase)
		return io->erase(nl, ifindex, object);
	msg = hp_netlink_message(io->drop, 0);
	if (!msg || (io->put_drop ?: io->put)(msg, ifindex, object) < 0)
		return -ENOMEM;
	r = hp_netlink_request(nl, msg);
	return r == -io->gone ? 0 : r;
}
