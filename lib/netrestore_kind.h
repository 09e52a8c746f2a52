/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what is kept of an interface, by its kind: asked for, and made a message that
 * adds it again. Only netrestore*.c include this. */
#ifndef HP_NETRESTORE_KIND_H
#define HP_NETRESTORE_KIND_H

#include "netlink.h"

/* Those whose things are kept. */
struct hp_net_restore_links {
	size_t n;
	struct {
		unsigned int ifindex;
		bool is_up;
	} * link;
	uint32_t *nexthop; /* ids of the nexthop objects that are kept */
	size_t n_nexthops;
};

struct hp_net_restore_item;

struct hp_net_restore_kind {
	const char *name;
	int get, add;	  /* RTM_* */
	int drop;	  /* likewise, of addresses */
	int flags;	  /* NLM_F_*, of the message that adds */
	size_t header;	  /* bytes; the first one is the address family */
	int oif;	  /* the attribute by which a dump is of one interface; 0: none */
	int ask_flags;	  /* ndm_flags of the request */
	int ask_family;	  /* AF_* of it; AF_UNSPEC: all */
	bool reversed;	  /* the last that is told was the first to be added */
	int id;		  /* the attribute that names one */
	uint64_t settled; /* a bit for each attribute that can be set */
	/* Whether it is of one of the links, and not made by the kernel itself: 1 or 0,
	 * or -ENOMEM. */
	int (*keeps)(struct hp_net_restore_links *links, struct nlmsghdr *hdr);
	/* Puts right what is told but cannot be set as it is. May be NULL. Returns 0 or
	 * -ENOMEM. */
	int (*amend)(const struct hp_net_restore_links *links, struct nl_msg *msg,
		     struct nlmsghdr *told);
	/* Adds the first of n items; NULL: its message is all. Returns 0 or the negative
	 * errno of the kernel, -EEXIST where it is there. */
	int (*put_back)(struct hp_netlink *nl, struct hp_net_restore_item *item,
			size_t n);
};

struct hp_net_restore_item {
	const struct hp_net_restore_kind *kind;
	struct nl_msg *msg; /* that adds it; NULL: it is there again */
	int error;	    /* of the last try */
};

int hp_net_restore_put_ipv4(struct hp_netlink *nl, struct hp_net_restore_item *item,
			    size_t n) _must_check_;
int hp_net_restore_put_ipv6(struct hp_netlink *nl, struct hp_net_restore_item *item,
			    size_t n) _must_check_;

/* In the order in which they can be added. */
extern const struct hp_net_restore_kind hp_net_restore_kinds[];
extern const size_t hp_net_restore_n_kinds;

bool hp_net_restore_has(const struct hp_net_restore_links *links, unsigned int ifindex);

#endif
