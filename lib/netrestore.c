/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what the kernel drops of an interface that is taken down, kept to be put back.
 * See netrestore.h. */
#include <errno.h>
#include <linux/if_addr.h>
#include <time.h>

#include "clock.h"
#include "log.h"
#include "netio.h"
#include "netrestore.h"
#include "netrestore_kind.h"
#include "netwrite.h"

/* How often a dump that changed while it was read is asked for anew. */
#define DUMP_TRIES 5
/* Copper takes three or four seconds to have its carrier back. */
#define CARRIER_MS 10000
#define LOOK_MS	   50

struct hp_net_restore {
	char name[IFNAMSIZ];
	struct hp_net_restore_links links; /* the first is the interface */
	size_t n;
	struct hp_net_restore_item *item;
};

static void drop_items(struct hp_net_restore *restore, size_t n)
{
	while (restore->n > n)
		nlmsg_free(restore->item[--restore->n].msg);
}

void hp_net_restore_freep(struct hp_net_restore **restore)
{
	if (!*restore)
		return;
	drop_items(*restore, 0);
	free((*restore)->item);
	free((*restore)->links.link);
	free((*restore)->links.nexthop);
	free(*restore);
	*restore = NULL;
}

static int add_link(struct hp_net_restore_links *links, const struct hp_net_link *link)
{
	void *p = reallocarray(links->link, links->n + 1, sizeof(*links->link));

	if (!p)
		return -ENOMEM;
	links->link = p;
	links->link[links->n].ifindex = link->ifindex;
	links->link[links->n++].is_up = link->flags & IFF_UP;
	return 0;
}

/* VLANs over one that is kept, and VLANs over those. */
static int add_vlans(struct hp_net_restore_links *links, const struct hp_net_links *all)
{
	int r = 0;

	for (size_t i = 0; i < links->n; i++)
		for (size_t j = 0; r == 0 && j < all->n; j++) {
			const struct hp_net_link *link = &all->link[j];

			if (link->lower == links->link[i].ifindex &&
			    streq(link->kind, "vlan") &&
			    !hp_net_restore_has(links, link->ifindex))
				r = add_link(links, link);
		}
	return r;
}

static int read_links(struct hp_net_restore *restore, struct hp_netlink *nl,
		      unsigned int ifindex)
{
	_cleanup_(hp_net_links_free) struct hp_net_links all = {0};
	struct hp_net_link link;
	int r = hp_net_link_get(nl, ifindex, NULL, &link);

	if (r == 0)
		r = hp_net_links_read(nl, &all);
	if (r == 0)
		r = add_link(&restore->links, &link);
	if (r < 0)
		return r;
	strcpy(restore->name, link.name);
	return add_vlans(&restore->links, &all);
}

static int copy_attributes(struct nl_msg *msg, const struct hp_net_restore_kind *kind,
			   struct nlmsghdr *told)
{
	const struct nlattr *attr;
	int left;

	nlmsg_for_each_attr(attr, told, kind->header, left)
	{
		if (nla_type(attr) < 64 && kind->settled >> nla_type(attr) & 1 &&
		    nla_put(msg, attr->nla_type, nla_len(attr), nla_data(attr)) < 0)
			return -ENOMEM;
	}
	return 0;
}

/* The message that adds what was told. */
static struct nl_msg *adding(const struct hp_net_restore_links *links,
			     const struct hp_net_restore_kind *kind,
			     struct nlmsghdr *told)
{
	_cleanup_msg_ struct nl_msg *msg = hp_netlink_message_of(
		kind->add, kind->flags, nlmsg_datalen(told) + NLMSG_ALIGNTO * 4);

	if (!msg ||
	    nlmsg_append(msg, nlmsg_data(told), kind->header, NLMSG_ALIGNTO) < 0 ||
	    copy_attributes(msg, kind, told) < 0 ||
	    (kind->amend && kind->amend(links, msg, told) < 0))
		return NULL;
	return TAKE_PTR(msg);
}

struct reading {
	struct hp_net_restore *restore;
	const struct hp_net_restore_kind *kind;
};

static int read_answer(struct nlmsghdr *hdr, void *data)
{
	const struct reading *reading = data;
	struct hp_net_restore *restore = reading->restore;
	const struct hp_net_restore_kind *kind = reading->kind;
	void *p;
	int r;

	if (hdr->nlmsg_type != kind->add || nlmsg_datalen(hdr) < (int)kind->header ||
	    (kind->ask_family && *(uint8_t *)nlmsg_data(hdr) != kind->ask_family))
		return 0;
	r = kind->keeps(&restore->links, hdr);
	if (r <= 0)
		return r;
	p = reallocarray(restore->item, restore->n + 1, sizeof(*restore->item));
	if (!p)
		return -ENOMEM;
	restore->item = p;
	restore->item[restore->n] = (struct hp_net_restore_item){
		kind, .msg = adding(&restore->links, kind, hdr)};
	return restore->item[restore->n].msg ? restore->n++, 0 : -ENOMEM;
}

/* Those of one interface, where there is only one. */
static struct nl_msg *asking(const struct hp_net_restore_links *links,
			     const struct hp_net_restore_kind *kind)
{
	_cleanup_msg_ struct nl_msg *msg = hp_netlink_message(kind->get, NLM_F_DUMP);
	char header[sizeof(struct ndmsg) + sizeof(struct rtmsg)] = {0};

	header[0] = kind->ask_family;
	if (kind->ask_flags)
		((struct ndmsg *)header)->ndm_flags = kind->ask_flags;
	if (!msg || nlmsg_append(msg, header, kind->header, NLMSG_ALIGNTO) < 0)
		return NULL;
	if (kind->oif && links->n == 1 &&
	    nla_put_u32(msg, kind->oif, links->link[0].ifindex) < 0)
		return NULL;
	return TAKE_PTR(msg);
}

/* Those from the first one on. */
static void reverse(struct hp_net_restore *restore, size_t first)
{
	struct hp_net_restore_item *item = restore->item;

	for (size_t last = restore->n; first + 1 < last; first++) {
		struct hp_net_restore_item other = item[first];

		item[first] = item[--last];
		item[last] = other;
	}
}

/* A kernel that does not know the kind has none. */
static int read_kind(struct hp_net_restore *restore, struct hp_netlink *nl,
		     const struct hp_net_restore_kind *kind)
{
	struct reading reading = {restore, kind};
	size_t before = restore->n;
	int r = -EINTR;

	for (int i = 0; i < DUMP_TRIES && r == -EINTR; i++) {
		_cleanup_msg_ struct nl_msg *msg = asking(&restore->links, kind);

		drop_items(restore, before);
		r = msg ? hp_netlink_query(nl, msg, read_answer, &reading) : -ENOMEM;
	}
	if (r == 0 && kind->reversed)
		reverse(restore, before);
	return r == -EOPNOTSUPP ? 0 : r;
}

int hp_net_restore_read(struct hp_net_restore **ret, struct hp_netlink *nl,
			unsigned int ifindex)
{
	_cleanup_(hp_net_restore_freep) struct hp_net_restore *restore =
		calloc(1, sizeof(*restore));
	int r = restore ? read_links(restore, nl, ifindex) : -ENOMEM;

	for (size_t i = 0; r == 0 && i < hp_net_restore_n_kinds; i++)
		r = read_kind(restore, nl, &hp_net_restore_kinds[i]);
	if (r == 0)
		*ret = TAKE_PTR(restore);
	return r;
}

static void describe(const struct hp_net_restore_item *item,
		     char ret[static HP_NET_OBJECT_TEXT])
{
	struct nlmsghdr *hdr = nlmsg_hdr(item->msg);
	const struct rtmsg *info = nlmsg_data(hdr);
	const struct nlattr *id =
		nlmsg_find_attr(hdr, item->kind->header, item->kind->id);
	bool is_network = item->kind->add == RTM_NEWROUTE;
	struct hp_prefix ip;

	snprintf(ret, HP_NET_OBJECT_TEXT, "%s ", item->kind->name);
	if (!id && item->kind->add == RTM_NEWADDR)
		id = nlmsg_find_attr(hdr, item->kind->header, IFA_ADDRESS);
	if (item->kind->add == RTM_NEWNEXTHOP)
		hp_net_text_add_number(ret, "", hp_net_read_u32(id));
	else if (!id)
		hp_net_text_add(ret, "", "default");
	else if (hp_net_read_ip(&ip, info->rtm_family, hp_family_bits(info->rtm_family),
				id))
		ip.length = is_network ? info->rtm_dst_len : ip.length,
		hp_net_text_add_ip(ret, "", &ip);
}

/* Adds what is not there. Returns how many were added. */
static size_t add_items(struct hp_net_restore *restore, struct hp_netlink *nl)
{
	size_t added = 0;

	for (size_t i = 0; i < restore->n; i++) {
		struct hp_net_restore_item *item = &restore->item[i];

		if (!item->msg)
			continue;
		item->error = item->kind->put_back
				      ? item->kind->put_back(nl, item, restore->n - i)
				      : hp_netlink_request(nl, item->msg);
		if (item->error < 0 && item->error != -EEXIST)
			continue;
		nlmsg_free(item->msg);
		item->msg = NULL;
		added++;
	}
	return added;
}

/* Gives the carrier a moment, where something waits for it. Returns whether it did. */
static bool wait_for_carrier(const struct hp_net_restore *restore, int64_t until)
{
	static const struct timespec pause = {.tv_nsec = LOOK_MS * 1000000};

	for (size_t i = 0; i < restore->n; i++) {
		const struct hp_net_restore_item *item = &restore->item[i];

		if (item->msg && item->error == -ENETDOWN && hp_clock_ms() < until) {
			nanosleep(&pause, NULL);
			return true;
		}
	}
	return false;
}

/* Says what is still missing. Returns the first error. */
static int tell_missing(const struct hp_net_restore *restore)
{
	char text[HP_NET_OBJECT_TEXT];
	int r = 0;

	for (size_t i = 0; i < restore->n; i++) {
		const struct hp_net_restore_item *item = &restore->item[i];

		if (!item->msg)
			continue;
		describe(item, text);
		hp_error(item->error, "%s: cannot be put back: %s", restore->name, text);
		r = r ?: item->error;
	}
	return r;
}

/* In the order of the links: a VLAN cannot be up over one that is not. */
static int write_links(const struct hp_net_restore *restore, struct hp_netlink *nl)
{
	const struct hp_net_restore_links *links = &restore->links;
	int r = 0;

	if (!links->link[0].is_up)
		return 0;
	for (size_t i = 0; r == 0 && i < links->n; i++)
		r = hp_net_write_up(nl, links->link[i].ifindex, links->link[i].is_up);
	return r < 0 ? hp_error(r, "%s: cannot be brought up again", restore->name) : 0;
}

int hp_net_restore_put_back(struct hp_net_restore *restore, struct hp_netlink *nl)
{
	int64_t until = hp_clock_ms() + CARRIER_MS;
	char why[HP_NETLINK_WHY_MAX];
	int r;

	strcpy(why, nl->why);
	r = write_links(restore, nl);
	/* One may be the way to another one's gateway. */
	while (r == 0 && (add_items(restore, nl) > 0 || wait_for_carrier(restore, until)))
		continue;
	if (r == 0)
		r = tell_missing(restore);
	strcpy(nl->why, why);
	return r;
}
