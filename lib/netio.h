/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: the messages of rtnetlink that tell and change the things an interface has
 * several of: netobject.h. One type for each kind, in a file of its own; only netio.c,
 * netio_*.c, netrestore*.c, netethtool_io.c and netstate.c include this.
 */
#ifndef HP_NETIO_H
#define HP_NETIO_H

#include "netlink.h"
#include "netstate.h"

struct hp_net_io {
	int get, add, drop; /* RTM_* */
	int add_flags;	    /* NLM_F_* */
	int gone;	    /* errno of a drop that finds nothing */
	int told;	    /* RTM_* of the answers, where it is not add */
	bool asks_one;	    /* get is of one interface: there is one answer */
	/* Asks for those of one interface, as far as the kernel can filter, and of what
	 * the file (NULL: none) asks for. Returns 0 or -ENOMEM. */
	int (*ask)(struct nl_msg *msg, const struct hp_net_state *state,
		   const struct hp_net_file *file);
	/* Adds to the state what the answer tells of its interface, of routes those that
	 * concern what the file asks for. Returns 0 or a negative errno. */
	int (*read)(struct nlmsghdr *hdr, const struct hp_net_file *file,
		    struct hp_net_state *state);
	/* Fills in a message that adds or drops. Returns 0; -ENODEV where it names an
	 * interface that is not there; or else below for want of memory. */
	int (*put)(struct nl_msg *msg, unsigned int ifindex,
		   const struct hp_net_object *object);
	/* Where a message that drops has less in it; else NULL. */
	int (*put_drop)(struct nl_msg *msg, unsigned int ifindex,
			const struct hp_net_object *object);
	/* Where it is no rtnetlink that tells, in place of ask() and read(); where it
	 * takes more than a message to change. load() returns as read(), write() 0 or a
	 * negative errno. */
	int (*load)(struct hp_net_state *state, const struct hp_net_file *file);
	int (*write)(struct hp_netlink *nl, unsigned int ifindex,
		     const struct hp_net_object *object);
	/* Where it takes more than a message to drop one. Returns as write(). */
	int (*erase)(struct hp_netlink *nl, unsigned int ifindex,
		     const struct hp_net_object *object);
};

extern const struct hp_net_io *const hp_net_ios[HP_NET_OBJECT_KINDS];
extern const struct hp_net_io hp_net_address_io;
extern const struct hp_net_io hp_net_neighbor_io;
extern const struct hp_net_io hp_net_nexthop_io;
extern const struct hp_net_io hp_net_proxy_io;
extern const struct hp_net_io hp_net_route_io;
extern const struct hp_net_io hp_net_rule_io;
extern const struct hp_net_io hp_net_sysctl_io;
extern const struct hp_net_io hp_net_qdisc_io;
extern const struct hp_net_io hp_net_tclass_io;
extern const struct hp_net_io hp_net_teql_io;
extern const struct hp_net_io hp_net_fdb_io;
extern const struct hp_net_io hp_net_mdb_io;
extern const struct hp_net_io hp_net_addrlabel_io;
extern const struct hp_net_io hp_net_token_io;
extern const struct hp_net_io hp_net_mtu6_io;
extern const struct hp_net_io hp_net_can_io;
extern const struct hp_net_io hp_net_ipoib_io;
extern const struct hp_net_io hp_net_vfs_io;
extern const struct hp_net_io hp_net_vf_io;

/* An ask() for the interface itself, without its counters. */
int hp_net_ask_link(struct nl_msg *msg, const struct hp_net_state *state,
		    const struct hp_net_file *file);

/* For tests: what an entry of a group is told with. Returns 0 or -ENOMEM. */
int hp_net_mdb_put(struct nl_msg *msg, unsigned int bridge, unsigned int ifindex,
		   const struct hp_net_mdb *mdb);

/* Reads a queueing discipline or a class. One without a number is the kernel's own
 * choice, and gives way to any other. Returns 0; -ENOENT where it is that, or another
 * interface's; or -EBADMSG. */
int hp_net_qdisc_read(struct nlmsghdr *hdr, unsigned int ifindex,
		      struct hp_net_qdisc *ret) _must_check_;

/* Reads an address of that family. Returns whether attr holds one. */
bool hp_net_read_ip(struct hp_prefix *p, int family, uint8_t length,
		    const struct nlattr *attr);
bool hp_net_family_is_known(int family);
/* The ways of RTA_MULTIPATH, one after the other: before is NULL for the first one.
 * Returns NULL behind the last one that is whole. */
const struct rtnexthop *hp_net_next_hop(const struct nlattr *multipath,
					const struct rtnexthop *before);
/* Returns 0 or -ENOMEM. */
int hp_net_put_ip(struct nl_msg *msg, int attr, const struct hp_prefix *p);
/* The same; one of length 0 is not put. */
int hp_net_put_prefix(struct nl_msg *msg, int attr, const struct hp_prefix *p);
/* A gateway of the route's own family, or RTA_VIA with one of IPv6. Returns false where
 * it is neither; *ret is none where both are NULL. */
bool hp_net_read_gateway(struct hp_prefix *ret, int family, const struct nlattr *gateway,
			 const struct nlattr *via);
/* family: of the route. One that is none is not put. Returns 0 or below. */
int hp_net_put_gateway(struct nl_msg *msg, const struct hp_prefix *gateway, int family);

/* Reads all ways of a route. Returns whether they could be kept, which they are only
 * where the file asks for a multipath route. */
bool hp_net_multipath_read(struct hp_net_route *route, const struct nlattr *multipath,
			   const struct hp_net_state *state,
			   const struct hp_net_file *file);
/* ifindex: of those that name no interface. Returns 0, -ENOMEM or -ENODEV. */
int hp_net_multipath_put(struct nl_msg *msg, unsigned int ifindex,
			 const struct hp_net_route *route) _must_check_;

/* 0 where attr is NULL or of another size. */
uint32_t hp_net_read_u32(const struct nlattr *attr);
/* A value of 0 is not put. Returns 0 or below. */
int hp_net_put_u32(struct nl_msg *msg, int attr, uint32_t value);

#endif
