/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: the names that the place and the hardware address of an interface give it, as
 * udev's ID_NET_NAME_ONBOARD, _SLOT, _PATH and _MAC.
 *
 * They are computed from /sys alone, whether udev is there or not. Source of the
 * contract: systemd.net-naming-scheme(7), scheme v252, and what the net_id builtin of
 * systemd-udevd 252 gives.
 */
#ifndef HP_NETID_H
#define HP_NETID_H

#include "netname.h"
#include "netstate.h"

/*
 * What cannot be found out (no /sys, or that of another network namespace) is not known;
 * a stacked interface, as a VLAN, has no names. first: the hardware address at first
 * sight; an interface that bears the name of that one keeps it, although another address
 * was set since.
 */
void hp_net_id_read(struct hp_net_id *ret, const struct hp_net_link *link,
		    const struct hp_hwaddr *first);

#endif
