/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what the kernel says about an interface and what it has. */
#ifndef HP_NETSTATE_H
#define HP_NETSTATE_H

#include "netconf.h"

struct hp_netlink;

#define HP_NET_KIND_MAX 32

/* A lower interface that is in another network namespace: its number says nothing here. */
#define HP_NET_ELSEWHERE UINT32_MAX

struct hp_net_link {
	unsigned int ifindex;
	char name[IFNAMSIZ];
	uint16_t type;	/* ARPHRD_* */
	uint32_t flags; /* IFF_* */
	uint32_t mtu;	/* bytes */
	struct hp_hwaddr mac;
	unsigned int master, lower;	/* ifindex; 0: none */
	struct hp_hwaddr permanent_mac; /* len 0: it has none */
	char kind[HP_NET_KIND_MAX];	/* "vlan"; "": no virtual device */
	char alias[HP_NET_ALIAS_MAX];	/* "": it has none */
	uint32_t amount[HP_NET_AMOUNTS];
};

struct hp_net_state {
	struct hp_net_link link;
	struct hp_net_altnames altnames;
	struct hp_net_ethtool_state ethtool;
	struct hp_net_objects objects;
	struct hp_net_vlans *vlans; /* NULL: nobody has asked */
};

/*
 * Asks for one interface, by ifindex, or where that is 0 by name, also an alternative
 * one. Returns 0; -ENODEV where there is none; or another negative errno.
 */
int hp_net_link_get(struct hp_netlink *nl, unsigned int ifindex, const char *name,
		    struct hp_net_link *ret) _must_check_;

/* {0} is the empty list. */
struct hp_net_links {
	size_t n;
	struct hp_net_link *link;
	bool has_altnames; /* whether any has other names as well */
};

/* All interfaces. Returns 0 or a negative errno; what ret holds is freed with
 * hp_net_links_free() in any case. */
int hp_net_links_read(struct hp_netlink *nl, struct hp_net_links *ret) _must_check_;
void hp_net_links_free(struct hp_net_links *links);

/* The interface with its addresses. Returns as hp_net_link_get(); what ret holds is freed
 * with hp_net_state_free(). */
int hp_net_state_get(struct hp_netlink *nl, unsigned int ifindex,
		     struct hp_net_state *ret) _must_check_;

/* Adds the objects of those other kinds that the file (NULL: none) asks for. Returns 0 or
 * a negative errno. */
int hp_net_state_complete(struct hp_netlink *nl, const struct hp_net_file *file,
			  struct hp_net_state *state) _must_check_;

void hp_net_state_free(struct hp_net_state *state);

#endif
