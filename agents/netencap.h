/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the module of tunnels over UDP, and of their ports, which the kernel does not
 * load itself. */
#ifndef HP_NETENCAP_H
#define HP_NETENCAP_H

#include "netdev.h"
#include "netstack.h"
#include "uevent.h"

/* Where the device of the file is a port of the kind fou, or has FooOverUDP=yes: has the
 * module fou loaded. Where it cannot be, that is logged; the kernel refuses the device
 * then. */
void hp_netencap_load(const struct hp_uevent *event, const struct hp_net_file *netdev);

/* The same for those that are to be made for an interface. */
void hp_netencap_load_for(const struct hp_uevent *event,
			  const struct hp_net_stack *stack);

#endif
