/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: the steps from what an interface is to what the files say.
 *
 * A pure function of both. The steps stand in the order in which they can be taken: name,
 * hardware address, MTU, addresses, up, routes. What the files do not mention stays.
 */
#ifndef HP_NETPLAN_H
#define HP_NETPLAN_H

#include "netstate.h"

#define HP_NET_STEP_TEXT (HP_NET_OBJECT_TEXT + HP_NET_ALIAS_MAX)

enum hp_net_step_kind {
	HP_NET_STEP_RENAME,
	HP_NET_STEP_ALTNAME,
	HP_NET_STEP_DROP_ALTNAME,
	HP_NET_STEP_ALIAS,
	HP_NET_STEP_AMOUNT,
	HP_NET_STEP_ETHTOOL,
	HP_NET_STEP_MAC,
	HP_NET_STEP_MTU,
	HP_NET_STEP_FLAG,
	HP_NET_STEP_MAKE, /* a virtual device */
	HP_NET_STEP_DOWN,
	HP_NET_STEP_MASTER,
	HP_NET_STEP_TELL, /* the master, what is wanted in it */
	HP_NET_STEP_VLANS,
	HP_NET_STEP_UP,
	HP_NET_STEP_ADD,
	HP_NET_STEP_DROP,
	HP_NET_STEP_KINDS,
};

struct hp_net_stacked;
struct hp_net_tell;
struct hp_net_vlans;

struct hp_net_step {
	enum hp_net_step_kind kind;
	struct hp_net_where where;	/* of the setting that asks for it */
	struct hp_net_stacked *stacked; /* or NULL; what it is about */
	bool left_out;			/* set by hp_net_apply(): it could not be taken */
	union {
		struct {
			char from[IFNAMSIZ], to[IFNAMSIZ];
		} name;
		char altname[HP_NET_ALTNAME_MAX];
		struct {
			char from[HP_NET_ALIAS_MAX], to[HP_NET_ALIAS_MAX];
		} alias;
		struct {
			enum hp_net_amount amount;
			uint32_t from, to;
		} amount;
		struct {
			enum hp_net_ethtool which;
			uint64_t from, to;
		} ethtool;
		struct {
			struct hp_hwaddr from, to;
		} mac;
		struct {
			uint32_t from, to;
		} mtu;
		struct {
			enum hp_net_flag which;
			bool on; /* before it is the other */
		} flag;
		struct {
			struct hp_net_object now;
			struct hp_net_object before; /* of an ADD, where has_before */
			bool has_before;
		} object;
		struct {
			unsigned int from; /* ifindex; 0: none */
			bool disturbs;	   /* what the interface has */
		} master;
		const struct hp_net_tell *tell;
		struct {
			const struct hp_net_vlans *from, *wanted;
			bool exactly; /* and no others */
		} vlans;
	};
};

struct hp_net_plan {
	size_t n;
	struct hp_net_step *steps;
};

struct hp_net_stack;

/* What is to be; NULL: no file of that kind fits. */
struct hp_net_want {
	const struct hp_net_file *link;
	const struct hp_net_file *network;
	const struct hp_net_file *unmanaged; /* in its place: one that leaves the
						interface to others */
	bool keep_name;			     /* whatever link says */
	struct hp_net_stack *stack;	     /* NULL: nothing over it or around it */
	/* What one of link's policies gives, which goes before its Name=; "": none does.
	 */
	char policy_name[IFNAMSIZ];
	enum hp_net_policy policy;   /* which one */
	struct hp_net_id id;	     /* where link has policies */
	struct hp_hwaddr policy_mac; /* by link's policy; len 0: none */
	bool keep_altnames;	     /* whatever link says */
	/* Those of link that others have; NULL: none. */
	const struct hp_net_altnames *refused;
};

/* What the interface will be called, and its hardware address be, after the plan for the
 * link file alone: what a network file's [Match] is held against. */
const char *hp_net_want_name(const struct hp_net_want *want,
			     const struct hp_net_link *link);
struct hp_net_where hp_net_want_name_where(const struct hp_net_want *want);

/* The alternative names that the interface is to have and that are not refused, by name
 * and by policy. Returns 0 or -ENOMEM; the list must be freed in any case. */
int hp_net_want_altnames(const struct hp_net_want *want, const struct hp_net_link *link,
			 struct hp_net_altnames *ret) _must_check_;

const struct hp_hwaddr *hp_net_want_mac(const struct hp_net_want *want,
					const struct hp_net_link *link);

/* Whether the interface is up once the plan is carried out. */
bool hp_net_want_up(const struct hp_net_want *want, const struct hp_net_link *link);

/* Returns 0 (no step: nothing differs) or -ENOMEM. */
int hp_net_plan_make(struct hp_net_plan *ret, const struct hp_net_want *want,
		     const struct hp_net_state *is) _must_check_;

/* Adds a step. Returns 0 or -ENOMEM. */
int hp_net_plan_add(struct hp_net_plan *plan,
		    const struct hp_net_step *step) _must_check_;

/* "mtu 1400", "route default via 10.0.2.2": what the step does, without the interface. */
char *hp_net_step_describe(const struct hp_net_step *step,
			   char ret[static HP_NET_STEP_TEXT]);

void hp_net_plan_free(struct hp_net_plan *plan);

#endif
