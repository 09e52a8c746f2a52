/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: rtnetlink's messages about where a bridge, or a vxlan, sends to. See netio.h.
 */
#include <errno.h>
#include <linux/neighbour.h>

#include "netio.h"

static int ask(struct nl_msg *msg, const struct hp_net_state *state,
	       const struct hp_net_file *file)
{
	struct ndmsg info = {
		.ndm_family = AF_BRIDGE,
		.ndm_ifindex = state->link.ifindex,
	};

	return nlmsg_append(msg, &info, sizeof(info), NLMSG_ALIGNTO) < 0 ? -ENOMEM : 0;
}

/* Of a port, the kernel tells both the bridge's entries and its own. */
static uint8_t table_of(struct nlattr *const attrs[], const struct ndmsg *info)
{
	uint32_t master = hp_net_read_u32(attrs[NDA_MASTER]);

	return master && master != (uint32_t)info->ndm_ifindex ? NTF_MASTER : NTF_SELF;
}

static void read_destination(struct hp_prefix *ret, const struct nlattr *attr)
{
	int family = attr && nla_len(attr) == 4 ? AF_INET : AF_INET6;

	if (!hp_net_read_ip(ret, family, hp_family_bits(family), attr))
		*ret = (struct hp_prefix){0};
}

/* What goes with time may be stale, which cannot be asked for. */
static uint16_t state_of(const struct ndmsg *info)
{
	return info->ndm_state & (NUD_PERMANENT | NUD_NOARP) ? info->ndm_state
							     : NUD_REACHABLE;
}

static int read_answer(struct nlmsghdr *hdr, const struct hp_net_file *file,
		       struct hp_net_state *state)
{
	const struct ndmsg *info = nlmsg_data(hdr);
	struct nlattr *attrs[NDA_MAX + 1];
	struct hp_net_object object = {.kind = HP_NET_FDB};
	struct hp_net_fdb *fdb = &object.fdb;

	if (nlmsg_parse(hdr, sizeof(*info), attrs, NDA_MAX, NULL) < 0)
		return -EBADMSG;
	if ((unsigned int)info->ndm_ifindex != state->link.ifindex ||
	    info->ndm_family != AF_BRIDGE || !attrs[NDA_LLADDR] ||
	    nla_len(attrs[NDA_LLADDR]) != 6)
		return 0;
	fdb->mac.len = 6;
	memcpy(fdb->mac.bytes, nla_data(attrs[NDA_LLADDR]), 6);
	fdb->state = state_of(info);
	fdb->flags = table_of(attrs, info);
	fdb->vni = hp_net_read_u32(attrs[NDA_VNI]);
	fdb->ifindex = hp_net_read_u32(attrs[NDA_IFINDEX]);
	if (attrs[NDA_VLAN] && nla_len(attrs[NDA_VLAN]) == sizeof(uint16_t))
		fdb->vlan = nla_get_u16(attrs[NDA_VLAN]);
	read_destination(&fdb->destination, attrs[NDA_DST]);
	return hp_net_objects_add(&state->objects, &object);
}

static int put(struct nl_msg *msg, unsigned int ifindex,
	       const struct hp_net_object *object)
{
	const struct hp_net_fdb *fdb = &object->fdb;
	const struct ndmsg info = {
		.ndm_family = AF_BRIDGE,
		.ndm_ifindex = ifindex,
		.ndm_state = fdb->state,
		.ndm_flags = fdb->flags,
	};

	if (nlmsg_append(msg, (void *)&info, sizeof(info), NLMSG_ALIGNTO) < 0 ||
	    nla_put(msg, NDA_LLADDR, fdb->mac.len, fdb->mac.bytes) < 0 ||
	    (fdb->vlan && nla_put_u16(msg, NDA_VLAN, fdb->vlan) < 0) ||
	    (fdb->destination.family &&
	     hp_net_put_ip(msg, NDA_DST, &fdb->destination) < 0) ||
	    hp_net_put_u32(msg, NDA_VNI, fdb->vni) < 0 ||
	    hp_net_put_u32(msg, NDA_IFINDEX, fdb->ifindex) < 0)
		return -ENOMEM;
	return 0;
}

/* The interface of OutgoingInterface= has its number by now. */
static int put_interface(struct hp_netlink *nl, struct nl_msg *msg, const char *name)
{
	struct hp_net_link link;
	int r;

	if (!*name)
		return 0;
	r = hp_net_link_get(nl, 0, name, &link);
	if (r == -ENODEV)
		snprintf(nl->why, sizeof(nl->why), "there is no %s", name);
	if (r < 0)
		return r == -ENODEV ? -ENXIO : r;
	return nla_put_u32(msg, NDA_IFINDEX, link.ifindex) < 0 ? -ENOMEM : 0;
}

static int request(struct hp_netlink *nl, unsigned int ifindex,
		   const struct hp_net_object *object, int type, int flags)
{
	_cleanup_msg_ struct nl_msg *msg = hp_netlink_message(type, flags);
	int r;

	if (!msg || put(msg, ifindex, object) < 0)
		return -ENOMEM;
	r = put_interface(nl, msg, object->fdb.oif);
	return r < 0 ? r : hp_netlink_request(nl, msg);
}

/* The kernel adds what is for many to what is there, as NLM_F_APPEND says. */
static int write_object(struct hp_netlink *nl, unsigned int ifindex,
			const struct hp_net_object *object)
{
	int how = hp_net_fdb_is_for_many(&object->fdb) ? NLM_F_APPEND : NLM_F_REPLACE;
	int r = request(nl, ifindex, object, RTM_NEWNEIGH, NLM_F_CREATE | how);

	return r == -EEXIST ? 0 : r;
}

/* The kernel finds that of a vxlan by its interface as well. */
static int erase_object(struct hp_netlink *nl, unsigned int ifindex,
			const struct hp_net_object *object)
{
	int r = request(nl, ifindex, object, RTM_DELNEIGH, 0);

	return r == -ENOENT ? 0 : r;
}

const struct hp_net_io hp_net_fdb_io = {
	.get = RTM_GETNEIGH,
	.add = RTM_NEWNEIGH,
	.ask = ask,
	.read = read_answer,
	.put = put,
	.write = write_object,
	.erase = erase_object,
};
