/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: the number of a family of generic netlink, which the kernel gives when the
 * family's module is loaded (Documentation/userspace-api/netlink/intro.rst).
 */
#ifndef HP_NETFAMILY_H
#define HP_NETFAMILY_H

#include "netlink.h"

/* A message of a family, which begins with its command; flags are NLM_F_*. The caller's
 * (_cleanup_msg_). NULL: no memory. */
struct nl_msg *hp_netfamily_message(uint16_t family, uint8_t command, uint8_t version,
				    int flags);

/* Asks on a socket of NETLINK_GENERIC. Returns 0; -ENOENT where there is no such family;
 * or another negative errno. */
int hp_netfamily_find(struct hp_netlink *nl, const char *name,
		      uint16_t *ret) _must_check_;

#endif
