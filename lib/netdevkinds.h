/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the kinds that have a file of their own, netdevkind_NAME.c. Only those and
 * netdevkind.c, whose table names them, include this. */
#ifndef HP_NETDEVKINDS_H
#define HP_NETDEVKINDS_H

#include "netdevkind.h"

extern const struct hp_netdev_kind hp_netdev_bond;
extern const struct hp_netdev_kind hp_netdev_bridge;
extern const struct hp_netdev_kind hp_netdev_geneve;
extern const struct hp_netdev_kind hp_netdev_gre;
extern const struct hp_netdev_kind hp_netdev_gretap;
extern const struct hp_netdev_kind hp_netdev_ip6gre;
extern const struct hp_netdev_kind hp_netdev_ip6gretap;
extern const struct hp_netdev_kind hp_netdev_ip6tnl;
extern const struct hp_netdev_kind hp_netdev_ipip;
extern const struct hp_netdev_kind hp_netdev_ipvlan;
extern const struct hp_netdev_kind hp_netdev_ipvtap;
extern const struct hp_netdev_kind hp_netdev_macvlan;
extern const struct hp_netdev_kind hp_netdev_macvtap;
extern const struct hp_netdev_kind hp_netdev_plugnet;
extern const struct hp_netdev_kind hp_netdev_sit;
extern const struct hp_netdev_kind hp_netdev_tap;
extern const struct hp_netdev_kind hp_netdev_tun;
extern const struct hp_netdev_kind hp_netdev_vlan;
extern const struct hp_netdev_kind hp_netdev_vti;
extern const struct hp_netdev_kind hp_netdev_vti6;
extern const struct hp_netdev_kind hp_netdev_vxlan;
extern const struct hp_netdev_kind hp_netdev_wireguard;

/* Words of several of them. */
extern const struct hp_net_word hp_netdev_inherit[];
extern const struct hp_net_word hp_netdev_vlan_protocols[];

#endif
