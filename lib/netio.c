/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the messages of rtnetlink for what an interface has several of. See netio.h.
 */
#include <errno.h>

#include "netio.h"
#include "netwrite.h"

const struct hp_net_io *const hp_net_ios[HP_NET_OBJECT_KINDS] = {
	[HP_NET_ADDRESS] = &hp_net_address_io,
	[HP_NET_ROUTE] = &hp_net_route_io,
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

int hp_net_put_ip(struct nl_msg *msg, int attr, const struct hp_prefix *p)
{
	int r = nla_put(msg, attr, hp_family_bits(p->family) / 8, p->bytes);

	return r < 0 ? -ENOMEM : 0;
}

bool hp_net_family_is_known(int family)
{
	return family == AF_INET || family == AF_INET6;
}

static int request(struct hp_netlink *nl, unsigned int ifindex,
		   const struct hp_net_object *object, int type, int flags)
{
	_cleanup_msg_ struct nl_msg *msg = hp_netlink_message(type, flags);

	if (!msg || hp_net_ios[object->kind]->put(msg, ifindex, object) < 0)
		return -ENOMEM;
	return hp_netlink_request(nl, msg);
}

int hp_net_write_object(struct hp_netlink *nl, unsigned int ifindex,
			const struct hp_net_object *object)
{
	const struct hp_net_io *io = hp_net_ios[object->kind];
	int r = request(nl, ifindex, object, io->add, io->add_flags);

	return r == -EEXIST ? 0 : r;
}

int hp_net_drop_object(struct hp_netlink *nl, unsigned int ifindex,
		       const struct hp_net_object *object)
{
	const struct hp_net_io *io = hp_net_ios[object->kind];
	int r = request(nl, ifindex, object, io->drop, 0);

	return r == -io->gone ? 0 : r;
}
