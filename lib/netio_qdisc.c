/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: rtnetlink's messages about queueing disciplines and their classes. See
 * netio.h. */
#include <errno.h>

#include "netio.h"
#include "netqdisckind.h"

static int ask_qdiscs(struct nl_msg *msg, const struct hp_net_state *state,
		      const struct hp_net_file *file)
{
	/* Those of all interfaces: the kernel filters none. */
	struct tcmsg info = {0};

	return nlmsg_append(msg, &info, sizeof(info), NLMSG_ALIGNTO) < 0 ? -ENOMEM : 0;
}

static int ask_classes(struct nl_msg *msg, const struct hp_net_state *state,
		       const struct hp_net_file *file)
{
	struct tcmsg info = {.tcm_ifindex = state->link.ifindex};

	return nlmsg_append(msg, &info, sizeof(info), NLMSG_ALIGNTO) < 0 ? -ENOMEM : 0;
}

/* Of options that are too long, the attributes that can be kept. */
static void read_options(struct hp_net_qdisc *qdisc, struct nlattr *options)
{
	const struct hp_net_qdisc_kind *kind = hp_net_qdisc_kind_find(qdisc->kind, false);
	const struct nlattr *attr;
	int rest;

	if ((size_t)nla_len(options) <= sizeof(qdisc->options)) {
		qdisc->n_options = nla_len(options);
		memcpy(qdisc->options, nla_data(options), nla_len(options));
		return;
	}
	if (!kind || !kind->is_nested)
		return;
	nla_for_each_nested(attr, options, rest)
		hp_net_qdisc_put(qdisc, attr->nla_type, nla_data(attr), nla_len(attr));
}

int hp_net_qdisc_read(struct nlmsghdr *hdr, unsigned int ifindex,
		      struct hp_net_qdisc *ret)
{
	const struct tcmsg *info = nlmsg_data(hdr);
	struct nlattr *attrs[TCA_MAX + 1];
	struct hp_net_qdisc qdisc = {0};
	const struct hp_net_qdisc_kind *kind;

	if (nlmsg_parse(hdr, sizeof(*info), attrs, TCA_MAX, NULL) < 0)
		return -EBADMSG;
	if ((unsigned int)info->tcm_ifindex != ifindex || !info->tcm_handle ||
	    !attrs[TCA_KIND])
		return -ENOENT;
	qdisc.handle = info->tcm_handle;
	qdisc.parent = info->tcm_parent;
	nla_strlcpy(qdisc.kind, attrs[TCA_KIND], sizeof(qdisc.kind));
	kind = hp_net_qdisc_kind_find(qdisc.kind, false);
	if (attrs[TCA_OPTIONS])
		read_options(&qdisc, attrs[TCA_OPTIONS]);
	if (kind && kind->settle)
		kind->settle(&qdisc);
	*ret = qdisc;
	return 0;
}

/* Classes of other kinds come and go by themselves. */
static int read_any(struct nlmsghdr *hdr, struct hp_net_state *state,
		    enum hp_net_object_kind kind)
{
	struct hp_net_object object = {.kind = kind};
	int r = hp_net_qdisc_read(hdr, state->link.ifindex, &object.qdisc);

	if (r == -ENOENT)
		return 0;
	if (kind == HP_NET_TCLASS && !hp_net_qdisc_kind_find(object.qdisc.kind, true))
		return 0;
	return r < 0 ? r : hp_net_objects_add(&state->objects, &object);
}

static int read_qdisc(struct nlmsghdr *hdr, const struct hp_net_file *file,
		      struct hp_net_state *state)
{
	return read_any(hdr, state, HP_NET_QDISC);
}

static int read_class(struct nlmsghdr *hdr, const struct hp_net_file *file,
		      struct hp_net_state *state)
{
	return read_any(hdr, state, HP_NET_TCLASS);
}

/* The kernel takes nothing else with a request to drop. */
static int put_drop(struct nl_msg *msg, unsigned int ifindex,
		    const struct hp_net_object *object)
{
	const struct hp_net_qdisc *qdisc = &object->qdisc;
	struct tcmsg info = {
		.tcm_ifindex = ifindex,
		.tcm_handle = qdisc->handle,
		.tcm_parent = qdisc->parent,
	};

	if (nlmsg_append(msg, &info, sizeof(info), NLMSG_ALIGNTO) < 0)
		return -ENOMEM;
	return nla_put_string(msg, TCA_KIND, qdisc->kind);
}

static int put(struct nl_msg *msg, unsigned int ifindex,
	       const struct hp_net_object *object)
{
	const struct hp_net_qdisc *qdisc = &object->qdisc;
	const struct hp_net_qdisc_kind *kind =
		hp_net_qdisc_kind_find(qdisc->kind, object->kind == HP_NET_TCLASS);
	int nested = kind && kind->is_nested ? NLA_F_NESTED : 0;

	if (put_drop(msg, ifindex, object) < 0)
		return -ENOMEM;
	if (!qdisc->n_options && !(kind && kind->has_to_have))
		return 0;
	return nla_put(msg, TCA_OPTIONS | nested, qdisc->n_options, qdisc->options);
}

const struct hp_net_io hp_net_qdisc_io = {
	.get = RTM_GETQDISC,
	.add = RTM_NEWQDISC,
	.drop = RTM_DELQDISC,
	.add_flags = NLM_F_CREATE | NLM_F_REPLACE,
	.gone = ENOENT,
	.ask = ask_qdiscs,
	.read = read_qdisc,
	.put = put,
	.put_drop = put_drop,
};

const struct hp_net_io hp_net_tclass_io = {
	.get = RTM_GETTCLASS,
	.add = RTM_NEWTCLASS,
	.drop = RTM_DELTCLASS,
	.add_flags = NLM_F_CREATE | NLM_F_REPLACE,
	.gone = ENOENT,
	.ask = ask_classes,
	.read = read_class,
	.put = put,
	.put_drop = put_drop,
};
