/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: UDP ports by which the packets of tunnels come in: *.netdev files of the kind
 * fou. A port is no interface.
 *
 * Source of the contract: linux/fou.h, net/ipv4/fou.c. What was made is kept in
 * /run/hotplug/net/NAME.fou: the attributes that the kernel was told.
 */
#ifndef HP_NETFOU_H
#define HP_NETFOU_H

#include "names.h"
#include "netdev.h"

struct hp_netlink;
struct nl_msg;
struct nlmsghdr;

/* Sees to it that the file's port is there; ret_made: whether this call made it. Returns
 * 0; -EOPNOTSUPP where the module is not loaded, which the kernel does not do itself
 * (net/ipv4/fou.c has no alias for its family); -ENOTUNIQ where the port is there for
 * something else, which is logged by then; or another negative errno, of which
 * hp_netlink_why(nl) may tell more. */
int hp_netfou_make(struct hp_netlink *nl, const struct hp_net_file *file,
		   bool *ret_made) _must_check_;

/* Those that were made, and not taken back. Returns 0 or -ENOMEM; freed in any case. */
int hp_netfou_list(struct hp_names *ret) _must_check_;
bool hp_netfou_is_made(const char *name);

/* Whether one that was made still is what was made. Returns 0 or a negative errno. */
int hp_netfou_look(const char *name, bool *ret_stands) _must_check_;

/* Takes back one that was made, as far as it still is what was made; logged. Returns 0 or
 * a negative errno, which is logged by then. */
int hp_netfou_undo(const char *name) _must_check_;

enum hp_netfou_found {
	HP_NETFOU_NONE,
	HP_NETFOU_SAME,
	HP_NETFOU_OTHER, /* the same port, for something else */
};

/* For tests: how one of the answers to FOU_CMD_GET stands to the file's port. */
enum hp_netfou_found hp_netfou_compare(const struct hp_net_file *file,
				       struct nlmsghdr *hdr);

/* For tests: what the family fou is told, with command one of FOU_CMD_*. The caller's;
 * NULL: no memory. */
struct nl_msg *hp_netfou_message(uint16_t family, uint8_t command,
				 const struct hp_net_file *file);

#endif
