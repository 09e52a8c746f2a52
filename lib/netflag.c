/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what of an interface is on or off. See netflag.h. */
#include <net/if.h>

#include "netflag.h"

const struct hp_net_flag_kind hp_net_flag_kinds[HP_NET_FLAGS] = {
	[HP_NET_ARP] = {"arp", IFF_NOARP, true},
	[HP_NET_MULTICAST] = {"multicast", IFF_MULTICAST},
	[HP_NET_ALLMULTI] = {"allmulticast", IFF_ALLMULTI},
	[HP_NET_PROMISC] = {"promisc", IFF_PROMISC},
};

bool hp_net_flag_is_on(enum hp_net_flag flag, uint32_t flags)
{
	const struct hp_net_flag_kind *kind = &hp_net_flag_kinds[flag];

	return !(flags & kind->bit) == kind->is_off_where;
}

uint32_t hp_net_flag_value(enum hp_net_flag flag, bool on)
{
	const struct hp_net_flag_kind *kind = &hp_net_flag_kinds[flag];

	return on == kind->is_off_where ? 0 : kind->bit;
}
