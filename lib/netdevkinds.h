/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the kinds, each of a file netdevkind_NAME.c. Only those and netdevkind.c,
 * whose table names them, include this. */
#ifndef HP_NETDEVKINDS_H
#define HP_NETDEVKINDS_H

#include "keyfile.h"
#include "netdevkind.h"

extern const struct hp_netdev_kind hp_netdev_bareudp;
extern const struct hp_netdev_kind hp_netdev_batadv;
extern const struct hp_netdev_kind hp_netdev_bond;
extern const struct hp_netdev_kind hp_netdev_bridge;
extern const struct hp_netdev_kind hp_netdev_dummy;
extern const struct hp_netdev_kind hp_netdev_erspan;
extern const struct hp_netdev_kind hp_netdev_fou;
extern const struct hp_netdev_kind hp_netdev_geneve;
extern const struct hp_netdev_kind hp_netdev_gre;
extern const struct hp_netdev_kind hp_netdev_gretap;
extern const struct hp_netdev_kind hp_netdev_ifb;
extern const struct hp_netdev_kind hp_netdev_ip6gre;
extern const struct hp_netdev_kind hp_netdev_ip6gretap;
extern const struct hp_netdev_kind hp_netdev_ip6tnl;
extern const struct hp_netdev_kind hp_netdev_ipip;
extern const struct hp_netdev_kind hp_netdev_ipoib;
extern const struct hp_netdev_kind hp_netdev_ipvlan;
extern const struct hp_netdev_kind hp_netdev_ipvtap;
extern const struct hp_netdev_kind hp_netdev_macsec;
extern const struct hp_netdev_kind hp_netdev_macvlan;
extern const struct hp_netdev_kind hp_netdev_macvtap;
extern const struct hp_netdev_kind hp_netdev_nlmon;
extern const struct hp_netdev_kind hp_netdev_plugnet;
extern const struct hp_netdev_kind hp_netdev_sit;
extern const struct hp_netdev_kind hp_netdev_tap;
extern const struct hp_netdev_kind hp_netdev_tun;
extern const struct hp_netdev_kind hp_netdev_vcan;
extern const struct hp_netdev_kind hp_netdev_veth;
extern const struct hp_netdev_kind hp_netdev_vlan;
extern const struct hp_netdev_kind hp_netdev_vrf;
extern const struct hp_netdev_kind hp_netdev_vti;
extern const struct hp_netdev_kind hp_netdev_vti6;
extern const struct hp_netdev_kind hp_netdev_vxcan;
extern const struct hp_netdev_kind hp_netdev_vxlan;
extern const struct hp_netdev_kind hp_netdev_wireguard;
extern const struct hp_netdev_kind hp_netdev_xfrm;

int hp_netdev_finish_fou(struct hp_netdev *netdev);

#define HP_NETDEV_KEY_MAX 32

/* For forms: the payload is a key of size bytes. Returns 0, -EINVAL or -ENOMEM. */
int hp_netdev_parse_key(struct hp_net_attr *attr, const char *value, hp_key_parser parse,
			size_t size);

/* Where to read a key. */
extern const struct hp_net_attr_form hp_netdev_form_path;

/* Words of several of them. */
extern const struct hp_net_word hp_netdev_inherit[];
extern const struct hp_net_word hp_netdev_vlan_protocols[];

#endif
