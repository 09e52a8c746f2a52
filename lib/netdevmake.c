/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: make the virtual devices that are told by generic netlink what they are. See
 * netdevmake.h. */
#include <errno.h>

#include "log.h"
#include "netdevmake.h"
#include "netdevwrite.h"
#include "netlink.h"

#define WHERE(w) (w)->file, (w)->line, (w)->column

int hp_netdev_read_key(const struct hp_net_attrs *attrs, hp_key_parser parse,
		       uint8_t *ret)
{
	const struct hp_net_attr *path =
		hp_net_attrs_find_type(attrs, HP_NETDEV_KEY_FILE);
	bool open = false;
	int r;

	if (!path)
		return 0;
	r = hp_keyfile_read(ret, parse, (const char *)path->bytes, &open);
	if (r < 0)
		return hp_error(r, "%s:%u:%u: %s: no key can be read there",
				WHERE(&path->where), (const char *)path->bytes);
	if (open)
		hp_warning(0, "%s:%u:%u: others can read %s", WHERE(&path->where),
			   (const char *)path->bytes);
	return 1;
}

int hp_netdev_tell_secret(struct hp_netlink *genl, struct nl_msg *msg)
{
	int r = msg ? hp_netlink_request(genl, msg) : -ENOMEM;

	if (msg)
		explicit_bzero(nlmsg_data(nlmsg_hdr(msg)), nlmsg_datalen(nlmsg_hdr(msg)));
	return r;
}

static void take_back(struct hp_netlink *nl, unsigned int ifindex, const char *name)
{
	int r = hp_netdev_unmake(nl, ifindex);

	if (r < 0 && r != -ENODEV)
		hp_error(r, "%s: cannot be taken back", name);
}

/* Others may rename it from the moment that it is there. */
int hp_netdev_make_told(struct hp_netlink *nl, const struct hp_net_file *file,
			unsigned int lower,
			int (*tell)(struct hp_netlink *genl, unsigned int ifindex,
				    const struct hp_net_file *file))
{
	_cleanup_(hp_netlink_closep) struct hp_netlink *genl = NULL;
	int r = hp_netlink_open_protocol(&genl, NETLINK_GENERIC);
	struct hp_net_link link;

	if (r == 0)
		r = hp_netdev_request(nl, file, lower);
	if (r < 0)
		return r;
	r = hp_net_link_get(nl, 0, file->ifname, &link);
	if (r < 0)
		hp_netdev_drop(nl, file->ifname);
	if (r < 0)
		return r;
	r = tell(genl, link.ifindex, file);
	if (r == 0)
		return 0;
	take_back(nl, link.ifindex, file->ifname);
	memcpy(nl->why, genl->why, sizeof(nl->why));
	return r;
}
