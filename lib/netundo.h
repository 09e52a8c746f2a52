/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: what was done to an interface, to be taken back by hand later: each thing that
 * was changed, once, with what it was before the first change and after the last.
 *
 * A thing is taken back only as far as it still is as it was left: the plan is made from
 * what is now. Kept in /run/hotplug/net/IFINDEX.undo: netundo_file.h.
 */
#ifndef HP_NETUNDO_H
#define HP_NETUNDO_H

#include "netplan.h"
#include "nettell.h"
#include "netvlans.h"

/* One interface, also against a later one that has its number. */
struct hp_net_instance {
	unsigned int ifindex; /* 0: none */
	uint64_t inode;	      /* of its directory in /sys; 0: not known */
	char name[IFNAMSIZ];
};

/* A step that was taken. Its where is none; of its pointers, what they lead to is here.
 */
struct hp_net_change {
	struct hp_net_step step;
	struct hp_net_instance other;  /* the master; of MAKE, what was made */
	struct hp_net_instance before; /* the master before */
	struct hp_net_tell tell;       /* of TELL; without a where */
	struct hp_net_vlans *vlans;    /* of VLANS: two, before and after */
	char *text; /* what kind and what of tell, family and name of a sysctl point
		       into; NULL: those are static */
};

/* {0} is the empty list. */
struct hp_netundo {
	size_t n;
	struct hp_net_change *change; /* in the order in which they were made last */
	unsigned int newest; /* the highest number of a device that was made */
};

/* Where in a step of that kind stands what was before and what is after; size 0: nowhere,
 * it is what the kind says that tells. */
struct hp_net_pair {
	size_t from, to, size;
};
extern const struct hp_net_pair hp_net_pairs[HP_NET_STEP_KINDS];

/* What the step, an ADD or a DROP, found there; NULL: nothing. */
const struct hp_net_object *hp_net_step_object_before(const struct hp_net_step *step);

/* Fills in an instance of which only the number, or 0, is there. */
typedef void (*hp_net_instance_namer)(struct hp_net_instance *instance, void *data);

/*
 * Adds the steps of a plan, taken or about to be; those left out are none. A thing that
 * was changed before keeps what it was before that; where it is that again, it is no
 * change any more. A device that is not made yet is left for hp_netundo_note_made().
 * Returns 0 or -ENOMEM.
 */
int hp_netundo_note(struct hp_netundo *undo, const struct hp_net_plan *plan,
		    hp_net_instance_namer namer, void *data) _must_check_;

/* Adds a virtual device: the interface itself, or one over it or around it. Returns 0 or
 * -ENOMEM. */
int hp_netundo_note_made(struct hp_netundo *undo,
			 const struct hp_net_instance *made) _must_check_;

/* Adds a change, which is the callee's then. Returns 0 or -ENOMEM, then it is freed. */
int hp_netundo_add(struct hp_netundo *undo, struct hp_net_change *change) _must_check_;

/* What was done, as hp_net_step_describe(). */
char *hp_net_change_describe(const struct hp_net_change *change,
			     char ret[static HP_NET_STEP_TEXT]);

void hp_net_change_free(struct hp_net_change *change);
void hp_netundo_free(struct hp_netundo *undo);

#endif
