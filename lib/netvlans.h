/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: the VLANs that a bridge has for an interface, a port or itself: what
 * [BridgeVLAN] asks for, what is, and the difference.
 *
 * Source of the contract: systemd.network(5), linux/if_bridge.h, net/bridge/br_vlan.c.
 * What no file asks for stays. What one asks for is sent with its tag and is not the
 * PVID, unless the file says so.
 */
#ifndef HP_NETVLANS_H
#define HP_NETVLANS_H

#include "netplan.h"

struct hp_netlink;

#define HP_NET_VLAN_MAX 4094 /* 1.. */

struct hp_net_vlans {
	struct hp_net_where where; /* of a file's last key */
	uint16_t pvid;		   /* 0: none */
	bool there[HP_NET_VLAN_MAX + 1];
	bool untagged[HP_NET_VLAN_MAX + 1]; /* at egress */
};

/* Some that follow one another and are alike. */
struct hp_net_vlan_range {
	uint16_t first, last;
	bool untagged, is_pvid; /* a PVID is alone */
};

/* Those behind range->last (0: from the beginning) that have to be set to get from one
 * state to another; with drop, those that have to go. false: no more. */
bool hp_net_vlans_next(const struct hp_net_vlans *from, const struct hp_net_vlans *to,
		       bool drop, struct hp_net_vlan_range *range);

bool hp_net_vlans_equal(const struct hp_net_vlans *a, const struct hp_net_vlans *b);

/* What will be, where is becomes as wanted. */
void hp_net_vlans_join(struct hp_net_vlans *ret, const struct hp_net_vlans *is,
		       const struct hp_net_vlans *wanted);

/* "vlans 5-7, 9 untagged, 20 pvid", as far as there is room. */
void hp_net_vlans_describe(const struct hp_net_vlans *vlans,
			   char ret[static HP_NET_STEP_TEXT]);

/* Whether the interface is a bridge, or by the file to be in one; others have no VLANs of
 * that kind. */
bool hp_net_vlans_can_be(const struct hp_net_file *network,
			 const struct hp_net_link *link);

/* A planner, as those of netplan.c. */
int hp_net_plan_vlans(struct hp_net_plan *plan, const struct hp_net_want *want,
		      const struct hp_net_state *is) _must_check_;

/* Reads what is into state->vlans. Returns 0 or a negative errno. */
int hp_net_vlans_read(struct hp_netlink *nl, struct hp_net_state *state) _must_check_;

/* Changes those of an interface. Returns 0 or a negative errno. */
int hp_net_vlans_write(struct hp_netlink *nl, unsigned int ifindex,
		       const struct hp_net_vlans *from,
		       const struct hp_net_vlans *to) _must_check_;

struct nl_msg;

/* For tests: the request that sets or drops, or *ret NULL: there is nothing to
 * do. Returns 0 or -ENOMEM. */
int hp_net_vlans_message(struct nl_msg **ret, const struct hp_net_link *link, bool drop,
			 const struct hp_net_vlans *from, const struct hp_net_vlans *to);

#endif
