/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what the kernel says about an interface and what it has. See netstate.h. */
#include <errno.h>

#include "array.h"
#include "netio.h"
#include "netvlans.h"

/* How often a dump that changed while it was read is asked for anew. */
#define DUMP_TRIES 5

static void read_hwaddr(struct hp_hwaddr *ret, const struct nlattr *attr)
{
	*ret = (struct hp_hwaddr){0};
	if (!attr || nla_len(attr) > HP_HWADDR_MAX)
		return;
	ret->len = nla_len(attr);
	memcpy(ret->bytes, nla_data(attr), ret->len);
}

static void read_kind(struct hp_net_link *link, struct nlattr *info)
{
	const struct nlattr *kind =
		info ? nla_find(nla_data(info), nla_len(info), IFLA_INFO_KIND) : NULL;

	if (kind)
		nla_strlcpy(link->kind, kind, sizeof(link->kind));
}

static int read_altnames(struct hp_net_altnames *ret, const struct nlattr *list)
{
	const struct nlattr *attr;
	int rest, r = 0;

	if (!list)
		return 0;
	nla_for_each_nested(attr, list, rest) {
		char name[HP_NET_ALTNAME_MAX];

		if (r < 0 || nla_type(attr) != IFLA_ALT_IFNAME)
			continue;
		nla_strlcpy(name, attr, sizeof(name));
		r = hp_net_altnames_add(ret, name);
	}
	return r;
}

static void read_amounts(struct hp_net_link *link, struct nlattr *const attrs[])
{
	for (size_t i = 0; i < HP_NET_AMOUNTS; i++) {
		const struct nlattr *attr = attrs[hp_net_amount_kinds[i].attribute];

		if (attr)
			link->amount[i] = hp_net_read_u32(attr);
	}
}

/* altnames may be NULL. */
struct link_answer {
	struct hp_net_link link;
	struct hp_net_altnames *altnames;
	bool has_altnames;
};

static int read_link(struct nlmsghdr *hdr, void *data)
{
	const struct ifinfomsg *info = nlmsg_data(hdr);
	struct nlattr *attrs[IFLA_MAX + 1];
	struct link_answer *answer = data;
	struct hp_net_link *link = &answer->link;

	if (hdr->nlmsg_type != RTM_NEWLINK)
		return 0;
	if (nlmsg_parse(hdr, sizeof(*info), attrs, IFLA_MAX, NULL) < 0 ||
	    !attrs[IFLA_IFNAME])
		return -EBADMSG;
	answer->has_altnames = attrs[IFLA_PROP_LIST];
	link->ifindex = info->ifi_index;
	link->type = info->ifi_type;
	link->flags = info->ifi_flags;
	nla_strlcpy(link->name, attrs[IFLA_IFNAME], sizeof(link->name));
	link->mtu = hp_net_read_u32(attrs[IFLA_MTU]);
	read_hwaddr(&link->mac, attrs[IFLA_ADDRESS]);
	read_hwaddr(&link->permanent_mac, attrs[IFLA_PERM_ADDRESS]);
	link->master = hp_net_read_u32(attrs[IFLA_MASTER]);
	link->lower = hp_net_read_u32(attrs[IFLA_LINK]);
	if (link->lower && attrs[IFLA_LINK_NETNSID])
		link->lower = HP_NET_ELSEWHERE;
	read_kind(link, attrs[IFLA_LINKINFO]);
	if (attrs[IFLA_IFALIAS])
		nla_strlcpy(link->alias, attrs[IFLA_IFALIAS], sizeof(link->alias));
	read_amounts(link, attrs);
	return answer->altnames ? read_altnames(answer->altnames, attrs[IFLA_PROP_LIST])
				: 0;
}

/* Either is looked for among the names and the alternative names. */
static int name_attribute(const char *name)
{
	return strlen(name) < IFNAMSIZ ? IFLA_IFNAME : IFLA_ALT_IFNAME;
}

/* Of what is asked about one interface, behind the head. */
#define ASK_MAX                                                                          \
	(NLMSG_ALIGN(sizeof(struct ifinfomsg)) + 2 * NLA_HDRLEN + 4 + HP_NET_ALTNAME_MAX)

/* Counters cost the kernel more than all the rest of an answer. */
static int put_ask(struct nl_msg *msg, unsigned int ifindex)
{
	struct ifinfomsg info = {.ifi_index = ifindex};

	if (!msg || nlmsg_append(msg, &info, sizeof(info), NLMSG_ALIGNTO) < 0 ||
	    nla_put_u32(msg, IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS) < 0)
		return -ENOMEM;
	return 0;
}

int hp_net_ask_link(struct nl_msg *msg, const struct hp_net_state *state,
		    const struct hp_net_file *file)
{
	return put_ask(msg, state->link.ifindex);
}

static int ask_link(struct hp_netlink *nl, unsigned int ifindex, const char *name,
		    struct link_answer *answer)
{
	_cleanup_msg_ struct nl_msg *msg = hp_netlink_message_of(RTM_GETLINK, 0, ASK_MAX);
	int r = put_ask(msg, ifindex);

	if (r < 0)
		return r;
	if (!ifindex && nla_put_string(msg, name_attribute(name), name) < 0)
		return -ENOMEM;
	r = hp_netlink_query(nl, msg, read_link, answer);
	return r == 0 && !answer->link.ifindex ? -ENODEV : r;
}

int hp_net_link_get(struct hp_netlink *nl, unsigned int ifindex, const char *name,
		    struct hp_net_link *ret)
{
	struct link_answer answer = {0};
	int r = ask_link(nl, ifindex, name, &answer);

	if (r == 0)
		*ret = answer.link;
	return r;
}

static int read_one_of_many(struct nlmsghdr *hdr, void *data)
{
	struct link_answer answer = {0};
	struct hp_net_links *links = data;
	int r = read_link(hdr, &answer);

	if (r < 0 || !answer.link.ifindex)
		return r;
	links->has_altnames |= answer.has_altnames;
	r = hp_array_grow(&links->link, links->n, sizeof(*links->link));
	if (r == 0)
		links->link[links->n++] = answer.link;
	return r;
}

static int dump_links(struct hp_netlink *nl, struct hp_net_links *ret)
{
	_cleanup_msg_ struct nl_msg *msg = hp_netlink_message(RTM_GETLINK, NLM_F_DUMP);
	int r = put_ask(msg, 0);

	ret->n = 0;
	return r < 0 ? r : hp_netlink_query(nl, msg, read_one_of_many, ret);
}

int hp_net_links_read(struct hp_netlink *nl, struct hp_net_links *ret)
{
	int r = -EINTR;

	for (int i = 0; i < DUMP_TRIES && r == -EINTR; i++)
		r = dump_links(nl, ret);
	return r;
}

void hp_net_links_free(struct hp_net_links *links)
{
	free(links->link);
	*links = (struct hp_net_links){0};
}

struct answer {
	const struct hp_net_io *io;
	const struct hp_net_file *file;
	struct hp_net_state *state;
};

static int read_answer(struct nlmsghdr *hdr, void *data)
{
	const struct answer *answer = data;

	if (hdr->nlmsg_type != (answer->io->told ?: answer->io->add))
		return 0;
	return answer->io->read(hdr, answer->file, answer->state);
}

static int dump_once(struct hp_netlink *nl, struct hp_net_state *state,
		     const struct hp_net_file *file, enum hp_net_object_kind kind)
{
	struct answer answer = {hp_net_ios[kind], file, state};
	_cleanup_msg_ struct nl_msg *msg =
		hp_netlink_message(answer.io->get, answer.io->asks_one ? 0 : NLM_F_DUMP);

	if (!msg || answer.io->ask(msg, state, file) < 0)
		return -ENOMEM;
	hp_net_objects_drop(&state->objects, kind);
	return hp_netlink_query(nl, msg, read_answer, &answer);
}

static int dump(struct hp_netlink *nl, struct hp_net_state *state,
		const struct hp_net_file *file, enum hp_net_object_kind kind)
{
	int r = -EINTR;

	if (hp_net_ios[kind]->load)
		return hp_net_ios[kind]->load(state, file);
	for (int i = 0; i < DUMP_TRIES && r == -EINTR; i++)
		r = dump_once(nl, state, file, kind);
	return r;
}

int hp_net_state_get(struct hp_netlink *nl, unsigned int ifindex,
		     struct hp_net_state *ret)
{
	_cleanup_(hp_net_state_free) struct hp_net_state state = {0};
	struct link_answer answer = {.altnames = &state.altnames};
	int r = ask_link(nl, ifindex, NULL, &answer);

	state.link = answer.link;
	if (r == 0)
		r = dump(nl, &state, NULL, HP_NET_ADDRESS);
	if (r < 0)
		return r;
	*ret = state;
	state = (struct hp_net_state){0};
	return 0;
}

static bool asks_for(const struct hp_net_file *file, enum hp_net_object_kind kind)
{
	for (size_t i = 0; i < file->n_objects; i++)
		if (file->objects[i].object.kind == kind)
			return true;
	return false;
}

int hp_net_state_complete(struct hp_netlink *nl, const struct hp_net_file *file,
			  struct hp_net_state *state)
{
	int r = 0;

	for (size_t i = HP_NET_ADDRESS + 1; i < HP_NET_OBJECT_KINDS && file; i++) {
		if (asks_for(file, i))
			r = dump(nl, state, file, i);
		/* A kernel that does not know the kind has none; that none can be added
		 * is said with the line that asks for it. */
		if (r < 0 && r != -EOPNOTSUPP)
			return r;
	}
	return file && file->vlans ? hp_net_vlans_read(nl, state) : 0;
}

void hp_net_state_free(struct hp_net_state *state)
{
	hp_net_altnames_free(&state->altnames);
	hp_net_objects_free(&state->objects);
	free(state->vlans);
	*state = (struct hp_net_state){0};
}
