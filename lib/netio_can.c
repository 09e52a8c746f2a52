/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: rtnetlink's messages about what the driver of an interface itself is told: of
 * a CAN controller, and of IP over InfiniBand. See netio.h and netcan.h; of the latter
 * the contract is drivers/infiniband/ulp/ipoib/ipoib_netlink.c. */
#include <errno.h>
#include <linux/if_link.h>

#include "netio.h"

/* NULL: it is of another kind. */
static struct nlattr *find_data(struct nlmsghdr *hdr, const char *kind)
{
	const struct nlattr *info =
		nlmsg_find_attr(hdr, sizeof(struct ifinfomsg), IFLA_LINKINFO);
	const struct nlattr *is =
		info ? nla_find(nla_data(info), nla_len(info), IFLA_INFO_KIND) : NULL;

	if (!is || nla_strcmp(is, kind) != 0)
		return NULL;
	return nla_find(nla_data(info), nla_len(info), IFLA_INFO_DATA);
}

static int put_data(struct nl_msg *msg, unsigned int ifindex, const char *kind,
		    int (*put)(struct nl_msg *msg, const struct hp_net_object *object),
		    const struct hp_net_object *object)
{
	const struct ifinfomsg info = {.ifi_index = ifindex};
	struct nlattr *link, *data;

	if (nlmsg_append(msg, (void *)&info, sizeof(info), NLMSG_ALIGNTO) < 0)
		return -ENOMEM;
	link = nla_nest_start(msg, IFLA_LINKINFO);
	if (!link || nla_put_string(msg, IFLA_INFO_KIND, kind) < 0)
		return -ENOMEM;
	data = nla_nest_start(msg, IFLA_INFO_DATA);
	if (!data || put(msg, object) < 0)
		return -ENOMEM;
	nla_nest_end(msg, data);
	return nla_nest_end(msg, link);
}

static void read_bytes(void *ret, size_t len, const struct nlattr *attr)
{
	if (attr && nla_len(attr) >= (int)len)
		memcpy(ret, nla_data(attr), len);
}

/* The members that the file gives count, and are put back. */
static uint32_t wanted_modes(const struct hp_net_file *file)
{
	for (size_t i = 0; i < file->n_objects; i++)
		if (file->objects[i].object.kind == HP_NET_CAN)
			return file->objects[i].object.can.mode.mask;
	return 0;
}

#define READ(member, type) read_bytes(&(member), sizeof(member), attrs[type])

static int read_can(struct nlmsghdr *hdr, const struct hp_net_file *file,
		    struct hp_net_state *state)
{
	struct hp_net_object object = {.kind = HP_NET_CAN};
	struct hp_net_can *can = &object.can;
	struct nlattr *attrs[IFLA_CAN_MAX + 1], *data = find_data(hdr, "can");

	if (!data)
		return 0;
	if (nla_parse_nested(attrs, IFLA_CAN_MAX, data, NULL) < 0)
		return -EBADMSG;
	READ(can->timing.is, IFLA_CAN_BITTIMING);
	READ(can->timing.limits, IFLA_CAN_BITTIMING_CONST);
	READ(can->data.is, IFLA_CAN_DATA_BITTIMING);
	READ(can->data.limits, IFLA_CAN_DATA_BITTIMING_CONST);
	READ(can->clock, IFLA_CAN_CLOCK);
	READ(can->mode, IFLA_CAN_CTRLMODE);
	READ(can->restart_ms, IFLA_CAN_RESTART_MS);
	READ(can->termination, IFLA_CAN_TERMINATION);
	can->mode.mask = wanted_modes(file);
	can->given = attrs[IFLA_CAN_RESTART_MS] ? HP_NET_CAN_RESTART : 0;
	can->given |= attrs[IFLA_CAN_TERMINATION] ? HP_NET_CAN_TERMINATION : 0;
	return hp_net_objects_add(&state->objects, &object);
}

/* The kernel takes a bit rate, or how it comes about, which is what it told before. */
static int put_timing(struct nl_msg *msg, int type,
		      const struct hp_net_can_timing *timing)
{
	const struct can_bittiming *is = &timing->is;
	struct can_bittiming put = {.sjw = is->sjw};

	if (!hp_net_can_has(timing))
		return 0;
	if (is->bitrate && !(is->brp && is->tq)) {
		put.bitrate = is->bitrate;
		put.sample_point = is->sample_point;
	} else {
		put.tq = is->tq;
		put.prop_seg = is->prop_seg;
		put.phase_seg1 = is->phase_seg1;
		put.phase_seg2 = is->phase_seg2;
	}
	return nla_put(msg, type, sizeof(put), &put);
}

static int put_can_data(struct nl_msg *msg, const struct hp_net_object *object)
{
	const struct hp_net_can *can = &object->can;
	const struct can_ctrlmode mode = {can->mode.mask,
					  can->mode.flags & can->mode.mask};
	int r = put_timing(msg, IFLA_CAN_BITTIMING, &can->timing);

	if (r == 0 && mode.flags & CAN_CTRLMODE_FD)
		r = put_timing(msg, IFLA_CAN_DATA_BITTIMING, &can->data);
	if (r == 0 && mode.mask)
		r = nla_put(msg, IFLA_CAN_CTRLMODE, sizeof(mode), &mode);
	if (r == 0 && can->given & HP_NET_CAN_RESTART)
		r = nla_put_u32(msg, IFLA_CAN_RESTART_MS, can->restart_ms);
	if (r == 0 && can->given & HP_NET_CAN_TERMINATION)
		r = nla_put_u16(msg, IFLA_CAN_TERMINATION, can->termination);
	return r;
}

static int put_can(struct nl_msg *msg, unsigned int ifindex,
		   const struct hp_net_object *object)
{
	return put_data(msg, ifindex, "can", put_can_data, object);
}

static int read_ipoib(struct nlmsghdr *hdr, const struct hp_net_file *file,
		      struct hp_net_state *state)
{
	struct hp_net_object object = {
		.kind = HP_NET_IPOIB,
		.ipoib.given = HP_NET_IPOIB_MODE | HP_NET_IPOIB_UMCAST,
	};
	struct nlattr *attrs[IFLA_IPOIB_MAX + 1], *data = find_data(hdr, "ipoib");

	if (!data)
		return 0;
	if (nla_parse_nested(attrs, IFLA_IPOIB_MAX, data, NULL) < 0)
		return -EBADMSG;
	READ(object.ipoib.mode, IFLA_IPOIB_MODE);
	READ(object.ipoib.umcast, IFLA_IPOIB_UMCAST);
	return hp_net_objects_add(&state->objects, &object);
}

static int put_ipoib_data(struct nl_msg *msg, const struct hp_net_object *object)
{
	const struct hp_net_ipoib *ipoib = &object->ipoib;
	int r = 0;

	if (ipoib->given & HP_NET_IPOIB_MODE)
		r = nla_put_u16(msg, IFLA_IPOIB_MODE, ipoib->mode);
	if (r == 0 && ipoib->given & HP_NET_IPOIB_UMCAST)
		r = nla_put_u16(msg, IFLA_IPOIB_UMCAST, ipoib->umcast);
	return r;
}

static int put_ipoib(struct nl_msg *msg, unsigned int ifindex,
		     const struct hp_net_object *object)
{
	return put_data(msg, ifindex, "ipoib", put_ipoib_data, object);
}

const struct hp_net_io hp_net_can_io = {
	.get = RTM_GETLINK,
	.asks_one = true,
	.add = RTM_NEWLINK,
	.ask = hp_net_ask_link,
	.read = read_can,
	.put = put_can,
};

const struct hp_net_io hp_net_ipoib_io = {
	.get = RTM_GETLINK,
	.asks_one = true,
	.add = RTM_NEWLINK,
	.ask = hp_net_ask_link,
	.read = read_ipoib,
	.put = put_ipoib,
};
