/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what an interface leaves behind when it is gone, of what was made for it. */
#ifndef HP_NETLEFT_H
#define HP_NETLEFT_H

#include "netstate.h"

/* Deletes the virtual devices that were made over the interface and that the kernel does
 * not delete with it (tunnels): over one that has come back they are made again. What
 * fails is logged. To be called before its record is dropped. */
void hp_netleft_delete(struct hp_netlink *nl, unsigned int ifindex);

#endif
