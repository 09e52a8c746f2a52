/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: what a driver is told of a member once it is one: a bridge of its port, in
 * IFLA_INFO_SLAVE_DATA of the member; a bond which member to prefer, in IFLA_INFO_DATA of
 * the bond.
 */
#ifndef HP_NETTELL_H
#define HP_NETTELL_H

#include "netattr.h"

struct hp_netlink;

struct hp_net_tell {
	const char *kind; /* of the master */
	const char *what; /* for people: "port settings" */
	bool to_master;	  /* and not of the member */
	bool is_wish;	  /* where it cannot be, the rest is done */
	bool differs;	  /* from what is */
	struct hp_net_where where;
	struct hp_net_attr now, before; /* each a list of attributes */
};

/* Adds an attribute to what is to be told. Returns 0 or -ENOMEM. */
int hp_net_tell_add(struct hp_net_tell *tell, uint16_t type, const void *bytes,
		    uint16_t len) _must_check_;

/* Holds it against what the interface (the member, or the master) has: sets differs and
 * before. ifindex 0: it has nothing yet. Returns 0 or a negative errno. */
int hp_net_tell_read(struct hp_net_tell *tell, struct hp_netlink *nl,
		     unsigned int ifindex) _must_check_;

/* Tells an interface one of both lists; an empty one is told already. Returns 0 or a
 * negative errno. */
int hp_net_tell_write(const struct hp_net_tell *tell, struct hp_netlink *nl,
		      unsigned int ifindex, const struct hp_net_attr *list) _must_check_;

void hp_net_tell_free(struct hp_net_tell *tell);

#endif
