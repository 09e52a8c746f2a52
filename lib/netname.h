/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: the policies of NamePolicy= and AlternativeNamesPolicy=, and the name that the
 * first of them gives.
 *
 * Source of the contract: systemd.link(5), and link_generate_new_name() of
 * systemd-udevd 252.
 */
#ifndef HP_NETNAME_H
#define HP_NETNAME_H

#include "netmac.h"

enum hp_net_policy {
	/* Names that /sys gives: see netid.h. */
	HP_NET_ID_ONBOARD, /* "eno1": the firmware's number of a device on the board */
	HP_NET_ID_SLOT,	   /* "ens3": the number of the slot that it sits in */
	HP_NET_ID_PATH,	   /* "enp2s0f1": its address on its bus */
	HP_NET_ID_MAC, /* "enx525400123456", where the address is the hardware's own */
	HP_NET_IDS,

	HP_NET_POLICY_KERNEL = HP_NET_IDS, /* its name, if the kernel vouches for it */
	HP_NET_POLICY_KEEP,		   /* its name, if it is not the kernel's */
	HP_NET_POLICY_DATABASE,		   /* of hardware; there is none: no name */
	HP_NET_POLICIES,
};

/* {0}: none. */
struct hp_net_policies {
	uint8_t n;
	uint8_t policy[HP_NET_POLICIES]; /* enum hp_net_policy, each once */
};

struct hp_net_id {
	char name[HP_NET_IDS][HP_NET_ALTNAME_MAX]; /* "": it has none of that kind */
	uint32_t assigned; /* its name_assign_type in /sys; 0: not known */
	enum hp_net_mac_origin mac_origin;
};

/* {0} is the empty list. */
struct hp_net_altnames {
	size_t n;
	char (*name)[HP_NET_ALTNAME_MAX];
};

/* Adds a name of at most 127 bytes that is not in the list. Returns 0 or -ENOMEM. */
int hp_net_altnames_add(struct hp_net_altnames *altnames, const char *name) _must_check_;

bool hp_net_altnames_have(const struct hp_net_altnames *altnames, const char *name);

/* Frees what the list holds, which is then {0}. */
void hp_net_altnames_free(struct hp_net_altnames *altnames);

/* The policy of that name, or -1. */
int hp_net_policy_find(const char *word);

/* Adds one that is not among them. */
void hp_net_policies_add(struct hp_net_policies *policies, enum hp_net_policy policy);

/*
 * The name by the first policy that gives one that an interface can have; now is the name
 * that it has. refused: 1 << policy for those whose name could not be had. Returns a name
 * out of the arguments and its policy, or NULL: none gives one.
 */
const char *hp_net_name_choose(const struct hp_net_policies *policies,
			       const struct hp_net_id *id, const char *now,
			       unsigned int refused, enum hp_net_policy *ret_policy);

/* Whether policies count: not where net.ifnames=0 is on the kernel's command line. */
bool hp_net_name_policies_count(void);

#endif
