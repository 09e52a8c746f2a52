/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: what an interface can have, and how. It cannot have hardware addresses of
 * another length than its own (the kernel refuses shorter ones, and cuts longer ones off
 * without a word), VLANs in a bridge that it is not in.
 */
#ifndef HP_NETFIT_H
#define HP_NETFIT_H

#include "netplan.h"

/* Whether the interface can have it. */
bool hp_net_object_fits(const struct hp_net_object *object,
			const struct hp_net_link *link);

/* What the file does not say, and is another thing by the kind of the interface: an
 * address of WireGuard has none for broadcasts (systemd.network(5), Broadcast=). */
void hp_net_object_suit(struct hp_net_object *object, const struct hp_net_link *link);

/* Logs what hp_net_plan_make() leaves out because of that. */
void hp_net_want_tell_misfits(const struct hp_net_want *want,
			      const struct hp_net_link *link);

#endif
