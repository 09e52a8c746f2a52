/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: hardware addresses for Ethernet interfaces that have none of their own, as
 * MACAddressPolicy= asks for them, and secrets that IPv6 addresses are made of.
 *
 * Source of the contract: systemd.link(5), and link_generate_new_hw_addr() of
 * systemd-udevd 252.
 */
#ifndef HP_NETMAC_H
#define HP_NETMAC_H

#include "netvalue.h"

enum hp_net_mac_policy {
	HP_NET_MAC_NONE,
	HP_NET_MAC_PERSISTENT, /* made of the machine's id and the interface's name */
	HP_NET_MAC_RANDOM,     /* another one each time */
	HP_NET_MAC_POLICIES,
};

/* Who gave the address that an interface has: its addr_assign_type in /sys. */
enum hp_net_mac_origin {
	HP_NET_MAC_BY_NOBODY, /* not known */
	HP_NET_MAC_BY_DEVICE,
	HP_NET_MAC_BY_CHANCE,
	HP_NET_MAC_BY_OTHERS, /* a program, or another interface's */
};

/* The policy of that name, or -1. */
int hp_net_mac_policy_find(const char *word);

/*
 * The address that the policy gives an interface: persistent replaces one by chance,
 * random one by the device. name: what identifies the interface on this machine, for the
 * persistent one. Returns 0, or with ret->len 0 where it keeps the one that it has; or
 * the negative errno of why /etc/machine-id cannot be used (-EINVAL: it has no id), or of
 * getrandom(2).
 */
int hp_net_mac_make(struct hp_hwaddr *ret, enum hp_net_mac_policy policy,
		    enum hp_net_mac_origin origin, const char *name) _must_check_;

/* A secret of the machine for the interface of that name: always the same. Returns 0, or
 * the negative errno of why /etc/machine-id cannot be used, as above. */
int hp_net_secret_make(struct in6_addr *ret, const char *name) _must_check_;

#endif
