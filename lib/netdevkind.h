/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: the kinds of virtual devices, as data: what each is called, what it can be
 * told, and what it stands on.
 *
 * Source of the contract: the names of systemd.netdev(5), the attributes of
 * linux/if_link.h, the ranges of the policies in the kernel's drivers.
 */
#ifndef HP_NETDEVKIND_H
#define HP_NETDEVKIND_H

#include "netattr.h"

/* The keys of [Network] that name a virtual device over, or that holds, the interface;
 * and Lower= of [Plugnet], which is there for such a key. */
enum hp_net_upper_key {
	HP_NET_UPPER_BRIDGE,
	HP_NET_UPPER_BOND,
	HP_NET_UPPER_VRF,
	HP_NET_UPPER_BATADV,
	HP_NET_UPPER_PLUGNET,
	HP_NET_UPPER_VLAN,
	HP_NET_UPPER_MACVLAN,
	HP_NET_UPPER_MACVTAP,
	HP_NET_UPPER_IPVLAN,
	HP_NET_UPPER_IPVTAP,
	HP_NET_UPPER_VXLAN,
	HP_NET_UPPER_TUNNEL,
	HP_NET_UPPER_XFRM,
	HP_NET_UPPER_IPOIB,
	HP_NET_UPPER_MACSEC,
	HP_NET_UPPER_KEYS,
};

/* Types of rows that are not for the kernel. */
enum {
	HP_NETDEV_UNSENT = UINT16_MAX - 15, /* from here on */
	HP_NETDEV_KEY_FILE,		    /* where to read a key */
	HP_NETDEV_INDEPENDENT, /* made over none, with any of the next bits */
	HP_NETDEV_LOWER,       /* names of its members */
	HP_NETDEV_FOU,	       /* the tunnel's packets go over UDP */
	HP_NETDEV_ROUTE_TABLE, /* of routes to a peer: RT_TABLE_*, 0: none */
	HP_NETDEV_ROUTE_METRIC,
	HP_NETDEV_KIND, /* from here on, the kind's own */
};

enum {
	HP_NETDEV_ALONE = 1,
	HP_NETDEV_ON_LOOPBACK = 2, /* over lo, which is always there */
	HP_NETDEV_EXTERNAL = 4,	   /* each packet has its own way */
};

/* A key without which there is none, or another that does in its place; NULL: none. */
struct hp_netdev_need {
	const char *key, *or_key;
};

#define HP_NETDEV_NEEDS 3
#define HP_NETDEV_PARTS 3

/* A section of which each occurrence is a thing of its own. */
struct hp_netdev_part_kind {
	const char *section;
	struct hp_netdev_need needs[HP_NETDEV_NEEDS];
};

struct hp_netdev;

struct hp_netdev_kind {
	const char *name; /* of Kind= */
	const struct hp_net_attr_row *rows;
	size_t n_rows;
	/* The keys of .network files that may name one. 0: nothing is above or in it. */
	unsigned int uppers; /* 1 << enum hp_net_upper_key */
	bool is_port;	     /* no interface: netfou.h */
	bool is_stacked; /* made over another interface, unless it is told otherwise */
	uint16_t lower;	 /* the attribute that names that; 0: IFLA_LINK */
	struct hp_netdev_need needs[HP_NETDEV_NEEDS];
	struct hp_netdev_part_kind parts[HP_NETDEV_PARTS];
	/* Not 0: what its first section says is of a peer, nested in this one behind a
	 * struct ifinfomsg. Then no other section counts. */
	uint16_t peer;
	/* Not 0: its attributes from this one on are for the driver's family of generic
	 * netlink. */
	uint16_t told;
	/* What only all its settings tell. Returns 0, -ENOMEM, or -EINVAL where they make
	 * no device, which is logged by then. NULL: nothing. */
	int (*finish)(struct hp_netdev *netdev);
	const char *driver; /* IFLA_INFO_KIND, where that is not the name */
	uint16_t type;	    /* not 0: ARPHRD_*, by which the driver's kinds differ */
};

/* Returns NULL where it is not known. */
const struct hp_netdev_kind *hp_netdev_kind_find(const char *name);

/* What the kernel calls it: IFLA_INFO_KIND. */
const char *hp_netdev_kind_driver(const struct hp_netdev_kind *kind);

/* The next row of one key behind another (NULL: the first), since a key may come to
 * several attributes; NULL: there is none. */
const struct hp_net_attr_row *hp_netdev_kind_row(const struct hp_netdev_kind *kind,
						 const char *section, const char *key,
						 const struct hp_net_attr_row *behind);

/* Whether the section is of this kind; with NULL, of any. */
bool hp_netdev_kind_has_section(const struct hp_netdev_kind *kind, const char *section);

#endif
