/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: make the virtual devices of kinds that the kernel does not make by one message
 * of rtnetlink. Only netdevwrite.c, whose table names them, includes this. */
#ifndef HP_NETDEVMAKE_H
#define HP_NETDEVMAKE_H

#include "netdev.h"

struct hp_netlink;

/* Each makes what is not there: whole, or not at all. Returns 0 or a negative errno, of
 * which hp_netlink_why() may tell more. */
int hp_netdev_make_tun(struct hp_netlink *nl, const struct hp_net_file *file);

#endif
