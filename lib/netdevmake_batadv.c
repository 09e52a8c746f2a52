/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: make meshes of batman-adv: by rtnetlink, and then their settings by the family
 * batadv of generic netlink. See netdevmake.h. */
#include <errno.h>
#include <linux/batman_adv.h>

#include "netdevmake.h"
#include "netfamily.h"

#define GENL_VERSION 1 /* net/batman-adv/netlink.c */

struct nl_msg *hp_netdev_batadv_message(uint16_t family, unsigned int ifindex,
					const struct hp_net_file *file)
{
	_cleanup_msg_ struct nl_msg *msg =
		hp_netfamily_message(family, BATADV_CMD_SET_MESH, GENL_VERSION, 0);

	if (!msg || nla_put_u32(msg, BATADV_ATTR_MESH_IFINDEX, ifindex) < 0 ||
	    hp_netdev_put_told(msg, file->netdev) < 0)
		return NULL;
	return TAKE_PTR(msg);
}

static int tell(struct hp_netlink *genl, unsigned int ifindex,
		const struct hp_net_file *file)
{
	_cleanup_msg_ struct nl_msg *msg = NULL;
	uint16_t family;
	int r = hp_netfamily_find(genl, BATADV_NL_NAME, &family);

	if (r < 0)
		return r;
	msg = hp_netdev_batadv_message(family, ifindex, file);
	return msg ? hp_netlink_request(genl, msg) : -ENOMEM;
}

int hp_netdev_make_batadv(struct hp_netlink *nl, const struct hp_net_file *file,
			  unsigned int lower)
{
	return hp_netdev_make_told(nl, file, lower, tell);
}
