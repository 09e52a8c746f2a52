/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: make WireGuard devices: by rtnetlink, and then tell them their keys and peers
 * by the family wireguard of generic netlink. See netdevmake.h. */
#include <errno.h>
#include <linux/wireguard.h>

#include "log.h"
#include "netdevmake.h"
#include "netdevwrite.h"
#include "netfamily.h"
#include "wgkey.h"

/* nla_put() adds a second attribute of a type, and that is the one that counts. */
static int put_key(struct nl_msg *msg, int type, const uint8_t *key)
{
	return key ? nla_put(msg, type, HP_WGKEY_BYTES, key) : 0;
}

static int put_device(struct nl_msg *msg, const struct hp_net_attrs *attrs,
		      const uint8_t *key)
{
	if (nla_put_u32(msg, WGDEVICE_A_FLAGS, WGDEVICE_F_REPLACE_PEERS) < 0 ||
	    hp_netdev_put_attrs(msg, attrs) < 0 ||
	    put_key(msg, WGDEVICE_A_PRIVATE_KEY, key) < 0)
		return -ENOMEM;
	return 0;
}

static int put_peer(struct nl_msg *msg, const struct hp_net_attrs *attrs,
		    const uint8_t *key)
{
	struct nlattr *list = nla_nest_start(msg, WGDEVICE_A_PEERS), *peer;

	peer = list ? nla_nest_start(msg, 0) : NULL;
	if (!peer || nla_put_u32(msg, WGPEER_A_FLAGS, WGPEER_F_REPLACE_ALLOWEDIPS) < 0 ||
	    hp_netdev_put_attrs(msg, attrs) < 0 ||
	    put_key(msg, WGPEER_A_PRESHARED_KEY, key) < 0)
		return -ENOMEM;
	nla_nest_end(msg, peer);
	nla_nest_end(msg, list);
	return 0;
}

struct nl_msg *hp_netdev_wireguard_message(uint16_t family, unsigned int ifindex,
					   const struct hp_net_file *file,
					   const struct hp_netdev_part *peer,
					   const uint8_t *key)
{
	const struct hp_net_attrs *attrs = peer ? &peer->attrs : &file->netdev->attrs;
	_cleanup_msg_ struct nl_msg *msg =
		hp_netfamily_message(family, WG_CMD_SET_DEVICE, WG_GENL_VERSION, 0);

	if (!msg ||
	    nlmsg_expand(msg, nlmsg_get_max_size(msg) + hp_netdev_attrs_size(attrs)) <
		    0 ||
	    nla_put_u32(msg, WGDEVICE_A_IFINDEX, ifindex) < 0)
		return NULL;
	if (peer ? put_peer(msg, attrs, key) : put_device(msg, attrs, key))
		return NULL;
	return TAKE_PTR(msg);
}

#define WHERE(w) (w)->file, (w)->line, (w)->column

/* The key of the file that attrs name. Returns 1 where they name one. */
static int read_key(const struct hp_net_attrs *attrs, uint8_t ret[static HP_WGKEY_BYTES])
{
	const struct hp_net_attr *path =
		hp_net_attrs_find_type(attrs, HP_NETDEV_KEY_FILE);
	bool open = false;
	int r;

	if (!path)
		return 0;
	r = hp_wgkey_read(ret, (const char *)path->bytes, &open);
	if (r < 0)
		return hp_error(r, "%s:%u:%u: %s: no key can be read there",
				WHERE(&path->where), (const char *)path->bytes);
	if (open)
		hp_warning(0, "%s:%u:%u: others can read %s", WHERE(&path->where),
			   (const char *)path->bytes);
	return 1;
}

static int tell(struct hp_netlink *genl, uint16_t family, unsigned int ifindex,
		const struct hp_net_file *file, const struct hp_netdev_part *peer)
{
	_cleanup_msg_ struct nl_msg *msg = NULL;
	uint8_t key[HP_WGKEY_BYTES];
	int r = read_key(peer ? &peer->attrs : &file->netdev->attrs, key);

	if (r < 0)
		return r;
	msg = hp_netdev_wireguard_message(family, ifindex, file, peer, r ? key : NULL);
	explicit_bzero(key, sizeof(key));
	if (!msg)
		return -ENOMEM;
	r = hp_netlink_request(genl, msg);
	explicit_bzero(nlmsg_data(nlmsg_hdr(msg)), nlmsg_datalen(nlmsg_hdr(msg)));
	return r;
}

static int tell_all(struct hp_netlink *genl, unsigned int ifindex,
		    const struct hp_net_file *file)
{
	const struct hp_netdev *netdev = file->netdev;
	uint16_t family;
	int r = hp_netfamily_find(genl, WG_GENL_NAME, &family);

	if (r == 0)
		r = tell(genl, family, ifindex, file, NULL);
	for (size_t i = 0; r == 0 && i < netdev->n_parts; i++)
		r = tell(genl, family, ifindex, file, &netdev->parts[i]);
	return r;
}

static void take_back(struct hp_netlink *nl, unsigned int ifindex, const char *name)
{
	int r = hp_netdev_unmake(nl, ifindex);

	if (r < 0 && r != -ENODEV)
		hp_error(r, "%s: cannot be taken back", name);
}

/* Others may rename it from the moment that it is there. */
int hp_netdev_make_wireguard(struct hp_netlink *nl, const struct hp_net_file *file)
{
	_cleanup_(hp_netlink_closep) struct hp_netlink *genl = NULL;
	int r = hp_netlink_open_protocol(&genl, NETLINK_GENERIC);
	struct hp_net_link link;

	if (r == 0)
		r = hp_netdev_request(nl, file);
	if (r < 0)
		return r;
	r = hp_net_link_get(nl, 0, file->ifname, &link);
	if (r < 0)
		hp_netdev_drop(nl, file->ifname);
	if (r < 0)
		return r;
	r = tell_all(genl, link.ifindex, file);
	if (r == 0)
		return 0;
	take_back(nl, link.ifindex, file->ifname);
	memcpy(nl->why, genl->why, sizeof(nl->why));
	return r;
}
