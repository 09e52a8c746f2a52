/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: make WireGuard devices: by rtnetlink, and then tell them their keys and peers
 * by the family wireguard of generic netlink. See netdevmake.h. */
#include <errno.h>
#include <linux/wireguard.h>

#include "netdevmake.h"
#include "netfamily.h"
#include "wgkey.h"

/* nla_put() adds a second attribute of a type, and that is the one that counts. */
static int put_key(struct nl_msg *msg, int type, const uint8_t *key)
{
	return key ? nla_put(msg, type, HP_WGKEY_BYTES, key) : 0;
}

static int put_device(struct nl_msg *msg, const struct hp_netdev *netdev,
		      const uint8_t *key)
{
	if (nla_put_u32(msg, WGDEVICE_A_FLAGS, WGDEVICE_F_REPLACE_PEERS) < 0 ||
	    hp_netdev_put_told(msg, netdev) < 0 ||
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
	if (peer ? put_peer(msg, attrs, key) : put_device(msg, file->netdev, key))
		return NULL;
	return TAKE_PTR(msg);
}

static int tell(struct hp_netlink *genl, uint16_t family, unsigned int ifindex,
		const struct hp_net_file *file, const struct hp_netdev_part *peer)
{
	_cleanup_msg_ struct nl_msg *msg = NULL;
	uint8_t key[HP_WGKEY_BYTES];
	int r = hp_netdev_read_key(peer ? &peer->attrs : &file->netdev->attrs,
				   hp_wgkey_parse, key);

	if (r < 0)
		return r;
	msg = hp_netdev_wireguard_message(family, ifindex, file, peer, r ? key : NULL);
	explicit_bzero(key, sizeof(key));
	return hp_netdev_tell_secret(genl, msg);
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

int hp_netdev_make_wireguard(struct hp_netlink *nl, const struct hp_net_file *file,
			     unsigned int lower)
{
	return hp_netdev_make_told(nl, file, lower, tell_all);
}
