/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: make a virtual device through rtnetlink. See netdevwrite.h. */
#include <errno.h>
#include <linux/sockios.h>
#include <sys/ioctl.h>

#include "log.h"
#include "netdevmake.h"
#include "netdevwrite.h"
#include "netlink.h"
#include "netrecord.h"

#define LOOPBACK_IFINDEX 1 /* include/net/net_namespace.h */

/* Behind the header, beside the kind's attributes: their own headers, the name, ... */
#define FIXED_SIZE	 512

size_t hp_netdev_attrs_size(const struct hp_net_attrs *attrs)
{
	size_t size = FIXED_SIZE;

	for (size_t i = 0; i < attrs->n; i++)
		size += nla_total_size(attrs->attr[i].len);
	return size;
}

/* Those whose types are from first on, and below end. */
static int put_range(struct nl_msg *msg, const struct hp_net_attrs *attrs, uint16_t first,
		     uint16_t end)
{
	for (size_t i = 0; i < attrs->n; i++) {
		const struct hp_net_attr *attr = &attrs->attr[i];
		const struct hp_net_attr_form *form = attr->row->form;
		int nested = form->is_nested ? NLA_F_NESTED : 0;

		if (attr->row->type < first || attr->row->type >= end)
			continue;
		if (nla_put(msg, attr->row->type | nested, form->is_empty ? 0 : attr->len,
			    attr->bytes) < 0)
			return -ENOMEM;
	}
	return 0;
}

int hp_netdev_put_attrs(struct nl_msg *msg, const struct hp_net_attrs *attrs)
{
	return put_range(msg, attrs, 0, HP_NETDEV_UNSENT);
}

int hp_netdev_put_told(struct nl_msg *msg, const struct hp_netdev *netdev)
{
	return put_range(msg, &netdev->attrs, netdev->kind->told, HP_NETDEV_UNSENT);
}

/* What is for rtnetlink. */
static int put_own(struct nl_msg *msg, const struct hp_netdev *netdev)
{
	return put_range(msg, &netdev->attrs, 0, netdev->kind->told ?: HP_NETDEV_UNSENT);
}

static int put_mtu(struct nl_msg *msg, const struct hp_net_file *file)
{
	return file->mtu_where.file ? nla_put_u32(msg, IFLA_MTU, file->mtu) : 0;
}

/* The attributes of the device at the other end; the MTU is that of both. */
static int put_peer(struct nl_msg *msg, const struct hp_net_file *file)
{
	struct ifinfomsg info = {0};
	struct nlattr *peer = nla_nest_start(msg, file->netdev->kind->peer);

	if (!peer || nlmsg_append(msg, &info, sizeof(info), NLMSG_ALIGNTO) < 0 ||
	    hp_netdev_put_attrs(msg, &file->netdev->attrs) < 0 || put_mtu(msg, file) < 0)
		return -ENOMEM;
	return nla_nest_end(msg, peer);
}

static int put_data(struct nl_msg *msg, const struct hp_net_file *file,
		    unsigned int lower)
{
	const struct hp_netdev *netdev = file->netdev;
	struct nlattr *data;

	if (netdev->attrs.n == 0 && !netdev->kind->lower)
		return 0;
	data = nla_nest_start(msg, IFLA_INFO_DATA);
	if (!data)
		return -ENOMEM;
	if (hp_netdev_is_of_peer(netdev) ? put_peer(msg, file) : put_own(msg, netdev))
		return -ENOMEM;
	if (lower && netdev->kind->lower && nla_put_u32(msg, netdev->kind->lower, lower))
		return -ENOMEM;
	return nla_nest_end(msg, data);
}

static int put_info(struct nl_msg *msg, const struct hp_net_file *file,
		    unsigned int lower)
{
	struct nlattr *info = nla_nest_start(msg, IFLA_LINKINFO);

	if (!info ||
	    nla_put_string(msg, IFLA_INFO_KIND,
			   hp_netdev_kind_driver(file->netdev->kind)) < 0 ||
	    put_data(msg, file, lower) < 0)
		return -ENOMEM;
	return nla_nest_end(msg, info);
}

static int put_link(struct nl_msg *msg, const struct hp_net_file *file,
		    unsigned int lower)
{
	const struct hp_hwaddr *mac = &file->mac;

	if (nla_put_string(msg, IFLA_IFNAME, file->ifname) < 0)
		return -ENOMEM;
	if (file->mac_where.file && nla_put(msg, IFLA_ADDRESS, mac->len, mac->bytes) < 0)
		return -ENOMEM;
	if (put_mtu(msg, file) < 0)
		return -ENOMEM;
	if (lower && !file->netdev->kind->lower && nla_put_u32(msg, IFLA_LINK, lower) < 0)
		return -ENOMEM;
	return put_info(msg, file, lower);
}

struct nl_msg *hp_netdev_message(const struct hp_net_file *file, unsigned int lower,
				 int flags)
{
	struct ifinfomsg info = {0};
	_cleanup_msg_ struct nl_msg *msg = hp_netlink_message_of(
		RTM_NEWLINK, flags, hp_netdev_attrs_size(&file->netdev->attrs));

	if (!lower && hp_netdev_is_on_loopback(file))
		lower = LOOPBACK_IFINDEX;
	if (!msg || nlmsg_append(msg, &info, sizeof(info), NLMSG_ALIGNTO) < 0 ||
	    put_link(msg, file, lower) < 0)
		return NULL;
	return TAKE_PTR(msg);
}

static bool is_of_kind(const struct hp_net_link *link, const struct hp_netdev_kind *kind)
{
	return streq(link->kind, hp_netdev_kind_driver(kind)) &&
	       (!kind->type || kind->type == link->type);
}

bool hp_netdev_is(const struct hp_net_file *file, unsigned int lower,
		  const struct hp_net_link *link, const struct hp_net_where *where)
{
	const char *kind = file->netdev->kind->name;

	if (!is_of_kind(link, file->netdev->kind))
		hp_error(0, "%s:%u:%u: %s is there, and is no %s but %s", where->file,
			 where->line, where->column, link->name, kind,
			 *link->kind ? link->kind : "a device of its own");
	else if (lower && link->lower && link->lower != lower)
		hp_error(0, "%s:%u:%u: %s is there, over another interface", where->file,
			 where->line, where->column, link->name);
	else
		return true;
	return false;
}

/* Takes what is there by that name. Returns 0, -ENODEV, -ENOTUNIQ or another errno. */
static int take(struct hp_netlink *nl, const struct hp_net_file *file, unsigned int lower,
		unsigned int *ret_ifindex)
{
	struct hp_net_link link;
	int r = hp_net_link_get(nl, 0, file->ifname, &link);

	if (r < 0)
		return r;
	if (!hp_netdev_is(file, lower, &link, &file->ifname_where))
		return -ENOTUNIQ;
	*ret_ifindex = link.ifindex;
	return 0;
}

/* The kernel says that there is one. Where none has the name, the name of its peer is
 * meant, or the number of a VLAN. */
static int take_other(struct hp_netlink *nl, const struct hp_net_file *file,
		      unsigned int lower, unsigned int *ret_ifindex)
{
	int r = take(nl, file, lower, ret_ifindex);

	return r == -ENODEV ? -EEXIST : r;
}

static int request(struct hp_netlink *nl, const struct hp_net_file *file,
		   unsigned int lower, int flags)
{
	_cleanup_msg_ struct nl_msg *msg = hp_netdev_message(file, lower, flags);

	return msg ? hp_netlink_request(nl, msg) : -ENOMEM;
}

/*
 * The driver made one itself, as bonding, dummy and ifb do of that name and number 0 when
 * they are loaded, which our request had the kernel do: that one is told what ours would
 * have been.
 */
static int adopt(struct hp_netlink *nl, const struct hp_net_file *file,
		 unsigned int lower, unsigned int *ret_ifindex)
{
	int r = take_other(nl, file, lower, ret_ifindex);

	return r < 0 ? r : request(nl, file, lower, 0);
}

void hp_netdev_drop(struct hp_netlink *nl, const char *name)
{
	struct ifinfomsg info = {0};
	_cleanup_msg_ struct nl_msg *msg = hp_netlink_message(RTM_DELLINK, 0);
	int r = -ENOMEM;

	if (msg && nlmsg_append(msg, &info, sizeof(info), NLMSG_ALIGNTO) == 0 &&
	    nla_put_string(msg, IFLA_IFNAME, name) == 0)
		r = hp_netlink_request(nl, msg);
	if (r < 0 && r != -ENODEV)
		hp_error(r, "%s: cannot be taken back", name);
}

/* Kinds that the kernel does not make by one message. */
static const struct {
	const char *kind;
	int (*make)(struct hp_netlink *nl, const struct hp_net_file *file,
		    unsigned int lower);
} makers[] = {
	{"batadv", hp_netdev_make_batadv},
	{"macsec", hp_netdev_make_macsec},
	{"tap", hp_netdev_make_tun},
	{"tun", hp_netdev_make_tun},
	{"wireguard", hp_netdev_make_wireguard},
};

int hp_netdev_request(struct hp_netlink *nl, const struct hp_net_file *file,
		      unsigned int lower)
{
	return request(nl, file, lower, NLM_F_CREATE | NLM_F_EXCL);
}

static int create(struct hp_netlink *nl, const struct hp_net_file *file,
		  unsigned int lower)
{
	for (size_t i = 0; i < ARRAY_SIZE(makers); i++)
		if (streq(makers[i].kind, file->netdev->kind->name))
			return makers[i].make(nl, file, lower);
	return hp_netdev_request(nl, file, lower);
}

/* One call costs an eighth of what all that the kernel says of a link does. */
static int find(struct hp_netlink *nl, const char *name, unsigned int *ret_ifindex)
{
	struct ifreq request = {0};

	strcpy(request.ifr_name, name);
	if (ioctl(nl_socket_get_fd(nl->sock), SIOCGIFINDEX, &request) < 0)
		return -errno;
	*ret_ifindex = request.ifr_ifindex;
	return 0;
}

static int make_locked(struct hp_netlink *nl, const struct hp_net_file *file,
		       unsigned int lower, unsigned int *ret_ifindex, bool *ret_made)
{
	/* No driver makes one of these itself: who has the name was there before. */
	bool is_over = lower && !file->netdev->kind->lower;
	int r = is_over ? -ENODEV : take(nl, file, lower, ret_ifindex);

	if (r != -ENODEV)
		return r;
	r = create(nl, file, lower);
	if (r == -EEXIST && is_over)
		return take_other(nl, file, lower, ret_ifindex);
	if (r == -EEXIST)
		r = adopt(nl, file, lower, ret_ifindex);
	if (r < 0)
		return r;
	r = find(nl, file->ifname, ret_ifindex);
	if (r < 0)
		hp_netdev_drop(nl, file->ifname);
	*ret_made = r == 0;
	return r;
}

int hp_netdev_make(struct hp_netlink *nl, const struct hp_net_file *file,
		   unsigned int lower, unsigned int *ret_ifindex, bool *ret_made)
{
	/* Without /run, the kernel's word has to do. */
	_cleanup_close_ int lock = hp_net_device_lock(file->ifname);
	unsigned int ifindex;
	int r;

	*ret_made = false;
	if (lock == -ETIMEDOUT)
		return lock;
	r = make_locked(nl, file, lower, &ifindex, ret_made);
	if (r == 0)
		*ret_ifindex = ifindex;
	return r;
}

struct members {
	unsigned int master;
	bool found;
};

/* The kernel filters as well, from 4.x on. */
static int see_member(struct nlmsghdr *hdr, void *data)
{
	const struct nlattr *master =
		nlmsg_find_attr(hdr, sizeof(struct ifinfomsg), IFLA_MASTER);
	struct members *members = data;

	if (master && nla_len(master) == sizeof(members->master) &&
	    nla_get_u32(master) == members->master)
		members->found = true;
	return 0;
}

bool hp_netdev_has_members(struct hp_netlink *nl, unsigned int ifindex)
{
	struct ifinfomsg info = {0};
	struct members members = {.master = ifindex};
	_cleanup_msg_ struct nl_msg *msg = hp_netlink_message(RTM_GETLINK, NLM_F_DUMP);

	if (!msg || nlmsg_append(msg, &info, sizeof(info), NLMSG_ALIGNTO) < 0 ||
	    nla_put_u32(msg, IFLA_MASTER, ifindex) < 0)
		return true;
	return hp_netlink_query(nl, msg, see_member, &members) < 0 || members.found;
}

int hp_netdev_unmake(struct hp_netlink *nl, unsigned int ifindex)
{
	struct ifinfomsg info = {.ifi_index = ifindex};
	_cleanup_msg_ struct nl_msg *msg = hp_netlink_message(RTM_DELLINK, 0);

	if (!msg || nlmsg_append(msg, &info, sizeof(info), NLMSG_ALIGNTO) < 0)
		return -ENOMEM;
	return hp_netlink_request(nl, msg);
}
