/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: ask the kernel what an interface's driver was told, and tell it more, through
 * the generic netlink family "ethtool" (Linux 5.8 and later).
 */
#ifndef HP_NETETHTOOL_IO_H
#define HP_NETETHTOOL_IO_H

#include "netethtool.h"

struct hp_netlink;
struct nl_msg;

/* What is known of the groups that the settings in wanted (1 << enum hp_net_ethtool) are
 * of; of what kernel and driver have not, or cannot tell now, nothing is. Any errno may
 * be a driver's, -ENODEV that of one whose PHY is not attached yet. Returns 0 or -ENOMEM.
 */
int hp_net_ethtool_read(unsigned int ifindex, uint64_t wanted,
			struct hp_net_ethtool_state *ret) _must_check_;

/* Returns 0 or the kernel's negative errno, with its words in nl, which is another
 * socket. */
int hp_net_ethtool_write(struct hp_netlink *nl, unsigned int ifindex,
			 enum hp_net_ethtool which, uint64_t value) _must_check_;

/* For tests: what a message says of it behind its header. Returns 0 or negative. */
int hp_net_ethtool_put(struct nl_msg *msg, enum hp_net_ethtool which, uint64_t value);

#endif
