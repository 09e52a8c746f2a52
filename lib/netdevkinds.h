/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the kinds that have a file of their own, netdevkind_NAME.c. Only those and
 * netdevkind.c, whose table names them, include this. */
#ifndef HP_NETDEVKINDS_H
#define HP_NETDEVKINDS_H

#include "netdevkind.h"

extern const struct hp_netdev_kind hp_netdev_bond;
extern const struct hp_netdev_kind hp_netdev_bridge;
extern const struct hp_netdev_kind hp_netdev_vlan;

extern const struct hp_net_word hp_netdev_vlan_protocols[];

#endif
