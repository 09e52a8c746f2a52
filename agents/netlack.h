/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: what the files want of an interface and it cannot have: said once, and left
 * out of what is wanted, so that the rest is done.
 */
#ifndef HP_NETLACK_H
#define HP_NETLACK_H

#include "netplan.h"

/* Alternative names that others have are added to refused. Returns 0 or -ENOMEM. */
int hp_netlack_altnames(struct hp_netlink *nl, const struct hp_net_want *want,
			const struct hp_net_link *link, const struct hp_net_altnames *has,
			struct hp_net_altnames *refused) _must_check_;

/* Reads what the driver says of the settings that want's link file has, into
 * state->ethtool. Returns 0; -ENODEV where the interface is gone; or another negative
 * errno. */
int hp_netlack_ethtool(struct hp_netlink *nl, const struct hp_net_want *want,
		       struct hp_net_state *state) _must_check_;

#endif
