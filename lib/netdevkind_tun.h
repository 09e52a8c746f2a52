/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what the keys of tun and tap come to: the calls of linux/if_tun.h. */
#ifndef HP_NETDEVKIND_TUN_H
#define HP_NETDEVKIND_TUN_H

enum {
	/* u16, IFF_*; of them IFF_NO_PI says the contrary: with packet information */
	HP_NETDEV_TUN_FLAGS = 1,
	HP_NETDEV_TUN_OWNER, /* u32, as the next */
	HP_NETDEV_TUN_GROUP,
};

#endif
