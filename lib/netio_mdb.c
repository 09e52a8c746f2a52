/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: rtnetlink's messages about who is sent what is for a group. See netio.h;
 * source of the contract: linux/if_bridge.h, net/bridge/br_mdb.c. */
#include <errno.h>
#include <linux/if_bridge.h>
#include <linux/if_ether.h>

#include "netio.h"
#include "netwrite.h"

/* Those of all bridges: the kernel filters none. */
static int ask(struct nl_msg *msg, const struct hp_net_state *state,
	       const struct hp_net_file *file)
{
	struct br_port_msg info = {.family = AF_BRIDGE};

	return nlmsg_append(msg, &info, sizeof(info), NLMSG_ALIGNTO) < 0 ? -ENOMEM : 0;
}

/* entry->ifindex: a port, or the bridge, of which all go with time for the kernel. */
static int read_entry(struct hp_net_state *state, unsigned int bridge,
		      const struct br_mdb_entry *entry)
{
	struct hp_net_object object = {.kind = HP_NET_MDB};
	struct hp_net_mdb *mdb = &object.mdb;
	bool is_v4 = entry->addr.proto == htons(ETH_P_IP);

	if (entry->ifindex != state->link.ifindex ||
	    (!is_v4 && entry->addr.proto != htons(ETH_P_IPV6)))
		return 0;
	mdb->group.family = is_v4 ? AF_INET : AF_INET6;
	mdb->group.length = hp_family_bits(mdb->group.family);
	memcpy(mdb->group.bytes, &entry->addr.u, mdb->group.length / 8);
	mdb->vlan = entry->vid;
	mdb->goes = entry->state != MDB_PERMANENT && entry->ifindex != bridge;
	return hp_net_objects_add(&state->objects, &object);
}

static int read_group(struct hp_net_state *state, unsigned int bridge,
		      struct nlattr *group)
{
	const struct nlattr *attr;
	struct br_mdb_entry entry;
	int rest, r = 0;

	nla_for_each_nested(attr, group, rest) {
		if (r < 0 || nla_type(attr) != MDBA_MDB_ENTRY_INFO ||
		    nla_len(attr) < (int)sizeof(entry))
			continue;
		memcpy(&entry, nla_data(attr), sizeof(entry));
		r = read_entry(state, bridge, &entry);
	}
	return r;
}

static int read_answer(struct nlmsghdr *hdr, const struct hp_net_file *file,
		       struct hp_net_state *state)
{
	const struct br_port_msg *info = nlmsg_data(hdr);
	struct nlattr *list, *group;
	int rest, r = 0;

	if (nlmsg_datalen(hdr) < (int)sizeof(*info))
		return -EBADMSG;
	list = nlmsg_find_attr(hdr, sizeof(*info), MDBA_MDB);
	if (!list)
		return 0;
	nla_for_each_nested(group, list, rest) {
		if (r == 0 && nla_type(group) == MDBA_MDB_ENTRY)
			r = read_group(state, info->ifindex, group);
	}
	return r;
}

int hp_net_mdb_put(struct nl_msg *msg, unsigned int bridge, unsigned int ifindex,
		   const struct hp_net_mdb *mdb)
{
	struct br_port_msg info = {.family = AF_BRIDGE, .ifindex = bridge};
	bool is_v4 = mdb->group.family == AF_INET, goes = mdb->goes || bridge == ifindex;
	struct br_mdb_entry entry = {
		.ifindex = ifindex,
		.state = goes ? MDB_TEMPORARY : MDB_PERMANENT,
		.vid = mdb->vlan,
		.addr.proto = htons(is_v4 ? ETH_P_IP : ETH_P_IPV6),
	};

	memcpy(&entry.addr.u, mdb->group.bytes, hp_family_bits(mdb->group.family) / 8);
	if (nlmsg_append(msg, &info, sizeof(info), NLMSG_ALIGNTO) < 0 ||
	    nla_put(msg, MDBA_SET_ENTRY, sizeof(entry), &entry) < 0)
		return -ENOMEM;
	return 0;
}

/* The bridge that the interface is, or is in. */
static int find_bridge(struct hp_netlink *nl, unsigned int ifindex,
		       struct hp_net_link *ret)
{
	int r = hp_net_link_get(nl, ifindex, NULL, ret);

	if (r == 0 && !streq(ret->kind, "bridge") && ret->master)
		r = hp_net_link_get(nl, ret->master, NULL, ret);
	if (r < 0 || streq(ret->kind, "bridge"))
		return r;
	snprintf(nl->why, sizeof(nl->why), "neither a bridge nor in one");
	return -EOPNOTSUPP;
}

static int request(struct hp_netlink *nl, unsigned int bridge, unsigned int ifindex,
		   const struct hp_net_object *object, int type, int flags)
{
	_cleanup_msg_ struct nl_msg *msg = hp_netlink_message(type, flags);

	if (!msg || hp_net_mdb_put(msg, bridge, ifindex, &object->mdb) < 0)
		return -ENOMEM;
	return hp_netlink_request(nl, msg);
}

/* The kernel takes no entry while the bridge is down. */
static int write_object(struct hp_netlink *nl, unsigned int ifindex,
			const struct hp_net_object *object)
{
	struct hp_net_link bridge = {0};
	int r = find_bridge(nl, ifindex, &bridge);

	if (r == 0 && !(bridge.flags & IFF_UP))
		r = hp_net_write_up(nl, bridge.ifindex, true);
	if (r == 0)
		r = request(nl, bridge.ifindex, ifindex, object, RTM_NEWMDB,
			    NLM_F_CREATE);
	return r == -EEXIST ? 0 : r;
}

static int read_told(struct nlmsghdr *hdr, void *data)
{
	return hdr->nlmsg_type == RTM_GETMDB ? read_answer(hdr, NULL, data) : 0;
}

/* What cannot be asked is taken to be there. */
static bool is_there(struct hp_netlink *nl, unsigned int ifindex,
		     const struct hp_net_object *object)
{
	_cleanup_(hp_net_state_free) struct hp_net_state state = {
		.link.ifindex = ifindex,
	};
	_cleanup_msg_ struct nl_msg *msg = hp_netlink_message(RTM_GETMDB, NLM_F_DUMP);

	if (!msg || ask(msg, &state, NULL) < 0 ||
	    hp_netlink_query(nl, msg, read_told, &state) < 0)
		return true;
	for (size_t i = 0; i < state.objects.n; i++)
		if (hp_net_object_relate(object, &state.objects.item[i]) != HP_NET_APART)
			return true;
	return false;
}

/* EINVAL is the kernel's word for one that has gone, and for a bridge that is down. */
static int erase_object(struct hp_netlink *nl, unsigned int ifindex,
			const struct hp_net_object *object)
{
	struct hp_net_link bridge = {0};
	int r = find_bridge(nl, ifindex, &bridge);

	if (r == 0)
		r = request(nl, bridge.ifindex, ifindex, object, RTM_DELMDB, 0);
	if (r == -EINVAL && is_there(nl, ifindex, object))
		return bridge.flags & IFF_UP ? -EINVAL : -ENETDOWN;
	return r == -EINVAL || r == -ENOENT || r == -EOPNOTSUPP ? 0 : r;
}

const struct hp_net_io hp_net_mdb_io = {
	.get = RTM_GETMDB,
	.told = RTM_GETMDB,
	.ask = ask,
	.read = read_answer,
	.write = write_object,
	.erase = erase_object,
};
