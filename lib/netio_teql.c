/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: rtnetlink's messages about the queueing disciplines that put an interface
 * under an equalizer. See netio.h. */
#include <errno.h>
#include <linux/pkt_sched.h>

#include "log.h"
#include "netio.h"
#include "netteql.h"
#include "netwrite.h"
#include "root.h"
#include "synth.h"

static int ask(struct nl_msg *msg, const struct hp_net_state *state,
	       const struct hp_net_file *file)
{
	struct tcmsg info = {.tcm_ifindex = state->link.ifindex};

	return nlmsg_append(msg, &info, sizeof(info), NLMSG_ALIGNTO) < 0 ? -ENOMEM : 0;
}

/* The kernel tells those of all interfaces. Another one at the root makes room for it. */
static int read_answer(struct nlmsghdr *hdr, const struct hp_net_file *file,
		       struct hp_net_state *state)
{
	struct hp_net_object object = {.kind = HP_NET_TEQL};
	struct hp_net_teql *teql = &object.teql;
	int r = hp_net_qdisc_read(hdr, state->link.ifindex, &teql->other);

	if (r < 0)
		return r == -ENOENT ? 0 : r;
	teql->parent = teql->other.parent;
	teql->handle = teql->other.handle;
	if (hp_net_teql_parse(teql->other.kind, &teql->id) == 0)
		teql->other = (struct hp_net_qdisc){0};
	else if (teql->parent != TC_H_ROOT)
		return 0;
	return hp_net_objects_add(&state->objects, &object);
}

static int put_place(struct nl_msg *msg, unsigned int ifindex,
		     const struct hp_net_object *object)
{
	struct tcmsg info = {
		.tcm_ifindex = ifindex,
		.tcm_parent = object->teql.parent,
		.tcm_handle = object->teql.handle,
	};

	return nlmsg_append(msg, &info, sizeof(info), NLMSG_ALIGNTO) < 0 ? -ENOMEM : 0;
}

static int put(struct nl_msg *msg, unsigned int ifindex,
	       const struct hp_net_object *object)
{
	char name[IFNAMSIZ];

	if (put_place(msg, ifindex, object) < 0 ||
	    nla_put_string(msg, TCA_KIND, hp_net_teql_name(object->teql.id, name)) < 0)
		return -ENOMEM;
	return 0;
}

/* The equalizer could not be up before: have it handled once more. */
static void wake(struct hp_netlink *nl, uint32_t id)
{
	char name[IFNAMSIZ], path[PATH_MAX], uuid[HP_SYNTH_UUID_MAX];
	struct hp_net_link link;
	int r;

	if (hp_net_link_get(nl, 0, hp_net_teql_name(id, name), &link) < 0 ||
	    link.flags & IFF_UP || hp_path(path, "/sys/class/net/%s", link.name) < 0)
		return;
	r = hp_synth_uuid(uuid);
	if (r == 0)
		r = hp_synth_add(path, uuid);
	if (r < 0)
		hp_warning(r, "%s: no event, so that it stays down", link.name);
}

static int write_other(struct hp_netlink *nl, unsigned int ifindex,
		       const struct hp_net_qdisc *other)
{
	const struct hp_net_object object = {.kind = HP_NET_QDISC, .qdisc = *other};

	return hp_net_write_object(nl, ifindex, &object);
}

static int write_object(struct hp_netlink *nl, unsigned int ifindex,
			const struct hp_net_object *object)
{
	_cleanup_msg_ struct nl_msg *msg =
		hp_netlink_message(RTM_NEWQDISC, NLM_F_CREATE | NLM_F_REPLACE);
	int r;

	if (*object->teql.other.kind)
		return write_other(nl, ifindex, &object->teql.other);
	if (!msg || put(msg, ifindex, object) < 0)
		return -ENOMEM;
	r = hp_netlink_request(nl, msg);
	if (r == -ENOENT)
		snprintf(nl->why, sizeof(nl->why),
			 "needs " HP_NET_TEQL_MODULE " loaded with " HP_NET_TEQL_PARAMETER
			 "=%u or more",
			 object->teql.id + 1);
	if (r == 0)
		wake(nl, object->teql.id);
	return r;
}

const struct hp_net_io hp_net_teql_io = {
	.get = RTM_GETQDISC,
	.add = RTM_NEWQDISC,
	.drop = RTM_DELQDISC,
	.gone = ENOENT,
	.ask = ask,
	.read = read_answer,
	.put = put,
	.put_drop = put_place,
	.write = write_object,
};
