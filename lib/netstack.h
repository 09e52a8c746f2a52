/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: the virtual devices that an interface is part of, or that stand over it: what
 * its *.network file says of them, and how they are.
 *
 * A member names its master, and an interface what stands over it, as in
 * systemd.network(5). So whichever comes last finds the other, and makes it where a
 * *.netdev file says how.
 */
#ifndef HP_NETSTACK_H
#define HP_NETSTACK_H

#include "netdev.h"
#include "nettell.h"
#include "netplan.h"

/* VLAN=NAME, Bridge=NAME, ... */
struct hp_net_upper {
	enum hp_net_upper_key key;
	char name[IFNAMSIZ];
	struct hp_net_where where;
};

/* What a *.network file says; one of them at most is a master. In a where without a file,
 * it says nothing. */
struct hp_net_uppers {
	size_t n;
	struct hp_net_upper *upper;
	struct hp_net_attrs port;	     /* of a bridge: IFLA_BRPORT_* */
	struct hp_net_where primary, active; /* in a bond */
	struct hp_net_where keep;	     /* the master that it has */
};

/* One of them, as it is. */
struct hp_net_stacked {
	const struct hp_net_upper *upper;
	const struct hp_net_file *netdev; /* that makes it; NULL: none does */
	const struct hp_netdev_kind *kind;
	unsigned int ifindex; /* 0: it is not there */
	bool is_made;	      /* by a step */
};

struct hp_net_stack {
	size_t n;
	struct hp_net_stacked *item;
	struct hp_net_upper *uppers;		  /* n or more: what the files say */
	struct hp_net_tell port, primary, active; /* its master, or of it */
};

const char *hp_net_upper_key_name(enum hp_net_upper_key key);
bool hp_net_upper_is_master(enum hp_net_upper_key key);

/* The first of uppers by which, as the files say, an interface called name would in the
 * end stand over itself; NULL: none. Returns 0 or -ENOMEM. */
int hp_net_uppers_loop(const struct hp_net_conf *conf, const struct hp_net_uppers *uppers,
		       const char *name, const struct hp_net_upper **ret) _must_check_;

/* Logs what would so stand over itself by the files, with the line that says so, as far
 * as names tell. Returns 0 or -ENOMEM. */
int hp_net_uppers_tell_loops(const struct hp_net_conf *conf) _must_check_;

/* What the file says, made where it has said nothing yet. NULL: no memory. */
struct hp_net_uppers *hp_net_uppers_of(struct hp_net_file *file);

/* Of those that are named twice, the last stays. Returns 0 or -ENOMEM. */
int hp_net_uppers_finish(struct hp_net_uppers *uppers) _must_check_;

/* Frees what file->uppers holds. */
void hp_net_uppers_free(struct hp_net_file *file);

/* Whether a *.netdev file names an interface called name with Lower=; then ret is what a
 * key in its own file would have been. */
bool hp_net_upper_find(const struct hp_net_conf *conf, const char *name,
		       struct hp_net_upper *ret);

/*
 * Looks up what the files want of an interface that want->network fits. What is neither
 * there nor made by any file is logged as a warning and left out. Returns 0; -ELOOP where
 * the interface would in the end stand over itself; -ENOTUNIQ where an interface of
 * another kind, or over another one, has the name; -ENXIO where the master goes away
 * while it is asked; all of these logged by then; or another negative errno. ret is freed
 * with hp_net_stack_free() in any case.
 */
int hp_net_stack_read(struct hp_net_stack *ret, struct hp_netlink *nl,
		      const struct hp_net_conf *conf, const struct hp_net_want *want,
		      const struct hp_net_link *link) _must_check_;

void hp_net_stack_free(struct hp_net_stack *stack);

/* The one that is a master, or NULL. */
struct hp_net_stacked *hp_net_stack_master(const struct hp_net_stack *stack);

/* Planners, as those of netplan.c. */
int hp_net_plan_masters(struct hp_net_plan *plan, const struct hp_net_want *want,
			const struct hp_net_state *is) _must_check_;
int hp_net_plan_tells(struct hp_net_plan *plan, const struct hp_net_want *want,
		      const struct hp_net_state *is) _must_check_;
int hp_net_plan_stacked(struct hp_net_plan *plan, const struct hp_net_want *want,
			const struct hp_net_state *is) _must_check_;

#endif
