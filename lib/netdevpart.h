/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the sections of a *.netdev file of which each occurrence is a thing of its
 * own, as [WireGuardPeer]. */
#ifndef HP_NETDEVPART_H
#define HP_NETDEVPART_H

#include "netdev.h"

/* Begins one, where the section is such. Returns 0 or -ENOMEM. */
int hp_netdev_part_begin(struct hp_netdev *netdev, const char *section,
			 const struct hp_net_where *where) _must_check_;

/* Where what the section says goes: into the one that was begun last, or the device. */
struct hp_net_attrs *hp_netdev_attrs_of(struct hp_netdev *netdev, const char *section);

bool hp_netdev_need_is_met(const struct hp_netdev_need *need,
			   const struct hp_net_attrs *attrs);

/* Asks of each in turn whether it stays, by what is said of those before that do. */
void hp_netdev_parts_keep(struct hp_netdev *netdev,
			  bool (*keeps)(const struct hp_netdev *netdev,
					const struct hp_netdev_part *part));

/* All is read: those without a key that they need are logged and left out. */
void hp_netdev_parts_finish(struct hp_netdev *netdev);

#endif
