/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: the changes that rtnetlink is asked for, one function each.
 *
 * Each returns 0 or the kernel's negative errno; hp_netlink_why() has its words.
 */
#ifndef HP_NETWRITE_H
#define HP_NETWRITE_H

#include "netstate.h"

int hp_net_write_name(struct hp_netlink *nl, unsigned int ifindex,
		      const char *name) _must_check_;
/* Adds an alternative name, or takes it away. */
int hp_net_write_altname(struct hp_netlink *nl, unsigned int ifindex, const char *name,
			 bool add) _must_check_;
/* "": none. */
int hp_net_write_alias(struct hp_netlink *nl, unsigned int ifindex,
		       const char *alias) _must_check_;
int hp_net_write_amount(struct hp_netlink *nl, unsigned int ifindex,
			enum hp_net_amount amount, uint32_t number) _must_check_;
int hp_net_write_mac(struct hp_netlink *nl, unsigned int ifindex,
		     const struct hp_hwaddr *mac) _must_check_;
int hp_net_write_mtu(struct hp_netlink *nl, unsigned int ifindex,
		     uint32_t mtu) _must_check_;
int hp_net_write_up(struct hp_netlink *nl, unsigned int ifindex, bool up) _must_check_;
int hp_net_write_flag(struct hp_netlink *nl, unsigned int ifindex, enum hp_net_flag flag,
		      bool on) _must_check_;

/* Has it join master (an ifindex), or leave the one it is in where that is 0. */
int hp_net_write_master(struct hp_netlink *nl, unsigned int ifindex,
			unsigned int master) _must_check_;

/* Adds, or writes over one that is there; what is there already is no error, and neither
 * is what has gone already. */
int hp_net_write_object(struct hp_netlink *nl, unsigned int ifindex,
			const struct hp_net_object *object) _must_check_;
int hp_net_drop_object(struct hp_netlink *nl, unsigned int ifindex,
		       const struct hp_net_object *object) _must_check_;

/* Has the kernel make the address of the link again, where it has gone and the mode says
 * that there is one (addrconf_sysctl_addr_gen_mode() of net/ipv6/addrconf.c). Nothing is
 * changed where it is there. */
int hp_net_write_linklocal(struct hp_netlink *nl, unsigned int ifindex) _must_check_;

/* The kernel's words for the last refusal; "" where it had none. */
const char *hp_netlink_why(const struct hp_netlink *nl);

#endif
