/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what the kernel says about an interface, its addresses and its routes. */
#ifndef HP_NETSTATE_H
#define HP_NETSTATE_H

#include "netconf.h"

struct hp_netlink;

struct hp_net_link {
	unsigned int ifindex;
	char name[IFNAMSIZ];
	uint16_t type;	/* ARPHRD_* */
	uint32_t flags; /* IFF_* */
	uint32_t mtu;	/* bytes */
	struct hp_hwaddr mac;
};

struct hp_net_state {
	struct hp_net_link link;
	size_t n_addresses;
	struct hp_net_address *addresses;
	size_t n_routes; /* unicast routes of the main table over this interface */
	struct hp_net_route *routes;
};

/*
 * Asks for one interface, by ifindex, or where that is 0 by name. Returns 0; -ENODEV
 * where there is none; or another negative errno.
 */
int hp_net_link_get(struct hp_netlink *nl, unsigned int ifindex, const char *name,
		    struct hp_net_link *ret) _must_check_;

/* The interface with its addresses and routes. Returns as hp_net_link_get(); what ret
 * holds is freed with hp_net_state_free(). */
int hp_net_state_get(struct hp_netlink *nl, unsigned int ifindex,
		     struct hp_net_state *ret) _must_check_;

void hp_net_state_free(struct hp_net_state *state);

#endif
