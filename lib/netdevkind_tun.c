/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what the devices whose other end is a program can be told: tun, tap. See
 * netdevkind.h. */
#include <errno.h>
#include <linux/if_tun.h>
#include <net/if_arp.h>

#include "group.h"
#include "netdevkind_tun.h"
#include "netdevkinds.h"

static int set_id(struct hp_net_attr *attr, int found, uint32_t id)
{
	if (found == 0)
		return hp_net_attr_set(attr, &id, sizeof(id));
	return found == -ENOMEM ? found : -EINVAL;
}

static int parse_user(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
		      const char *value)
{
	uid_t id = 0;
	int r = hp_user_find(value, &id);

	return set_id(attr, r, id);
}

static int parse_group(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
		       const char *value)
{
	gid_t id = 0;
	int r = hp_group_find(value, &id);

	return set_id(attr, r, id);
}

/* Without an owner, everybody's program could be the other end. */
static const struct hp_net_attr_form form_user = {
	parse_user, "a user of /etc/passwd, or a number", .is_vital = true};
static const struct hp_net_attr_form form_group = {
	parse_group, "a group of /etc/group, or a number", .is_vital = true};

/* clang-format off */
#define FLAG(section, key, flag)                                                         \
	{section, key, HP_NETDEV_TUN_FLAGS, &hp_net_form_bit, .width = 2, .bit = flag}
#define ROWS(section)                                                                    \
	FLAG(section, "MultiQueue", IFF_MULTI_QUEUE),                                    \
	FLAG(section, "PacketInfo", IFF_NO_PI),                                          \
	FLAG(section, "VNetHeader", IFF_VNET_HDR),                                       \
	{section, "User", HP_NETDEV_TUN_OWNER, &form_user},                              \
	{section, "Group", HP_NETDEV_TUN_GROUP, &form_group}

static const struct hp_net_attr_row tun_rows[] = {ROWS("Tun")};
static const struct hp_net_attr_row tap_rows[] = {ROWS("Tap")};
/* clang-format on */

const struct hp_netdev_kind hp_netdev_tun = {
	.name = "tun",
	.rows = tun_rows,
	.n_rows = ARRAY_SIZE(tun_rows),
	.type = ARPHRD_NONE,
};

const struct hp_netdev_kind hp_netdev_tap = {
	.name = "tap",
	.rows = tap_rows,
	.n_rows = ARRAY_SIZE(tap_rows),
	.driver = "tun",
	.type = ARPHRD_ETHER,
};
