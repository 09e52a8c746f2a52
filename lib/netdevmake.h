/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: make the virtual devices of kinds that the kernel does not make by one message
 * of rtnetlink. Only netdevmake_*.c and netdevwrite.c, whose table names them, include
 * this. */
#ifndef HP_NETDEVMAKE_H
#define HP_NETDEVMAKE_H

#include "keyfile.h"
#include "netdev.h"

struct hp_netlink;
struct nl_msg;

/* Each makes what is not there, over lower (an ifindex; 0: over none): whole, or not at
 * all. Returns 0 or a negative errno, of which hp_netlink_why() may tell more. */
int hp_netdev_make_batadv(struct hp_netlink *nl, const struct hp_net_file *file,
			  unsigned int lower);
int hp_netdev_make_macsec(struct hp_netlink *nl, const struct hp_net_file *file,
			  unsigned int lower);
int hp_netdev_make_tun(struct hp_netlink *nl, const struct hp_net_file *file,
		       unsigned int lower);
int hp_netdev_make_wireguard(struct hp_netlink *nl, const struct hp_net_file *file,
			     unsigned int lower);

/* For them: the message of rtnetlink. Returns as they do. */
int hp_netdev_request(struct hp_netlink *nl, const struct hp_net_file *file,
		      unsigned int lower);

/* For them: that message, and what tell has to say of the device to a family of generic
 * netlink. Returns as they do. */
int hp_netdev_make_told(struct hp_netlink *nl, const struct hp_net_file *file,
			unsigned int lower,
			int (*tell)(struct hp_netlink *genl, unsigned int ifindex,
				    const struct hp_net_file *file));

/* For them: sends what has a key in it, and clears it. */
int hp_netdev_tell_secret(struct hp_netlink *genl, struct nl_msg *msg) _must_check_;

/* For them: the key of the file that attrs name. Returns 1; 0 where they name none; or a
 * negative errno, which is logged by then. */
int hp_netdev_read_key(const struct hp_net_attrs *attrs, hp_key_parser parse,
		       uint8_t *ret) _must_check_;

/* For them: puts what is for the kernel into a message, put_told() of a device as far as
 * it is for generic netlink; and how much room it needs, with some for a header, a name
 * and the like. Returns 0 or -ENOMEM. */
int hp_netdev_put_attrs(struct nl_msg *msg, const struct hp_net_attrs *attrs);
int hp_netdev_put_told(struct nl_msg *msg, const struct hp_netdev *netdev);
size_t hp_netdev_attrs_size(const struct hp_net_attrs *attrs);

/* For them, too: takes back what was made and cannot be looked at, so that it is known by
 * its name alone. That it cannot be is logged. */
void hp_netdev_drop(struct hp_netlink *nl, const char *name);

/* For tests: what the family batadv is told of the device. As the next. */
struct nl_msg *hp_netdev_batadv_message(uint16_t family, unsigned int ifindex,
					const struct hp_net_file *file);

/* For tests: what the family macsec is told of a channel or an association, with command
 * one of MACSEC_CMD_*. As the next. */
struct nl_msg *hp_netdev_macsec_message(uint16_t family, unsigned int ifindex,
					const struct hp_netdev_part *part,
					uint8_t command, const uint8_t *key);

/* For tests: what the family wireguard is told of the device, or of one of its peers.
 * key: the one of its file; NULL: none. The caller's; NULL: no memory. */
struct nl_msg *hp_netdev_wireguard_message(uint16_t family, unsigned int ifindex,
					   const struct hp_net_file *file,
					   const struct hp_netdev_part *peer,
					   const uint8_t *key);

#endif
